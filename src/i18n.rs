//! Every text of the page in Korean and English.
//!
//! A language is one constant of [`Texts`]; leaving a text out does not compile. What a sentence puts in the middle
//! (names, mostly, which stand in an element of their own) is left to the component: such a text is the pieces around
//! it.

#[cfg(feature = "ssr")]
mod api;
mod bell;
#[cfg(feature = "ssr")]
mod bots;
#[cfg(feature = "ssr")]
mod check;
mod en;
#[cfg(feature = "ssr")]
mod help;
#[cfg(feature = "ssr")]
mod invite;
mod ko;
#[cfg(feature = "ssr")]
mod live;
#[cfg(feature = "ssr")]
mod own;
#[cfg(feature = "ssr")]
mod pictures;
pub mod refusals;
#[cfg(feature = "ssr")]
mod search;
#[cfg(feature = "ssr")]
mod settings;

#[cfg(feature = "ssr")]
pub use self::{
    api::ApiTexts,
    bell::BellTexts,
    bots::BotsTexts,
    check::{CheckTexts, Sentence},
    help::HelpTexts,
    invite::InviteTexts,
    live::LiveTexts,
    own::OwnTexts,
    search::SearchTexts,
    settings::SettingsTexts,
};
use crate::domain::{
    Ending, NoticeKind, Refusal,
    countdown::{Left, Soon},
};

/// A language of the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Language {
    Korean,
    English,
}

impl Language {
    /// In the order in which the page offers them.
    pub const ALL: [Self; 2] = [Self::Korean, Self::English];

    /// The language of a BCP 47 tag. Whoever reads neither Korean nor English is shown English.
    pub fn from_tag(tag: &str) -> Self {
        if tag == "ko" || tag.starts_with("ko-") { Self::Korean } else { Self::English }
    }

    /// The BCP 47 tag.
    pub const fn tag(self) -> &'static str {
        match self {
            Self::Korean => "ko",
            Self::English => "en",
        }
    }

    /// The language's own name for itself.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Korean => "한국어",
            Self::English => "English",
        }
    }

    pub const fn texts(self) -> &'static Texts {
        match self {
            Self::Korean => &ko::TEXTS,
            Self::English => &en::TEXTS,
        }
    }
}

/// A day of the calendar, as [`Texts::day`] takes it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Day {
    /// `None` leaves the year out: it is this one.
    pub year: Option<i32>,
    /// 1 to 12
    pub month: u8,
    /// 1 to 31
    pub day: u8,
    /// 0 is Sunday
    pub weekday: u8,
}

/// What a sentence says around the names in it.
pub type Around = &'static str;

/// The texts of one language.
pub struct Texts {
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
    /// What stands before and after the room's name on the page that asks a stranger for a nickname. The argument
    /// is the room's name.
    pub invited_to: fn(&str) -> (Around, Around),

    pub room_list: &'static str,
    pub no_rooms: &'static str,
    pub no_rooms_hint: &'static str,
    pub create_room: &'static str,
    pub create_room_submit: &'static str,
    pub room_name: &'static str,
    pub room_name_placeholder: &'static str,
    pub topic: &'static str,
    pub topic_placeholder: &'static str,
    /// How many people are in a room.
    pub people: fn(u32) -> String,
    /// The same, and how many it holds.
    pub people_of: fn(u32, u32) -> String,
    pub locked: &'static str,
    /// How long it is until a room ends.
    pub left: fn(Left) -> String,
    /// What everybody is told before a room ends.
    pub ends_soon: fn(Soon) -> &'static str,
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
    pub no_notices: &'static str,
    /// What a notice says between the nickname and the room's name, and after it. The second argument is the room's
    /// name.
    pub notice: fn(NoticeKind, &str) -> (Around, Around),

    pub back_to_list: &'static str,
    pub leave: &'static str,
    pub join: &'static str,
    pub join_hint: &'static str,
    pub members: &'static str,
    pub owner: &'static str,
    pub members_and_notices: &'static str,
    pub room_missing: &'static str,
    pub room_missing_hint: &'static str,
    /// What is known about why a room ended.
    pub room_closed: fn(Option<Ending>) -> &'static str,
    pub room_closed_hint: &'static str,
    pub room_full: &'static str,
    pub room_full_hint: &'static str,
    pub password: &'static str,
    pub locked_hint: &'static str,
    pub page_missing: &'static str,
    pub page_missing_hint: &'static str,
    pub to_lobby: &'static str,

    pub messages: &'static str,
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
    pub edited: &'static str,
    pub reply: &'static str,
    pub react: &'static str,
    pub choose_reaction: &'static str,
    pub pin: &'static str,
    pub unpin: &'static str,
    /// What stands at a pinned message.
    pub pinned: &'static str,
    /// How many have read it, and of how many.
    pub read_by: fn(u32, u32) -> String,
    /// Around the number of people whose names are not told.
    pub and_more: (Around, Around),
    /// Around the nickname of whoever is answered.
    pub replying: (Around, Around),
    pub edit: &'static str,
    pub delete: &'static str,
    pub delete_question: &'static str,
    pub editing: &'static str,
    pub cancel: &'static str,
    pub new_messages: fn(u32) -> String,
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
    /// Why something was refused, and what to do next.
    pub refusal: fn(Refusal) -> &'static str,

    /// A time of day from hours (0 to 23) and minutes.
    pub clock: fn(u8, u8) -> String,
    /// A day in full, with its weekday.
    pub day: fn(Day) -> String,
    /// A day where there is little room, without its weekday.
    pub short_day: fn(Day) -> String,
}

/// Hours and minutes of a twelve-hour clock, with `true` for the afternoon.
fn twelve_hours(hour: u8) -> (u8, bool) {
    (
        match hour % 12 {
            0 => 12,
            hour => hour,
        },
        hour >= 12,
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    const SATURDAY: Day = Day { year: None, month: 11, day: 21, weekday: 6 };

    #[test]
    fn tells_the_time_as_people_do() {
        let (ko, en) = (&ko::TEXTS, &en::TEXTS);
        assert_eq!((ko.clock)(15, 24), "오후 3:24");
        assert_eq!((en.clock)(15, 24), "3:24 PM");
        assert_eq!((ko.clock)(0, 5), "오전 12:05");
        assert_eq!((en.clock)(12, 0), "12:00 PM");
    }

    #[test]
    fn names_the_day_and_the_year_only_when_it_is_another() {
        let (ko, en) = (&ko::TEXTS, &en::TEXTS);
        let long_ago = Day { year: Some(2020), ..SATURDAY };
        assert_eq!((ko.day)(SATURDAY), "11월 21일 토요일");
        assert_eq!((en.day)(SATURDAY), "Saturday, November 21");
        assert_eq!((ko.day)(long_ago), "2020년 11월 21일 토요일");
        assert_eq!((en.day)(long_ago), "Saturday, November 21, 2020");
        assert_eq!((ko.short_day)(SATURDAY), "11월 21일");
        assert_eq!((en.short_day)(SATURDAY), "Nov 21");
        assert_eq!((ko.short_day)(long_ago), "2020. 11. 21.");
        assert_eq!((en.short_day)(long_ago), "Nov 21, 2020");
    }

    #[test]
    fn counts_people_and_messages() {
        let en = &en::TEXTS;
        assert_eq!((en.people)(1), "1 person");
        assert_eq!((en.people)(0), "0 people");
        assert_eq!((en.new_messages)(1), "1 new message");
        assert_eq!((ko::TEXTS.new_messages)(2), "새 메시지 2개");
    }

    #[test]
    fn notices_speak_the_tutorials_words() {
        let say = |texts: &Texts, kind, room: &str| {
            let (between, after) = (texts.notice)(kind, room);
            format!("철수{between}{room}{after}")
        };
        let ko = &ko::TEXTS;
        assert_eq!(say(ko, NoticeKind::RoomCreated, "개발"), "철수님이 개발방을 만들었습니다.");
        assert_eq!(say(ko, NoticeKind::RoomCreated, "개발방"), "철수님이 개발방을 만들었습니다.");
        assert_eq!(say(ko, NoticeKind::RoomEntered, "개발"), "철수님이 개발방에 입장했습니다.");
        assert_eq!(say(&en::TEXTS, NoticeKind::RoomEntered, "개발"), "철수 came into 개발");
    }

    #[test]
    fn every_refusal_has_words_of_its_own() {
        for language in Language::ALL {
            let mut said: Vec<_> = Refusal::ALL.iter().map(|refusal| (language.texts().refusal)(*refusal)).collect();
            said.sort_unstable();
            said.dedup();
            assert!(said.len() >= Refusal::ALL.len() - 1, "two refusals of {} read the same", language.name());
        }
    }

    #[test]
    fn reads_tags_with_regions() {
        assert_eq!(Language::from_tag("ko-KR"), Language::Korean);
        assert_eq!(Language::from_tag("kok"), Language::English);
        for language in Language::ALL {
            assert_eq!(Language::from_tag(language.tag()), language);
        }
    }
}
