//! Bots: guests that are programs.

use std::sync::Arc;

use super::{Guest, Millis, Room, RoomId, Space};

/// Where a bot may go.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reach {
    /// Into this room, whatever its password.
    Room(RoomId),
    /// Where a guest of this space may go.
    Space(Space),
}

impl Reach {
    /// Whether a room is one of those.
    pub fn covers(&self, room: &Room) -> bool {
        match self {
            Self::Room(id) => *id == room.id,
            Self::Space(space) => *space == room.space,
        }
    }
}

/// A bot as its owner sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bot {
    pub guest: Guest,
    pub reach: Reach,
    pub created_at: Millis,
    pub webhook: Option<Webhook>,
}

/// Where a room's bot is told what was written there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Webhook {
    pub url: Arc<str>,
    /// The room's revision up to which everything was delivered.
    pub cursor: u64,
    /// When something was taken for the last time.
    pub delivered_at: Option<Millis>,
    /// Since when nothing could be delivered; `None` while all is well.
    pub failing: Option<Failing>,
    /// When it was given up.
    pub off_at: Option<Millis>,
}

/// A webhook that does not take what it is told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failing {
    pub since: Millis,
    /// A stable code for what was wrong the last time: `status_502` and the like.
    pub problem: Arc<str>,
}

/// A secret about a bot that its owner sees once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Handed {
    /// The bot's.
    pub nickname: Arc<str>,
    pub secret: Secret,
}

#[derive(Clone, PartialEq, Eq)]
pub enum Secret {
    /// Lets the bot in.
    Token(Arc<str>),
    /// Signs what its webhook is told.
    Webhook(Arc<str>),
}

impl std::fmt::Debug for Secret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Secret(…)")
    }
}
