//! Rooms.

use std::sync::Arc;

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
    pub created_at: Millis,
    /// When the last message was written, or when the room was made.
    pub last_activity_at: Millis,
    /// The room's revision: every new, edited or deleted message raises it by one.
    pub rev: u64,
}
