//! Messages.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

#[cfg(feature = "ssr")]
use super::GuestId;
use super::{Author, ClientId, MessageId, Millis, Reaction, RoomId, limits::MESSAGE};

/// What a line of a room's timeline is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(rename_all = "lowercase")]
pub enum MessageKind {
    /// Someone wrote it.
    Message,
    /// An announcement in the room (공지).
    Alert,
}

/// What the house writes after the name of somebody who came in, and of somebody who went: the tutorials' words.
pub const CAME: &str = "님이 입장했습니다.";
pub const WENT: &str = "님이 퇴장했습니다.";

/// What it writes after the name of somebody to whom a room belongs from now on.
pub const TOOK_OVER: &str = "님이 방장이 되었습니다.";

/// The nickname under which the house keeps the places of what somebody wrote who asked to be forgotten.
pub const DEPARTED: &str = "떠난 손님";

/// Longer messages show their beginning first.
const LONG_LINES: usize = 16;
const LONG_CHARS: usize = 1_200;

/// Whether a message shows its beginning first.
pub fn is_long(content: &str) -> bool {
    content.matches('\n').count() >= LONG_LINES || content.chars().nth(LONG_CHARS).is_some()
}

/// Whether a text holds too much for one message, as far as that is known without Unicode's tables: of what it surely
/// keeps it counts only characters each of which begins a grapheme of its own. The rest is the server's to count.
pub fn overflows(content: &str) -> bool {
    let is_certain = |c: &char| matches!(c, '\n' | ' '..='~' | '가'..='힣' | '一'..='鿿');
    let trims = |c: char| c.is_whitespace() || c.is_control();
    content.trim_matches(trims).chars().filter(is_certain).nth(MESSAGE.max).is_some()
}

/// One line of a room's timeline, as it is stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Message {
    pub id: MessageId,
    pub room_id: RoomId,
    /// Its place in the room: 1, 2, 3… without holes.
    pub seq: u64,
    /// The room's revision that wrote, edited or deleted it last, or changed what stands around its text.
    pub rev: u64,
    /// The room's revision that gave it this text.
    pub text_rev: u64,
    pub kind: MessageKind,
    pub author: Author,
    /// Plain text; empty once the message is deleted.
    pub content: Arc<str>,
    /// None once the message is deleted.
    #[cfg(feature = "ssr")]
    pub pictures: Vec<super::Picture>,
    /// What this one answers.
    pub reply_to: Option<Quote>,
    /// Members whom it addresses by name.
    pub mentions: Vec<Author>,
    /// In the order in which they were given first.
    pub reactions: Vec<Reaction>,
    /// Since when the room's owner keeps it in sight of everyone.
    pub pinned_at: Option<Millis>,
    pub client_id: ClientId,
    pub created_at: Millis,
    pub edited_at: Option<Millis>,
    pub deleted_at: Option<Millis>,
}

/// What a message answers: enough of it to know it by, as it is now.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct Quote {
    #[cfg_attr(feature = "ssr", schema(value_type = i64))]
    pub id: MessageId,
    pub seq: u64,
    pub nickname: Arc<str>,
    /// The beginning of the text, in one line; empty when the message was deleted. 🖼 stands for a picture without text.
    pub excerpt: Arc<str>,
}

impl Message {
    /// Whether it only tells that somebody came or went. The house wrote that, whoever it names as the author.
    pub fn is_passage(&self) -> bool {
        let of_author = |what: &str| self.content.strip_suffix(what) == Some(&*self.author.nickname);
        self.kind == MessageKind::Alert && (self.author.is_house() || of_author(CAME) || of_author(WENT))
    }

    /// The text for clients that show nothing else: with a line for each picture, its address in the house.
    #[cfg(feature = "ssr")]
    pub fn plain(&self) -> Arc<str> {
        if self.pictures.is_empty() {
            return self.content.clone();
        }
        let text = (!self.content.is_empty()).then(|| self.content.to_string());
        let lines =
            self.pictures.iter().map(
                |super::Picture { id, alt, .. }| {
                    if alt.is_empty() { format!("/p/{id}") } else { format!("{alt}: /p/{id}") }
                },
            );
        text.into_iter().chain(lines).collect::<Vec<_>>().join("\n").into()
    }

    /// The message once `guest` is forgotten: the one who wrote it, or whom the house names in it.
    #[cfg(feature = "ssr")]
    #[must_use]
    pub fn without(self, guest: &GuestId, at: Millis) -> Self {
        let told = [CAME, WENT, TOOK_OVER].into_iter().find(|what| self.content.ends_with(what));
        let (content, deleted_at) = match told.filter(|_| self.is_passage()) {
            Some(what) => ([DEPARTED, what].concat().into(), self.deleted_at),
            None => ("".into(), self.deleted_at.or(Some(at))),
        };
        let nickname = if self.author.id == *guest { DEPARTED.into() } else { self.author.nickname };
        Self {
            author: Author { nickname, ..self.author },
            content,
            pictures: Vec::new(),
            mentions: Vec::new(),
            reactions: Vec::new(),
            pinned_at: None,
            deleted_at,
            ..self
        }
    }

    /// Whether nothing about it has changed since it was written.
    pub fn is_as_written(&self) -> bool {
        self.rev == self.text_rev && self.edited_at.is_none() && self.deleted_at.is_none()
    }
}

#[cfg(feature = "ssr")]
mod excerpt {
    use super::{Arc, Message, MessageId, Quote};
    use unicode_segmentation::UnicodeSegmentation;

    /// Graphemes of a message that whoever answers it shows.
    const EXCERPT: usize = 80;

    /// What is quoted of a picture.
    const PICTURE: &str = "🖼";

    impl Quote {
        /// Quotes a message with this text, which is empty when the message is deleted or has only pictures.
        pub fn new(id: MessageId, seq: u64, nickname: Arc<str>, content: &str, is_deleted: bool) -> Self {
            let content = if content.is_empty() && !is_deleted { PICTURE } else { content };
            Self { id, seq, nickname, excerpt: excerpt(content) }
        }

        pub fn of(message: &Message) -> Self {
            let (nickname, is_deleted) = (message.author.nickname.clone(), message.deleted_at.is_some());
            Self::new(message.id, message.seq, nickname, &message.content, is_deleted)
        }
    }

    fn excerpt(content: &str) -> Arc<str> {
        let line = content.split_whitespace().collect::<Vec<_>>().join(" ");
        match line.grapheme_indices(true).nth(EXCERPT) {
            Some((end, _)) => [&line[..end], "…"].concat().into(),
            None => line.into(),
        }
    }

    #[cfg(test)]
    mod tests {
        use super::*;

        #[test]
        fn an_excerpt_is_one_line_of_whole_characters() {
            assert_eq!(&*excerpt("  첫째 줄\n\n둘째 줄 "), "첫째 줄 둘째 줄");
            assert_eq!(&*excerpt(""), "");
            let family = "👨‍👩‍👧";
            assert_eq!(&*excerpt(&family.repeat(EXCERPT)), family.repeat(EXCERPT));
            assert_eq!(&*excerpt(&family.repeat(EXCERPT + 1)), [&*family.repeat(EXCERPT), "…"].concat());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_overflows_is_what_the_server_would_refuse() {
        for fits in
            ["가".repeat(4_000), "e\u{301}".repeat(4_000), "漢".repeat(4_000), [&*" ".repeat(9_000), "\u{1b}"].concat()]
        {
            assert!(!overflows(&fits), "{fits:.9}");
        }
        for too_much in ["가".repeat(4_001), "a b\nc".repeat(1_000), "漢".repeat(4_001)] {
            assert!(overflows(&too_much), "{too_much:.9}");
            #[cfg(feature = "ssr")]
            assert!(crate::domain::name::message(&too_much).is_err(), "{too_much:.9}");
        }
        // Syllables in parts, as macOS has them, and what several characters make: the server counts these.
        for unclear in ["\u{1100}\u{1161}".repeat(4_001), "👨‍👩‍👧".repeat(4_001), "é".repeat(4_001)] {
            assert!(!overflows(&unclear), "{unclear:.9}");
        }
    }
}
