//! The texts that are the same whatever they are about. The server knows them in both languages; a page is told them in
//! its own, beside the snapshot, and the program that runs in it holds none.

use super::Around;
#[cfg(feature = "ssr")]
use crate::domain::Refusal;

/// A struct of texts that can be written as lines and read back, in the order of its fields.
macro_rules! lines {
    ($(#[$about:meta])* pub struct $name:ident { $($(#[$doc:meta])* pub $field:ident: $kind:ty,)* }) => {
        $(#[$about])*
        pub struct $name { $($(#[$doc])* pub $field: $kind,)* }

        impl Lined for $name {
            fn read(lines: &mut Lines) -> Self {
                Self { $($field: Lined::read(lines),)* }
            }

            #[cfg(feature = "ssr")]
            fn write(&self, lines: &mut Vec<&'static str>) {
                $(self.$field.write(lines);)*
            }
        }
    };
}

lines! {
    /// The texts of one language that no name, number or time changes.
    pub struct Words {
        /// The name of the house.
        pub house: &'static str,
        pub tagline: &'static str,
        pub description: &'static str,
        pub skip: &'static str,
        pub skip_to_content: &'static str,
        pub skip_to_composer: &'static str,
        pub language: &'static str,
        pub close: &'static str,
        pub refresh: &'static str,
        pub search: &'static str,
        pub palette: &'static str,
        pub help: &'static str,
        pub invite: &'static str,
        /// What leads from a room to its bell.
        pub bell: &'static str,
        pub loading: &'static str,

        pub nickname: &'static str,
        pub nickname_question: &'static str,
        pub nickname_hint: &'static str,
        pub nickname_placeholder: &'static str,
        pub enter: &'static str,
        pub rename: &'static str,
        pub rename_submit: &'static str,
        /// The title of the visitor's own page, and a link to it.
        pub own_page: &'static str,
        /// Beside the reader's own name.
        pub me: &'static str,
        /// Beside the name of a bot.
        pub bot: &'static str,

        pub room_list: &'static str,
        pub no_rooms: &'static str,
        pub no_rooms_hint: &'static str,
        pub create_room: &'static str,
        pub create_room_submit: &'static str,
        pub room_name: &'static str,
        pub room_name_placeholder: &'static str,
        pub topic: &'static str,
        pub topic_placeholder: &'static str,
        pub locked: &'static str,
        pub options: &'static str,
        pub password_hint: &'static str,
        pub capacity: &'static str,
        pub no_limit: &'static str,
        pub life: &'static str,
        /// Never, an hour, a day, a week.
        pub lives: [&'static str; 4],
        pub unlisted: &'static str,
        pub settings: &'static str,
        pub extend: &'static str,
        pub export: &'static str,
        /// What a screen reader says before the time of a room's last message.
        pub last_activity: &'static str,

        pub notices: &'static str,
        /// The same beside a conversation, where a room's own notices are pinned.
        pub house_notices: &'static str,
        pub no_notices: &'static str,

        pub back_to_list: &'static str,
        pub leave: &'static str,
        pub join: &'static str,
        pub join_hint: &'static str,
        pub members: &'static str,
        pub owner: &'static str,
        /// Beside the name of somebody who has done nothing for a while.
        pub idle: &'static str,
        pub members_and_notices: &'static str,
        pub room_missing: &'static str,
        pub room_missing_hint: &'static str,
        pub room_closed_hint: &'static str,
        pub room_full: &'static str,
        pub room_full_hint: &'static str,
        /// Leads into a room in which there was no place a moment ago.
        pub enter_again: &'static str,
        /// To send somebody out.
        pub kick: &'static str,
        pub kicked: &'static str,
        pub kicked_hint: &'static str,
        pub password: &'static str,
        pub locked_hint: &'static str,
        pub page_missing: &'static str,
        pub page_missing_hint: &'static str,
        pub to_lobby: &'static str,

        pub messages: &'static str,
        /// How one gets to what can be done with a message.
        pub messages_hint: &'static str,
        pub no_messages: &'static str,
        pub no_messages_hint: &'static str,
        pub older: &'static str,
        pub loading_older: &'static str,
        pub alert: &'static str,
        /// What stands after the name of somebody who came in, of somebody who went, and of a new owner.
        pub came: Around,
        pub went: Around,
        pub took_over: Around,
        pub deleted: &'static str,
        /// Who wrote what is left of somebody who asked to be forgotten.
        pub departed: &'static str,
        pub edited: &'static str,
        pub reply: &'static str,
        /// Leads to a message on a page of its own.
        pub link: &'static str,
        pub react: &'static str,
        pub choose_reaction: &'static str,
        pub pin: &'static str,
        pub unpin: &'static str,
        /// What stands at a pinned message.
        pub pinned: &'static str,
        /// Around the number of people whose names are not told.
        pub and_more: (Around, Around),
        /// Around the nickname of whoever is answered.
        pub replying: (Around, Around),
        pub edit: &'static str,
        pub delete: &'static str,
        pub editing: &'static str,
        pub cancel: &'static str,
        pub new_from_here: &'static str,
        /// Before a number.
        pub unread: &'static str,
        /// Beside that number: somebody addressed the guest.
        pub called: &'static str,
        pub sending: &'static str,
        pub failed: &'static str,
        pub edit_failed: &'static str,
        /// A button: the refused text of a message in the composer again.
        pub edit_again: &'static str,
        pub retry: &'static str,
        pub copy: &'static str,
        pub discard: &'static str,
        /// What is said after the names of one, two or more people who are typing; for more than two, without names.
        pub typing: [&'static str; 3],
        /// Between the names of two people.
        pub and: &'static str,

        pub message: &'static str,
        pub add_pictures: &'static str,
        pub message_placeholder: &'static str,
        pub composer_hint: &'static str,
        pub send: &'static str,

        pub reconnecting: &'static str,
        pub check_connection: &'static str,
        pub paused: &'static str,
        pub scripts_failed: &'static str,

        /// What everybody is told before a room ends: within ten minutes, within one.
        pub ends_soon: [&'static str; 2],
        /// Why a room ended: its time was over, the host closed it, it was empty for long, nobody knows.
        pub room_endings: [&'static str; 4],
    }
}

/// The words of a language and what its refusals say, in the order of [`Refusal::ALL`], a line each.
#[cfg(feature = "ssr")]
pub fn lines(words: &Words, refusal: fn(Refusal) -> &'static str) -> String {
    let mut lines = Vec::new();
    words.write(&mut lines);
    lines.extend(Refusal::ALL.iter().map(|one| refusal(*one)));
    lines.join("\n")
}

/// Lines that are still to be read.
pub struct Lines(pub &'static str);

impl Lines {
    /// The next one; an empty one at the end.
    #[inline(never)]
    pub fn take(&mut self) -> &'static str {
        let (line, rest) = self.0.split_once('\n').unwrap_or((self.0, ""));
        self.0 = rest;
        line
    }
}

/// What takes one line, or some.
pub trait Lined: Sized {
    fn read(lines: &mut Lines) -> Self;

    #[cfg(feature = "ssr")]
    fn write(&self, lines: &mut Vec<&'static str>);
}

impl Lined for &'static str {
    fn read(lines: &mut Lines) -> Self {
        lines.take()
    }

    #[cfg(feature = "ssr")]
    fn write(&self, lines: &mut Vec<&'static str>) {
        lines.push(self);
    }
}

impl<const N: usize> Lined for [&'static str; N] {
    fn read(lines: &mut Lines) -> Self {
        std::array::from_fn(|_| lines.take())
    }

    #[cfg(feature = "ssr")]
    fn write(&self, lines: &mut Vec<&'static str>) {
        lines.extend(self);
    }
}

impl Lined for (Around, Around) {
    fn read(lines: &mut Lines) -> Self {
        (lines.take(), lines.take())
    }

    #[cfg(feature = "ssr")]
    fn write(&self, lines: &mut Vec<&'static str>) {
        lines.extend([self.0, self.1]);
    }
}

#[cfg(all(test, feature = "ssr"))]
mod tests {
    use super::*;
    use crate::i18n::Language;

    #[test]
    fn are_read_as_they_were_written() {
        for language in Language::ALL {
            let texts = language.texts();
            let written = lines(&texts.words, texts.refusal);
            let mut rest = Lines(written.clone().leak());
            let read = Words::read(&mut rest);
            assert_eq!(lines(&read, texts.refusal), written);
            assert_eq!((read.house, read.room_endings), (texts.house, texts.room_endings));
            for one in Refusal::ALL {
                assert_eq!(rest.take(), (texts.refusal)(*one), "at its place");
            }
            assert_eq!(rest.0, "");
        }
    }

    #[test]
    fn take_one_line_each_and_end_no_script() {
        for language in Language::ALL {
            let mut lines = Vec::new();
            language.texts().words.write(&mut lines);
            lines.extend(Refusal::ALL.iter().map(|one| (language.texts().refusal)(*one)));
            for line in lines {
                assert!(!line.contains(['\n', '<']), "{line}");
            }
        }
    }
}
