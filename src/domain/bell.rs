//! Of which messages somebody wants to be told while they look elsewhere.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::RoomId;
#[cfg(feature = "ssr")]
use super::{GuestId, Message};

/// How much of a room somebody wants to be told. Nobody is told anything before they ask for it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum BellLevel {
    #[default]
    None,
    /// Messages that address them.
    Mentions,
    All,
}

impl BellLevel {
    /// In the order in which they are offered.
    pub const ALL: [Self; 3] = [Self::None, Self::Mentions, Self::All];

    /// As it stands in forms and on the wire.
    pub const fn code(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Mentions => "mentions",
            Self::All => "all",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|level| level.code() == code)
    }
}

/// A room's bell, as one guest has set it. Where there is none it is at [`BellLevel::None`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bell {
    pub room: RoomId,
    /// As the room is called now.
    pub room_name: Arc<str>,
    pub level: BellLevel,
}

/// What somebody is told of a room: its latest message that concerns them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Ring {
    pub room_id: RoomId,
    pub room_name: Arc<str>,
    /// The message's place in the room.
    pub seq: u64,
    /// The nickname of who wrote it.
    pub author: Arc<str>,
    /// The beginning of the text, in one line. 🖼 stands for a picture without text.
    pub excerpt: Arc<str>,
    /// How many messages there are to be told of, with this one; what is beyond 99 is not counted.
    pub count: u32,
}

/// Whether somebody who wants to be told so much of its room is to be told of a message when it comes. Not of what is
/// not new: who edits a message calls nobody.
#[cfg(feature = "ssr")]
pub fn concerns(message: &Message, guest: &GuestId, level: BellLevel) -> bool {
    message.is_as_written() && still_concerns(message, guest, level)
}

/// Whether a message of which somebody is to be told is still one for them, whatever happened to it since. Never one that
/// was deleted, that they wrote themselves, or that tells of coming and going.
#[cfg(feature = "ssr")]
pub fn still_concerns(message: &Message, guest: &GuestId, level: BellLevel) -> bool {
    let is_there = message.deleted_at.is_none() && !message.is_passage() && message.author.id != *guest;
    is_there
        && match level {
            BellLevel::None => false,
            BellLevel::Mentions => message.mentions.iter().any(|who| who.id == *guest),
            BellLevel::All => true,
        }
}

#[cfg(all(test, feature = "ssr"))]
mod tests {
    use super::*;
    use crate::domain::{Author, ClientId, MessageKind, message::CAME};

    fn message(content: &str, mentions: &[&str]) -> Message {
        Message {
            id: 7,
            room_id: RoomId::new("r"),
            seq: 7,
            rev: 9,
            text_rev: 9,
            kind: MessageKind::Message,
            author: Author::person(GuestId::new("철수"), "철수"),
            content: content.into(),
            pictures: Vec::new(),
            reply_to: None,
            mentions: mentions.iter().map(|who| Author::person(GuestId::new(*who), *who)).collect(),
            reactions: Vec::new(),
            pinned_at: None,
            client_id: ClientId::new("c"),
            created_at: 0,
            edited_at: None,
            deleted_at: None,
        }
    }

    /// At which levels this guest is told.
    fn told(message: &Message, guest: &str) -> Vec<BellLevel> {
        let guest = GuestId::new(guest);
        BellLevel::ALL.into_iter().filter(|level| concerns(message, &guest, *level)).collect()
    }

    #[test]
    fn a_message_is_for_those_who_want_all_of_them_and_for_whom_it_addresses() {
        assert_eq!(told(&message("안녕", &[]), "영희"), [BellLevel::All]);
        assert_eq!(told(&message("@영희 안녕", &["영희"]), "영희"), [BellLevel::Mentions, BellLevel::All]);
        assert_eq!(told(&message("@영희 안녕", &["영희"]), "민준"), [BellLevel::All]);
    }

    #[test]
    fn nobody_is_told_of_their_own_words() {
        assert_eq!(told(&message("@철수 나", &["철수"]), "철수"), []);
    }

    #[test]
    fn nobody_is_told_of_what_is_not_new() {
        let edited = Message { rev: 10, text_rev: 10, edited_at: Some(1), ..message("@영희", &["영희"]) };
        let deleted = Message { rev: 10, text_rev: 10, deleted_at: Some(1), ..message("", &[]) };
        let reacted = Message { rev: 10, ..message("@영희", &["영희"]) };
        for old in [edited, deleted, reacted] {
            assert_eq!(told(&old, "영희"), [], "{old:?}");
        }
    }

    #[test]
    fn what_was_edited_may_still_be_for_somebody_and_what_was_deleted_is_not() {
        let edited = Message { rev: 10, text_rev: 10, edited_at: Some(1), ..message("@영희", &["영희"]) };
        let addressed_no_more = Message { mentions: Vec::new(), ..edited.clone() };
        let deleted = Message { deleted_at: Some(1), ..edited.clone() };
        let younghee = GuestId::new("영희");
        let still = |message: &Message| still_concerns(message, &younghee, BellLevel::Mentions);
        assert_eq!([&edited, &addressed_no_more, &deleted].map(still), [true, false, false]);
        assert!(!still_concerns(&deleted, &younghee, BellLevel::All));
    }

    #[test]
    fn nobody_is_told_of_coming_and_going() {
        let came = Message { kind: MessageKind::Alert, ..message(&["철수", CAME].concat(), &[]) };
        assert_eq!(told(&came, "영희"), []);
        let announced = Message { kind: MessageKind::Alert, ..message("오늘 여덟 시", &[]) };
        assert_eq!(told(&announced, "영희"), [BellLevel::All]);
    }

    #[test]
    fn levels_are_read_back_from_their_codes() {
        for level in BellLevel::ALL {
            assert_eq!(BellLevel::from_code(level.code()), Some(level));
        }
        assert_eq!(BellLevel::from_code("loud"), None);
    }
}
