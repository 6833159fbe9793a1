//! Rooms.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::{GuestId, Millis, RoomId, Space};

/// A place in a space where messages are written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Room {
    pub id: RoomId,
    pub space: Space,
    pub name: Arc<str>,
    pub topic: Arc<str>,
    /// Who made the room.
    pub owner: GuestId,
    pub visibility: Visibility,
    /// Whether coming and going is written into the timeline.
    pub announces: bool,
    /// Whether only those get in who know the password.
    pub is_locked: bool,
    /// How many people may be in it at once; `None` for any number.
    pub capacity: Option<u32>,
    /// When it ends; `None` for never.
    pub expires_at: Option<Millis>,
    pub created_at: Millis,
    /// When the last message was written, or when the room was made.
    pub last_activity_at: Millis,
    /// The room's revision: every new, edited or deleted message raises it by one.
    pub rev: u64,
    /// The seq of its latest message; 0 when it has none.
    pub last_seq: u64,
}

/// A place in a room's timeline: how far somebody has read, or where they were addressed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Mark {
    pub room_id: RoomId,
    /// The message's place in the room.
    pub seq: u64,
}

impl Room {
    /// Whether its time is over.
    pub fn has_expired(&self, now: Millis) -> bool {
        self.expires_at.is_some_and(|end| end <= now)
    }
}

/// Why a room ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ending {
    /// Its owner closed it.
    Closed,
    /// Its time was over.
    Expired,
    /// It was passing, and empty.
    Deserted,
}

impl Ending {
    /// The stable text that programs see.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Closed => "closed",
            Self::Expired => "expired",
            Self::Deserted => "deserted",
        }
    }

    /// The ending with this code, if there is one.
    pub fn from_code(code: &str) -> Option<Self> {
        [Self::Closed, Self::Expired, Self::Deserted].into_iter().find(|ending| ending.code() == code)
    }
}

/// Who finds a room.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Visibility {
    /// Everyone: it is in the list of its space.
    #[default]
    Listed,
    /// Who was given its address.
    Unlisted,
    /// Who knows its name. Made by being entered, by programs that know rooms by names only, and gone when it has been
    /// empty for a while.
    Passing,
}
