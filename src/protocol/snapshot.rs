//! The first state of a page: the server renders from it and embeds it, the browser hydrates from the same bytes.

use serde::{Deserialize, Serialize};

use super::{Me, Member, Message, Notice, Room};
#[cfg(feature = "ssr")]
use crate::domain::Ending;
use crate::domain::{Mark, Millis, Pin, Refusal, RoomId, Space};

/// Everything that the first render of a page depends on. Nothing else (no clock, no randomness, no cookie) may.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Snapshot {
    pub page: Page,
    /// Whose rooms and notices these are.
    pub space: Space,
    /// BCP 47: `ko` or `en`.
    pub language: String,
    /// When the server rendered the page.
    pub now: Millis,
    /// Minutes east of UTC in which times are shown until the browser's own zone is known.
    pub utc_offset: i32,
    /// `None` for a stranger, who is asked for a nickname.
    pub me: Option<Me>,
    pub rooms: Vec<Room>,
    /// Oldest first.
    pub notices: Vec<Notice>,
    /// How far the guest has read in the rooms that they have been in.
    pub read: Vec<Mark>,
    /// Where they were addressed and have not read it yet.
    pub mentions: Vec<Mark>,
    /// A fresh UUID, the `clientId` of the message that the page's form posts: posting it twice stores it once.
    pub form_id: String,
    /// Why the form that led here was refused (its error code), for browsers without scripts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub refused: Option<String>,
    /// What the refused form asked for, so that it need not be typed again.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub typed: Option<Typed>,
    /// What was typed in its other fields.
    #[serde(default, skip_serializing_if = "Fields::is_empty")]
    pub fields: Fields,
}

/// What was typed in a form, by the form: only that one is filled in again.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Typed {
    Nickname(String),
    Message(String),
}

impl Typed {
    pub fn nickname(&self) -> Option<&str> {
        if let Self::Nickname(nickname) = self { Some(nickname) } else { None }
    }

    pub fn message(&self) -> Option<&str> {
        if let Self::Message(content) = self { Some(content) } else { None }
    }
}

/// The fields of a form that was refused, each with what was typed in it: a line a field, `name=text`. One text costs
/// the page's program less to read than a list.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Fields(String);

impl Fields {
    #[cfg(feature = "ssr")]
    pub fn new(fields: impl IntoIterator<Item = (&'static str, String)>) -> Self {
        let line = |(name, text): (_, String)| format!("{name}={}\n", text.replace(['\n', '\r'], " "));
        Self(fields.into_iter().map(line).collect())
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// What was typed in the field of this name; nothing when that was nothing.
    pub fn text(&self, name: &str) -> &str {
        self.0.split('\n').find_map(|line| line.strip_prefix(name)?.strip_prefix('=')).unwrap_or_default()
    }
}

/// Which page, with what only that page needs.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum Page {
    Lobby,
    Room {
        room: Room,
        /// The latest page of messages, in the order of seq.
        messages: Vec<Message>,
        rev: u64,
        members: Vec<Member>,
        /// The latest pin first.
        pins: Vec<Pin>,
        /// Whether the guest has been in the room.
        is_member: bool,
    },
    /// A room whose password this guest has not given yet: nothing of what was said in it.
    Locked {
        room: Room,
    },
    /// A room that is not to be entered: it has ended, it is full, the guest was sent out, or there is
    /// none that they may see.
    Shut {
        room_id: RoomId,
        /// The code of the refusal.
        refusal: String,
        /// Of one that has ended, the code of the [`Ending`](crate::domain::Ending), where it is known.
        ending: String,
    },
    NotFound,
}

impl Page {
    #[cfg(feature = "ssr")]
    pub fn shut(room_id: RoomId, refusal: Refusal, ending: Option<Ending>) -> Self {
        let ending = ending.map_or("", Ending::code).to_owned();
        Self::Shut { room_id, refusal: refusal.code().to_owned(), ending }
    }
}

impl Snapshot {
    pub fn refusal(&self) -> Option<Refusal> {
        self.refused.as_deref().and_then(Refusal::from_code)
    }
}
