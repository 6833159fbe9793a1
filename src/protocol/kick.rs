//! What the owner of a room asks and learns about people who were sent out of it. The page does that by forms, so none of
//! it is in the browser's program.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::domain::{GuestId, Kick, Millis, RoomId};

/// A person in a room.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct OfMember {
    pub room_id: RoomId,
    pub guest_id: GuestId,
}

/// Somebody who was sent out of a room.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Kicked {
    pub id: GuestId,
    pub nickname: Arc<str>,
    /// The ink of their seal, from 0 to 5, if they chose one; otherwise clients choose by the id.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ink: Option<u32>,
    /// When they were sent out.
    pub at: Millis,
}

/// Everybody who was.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct KickedPeople {
    /// The latest first.
    pub kicked: Vec<Kicked>,
}

impl From<&Kick> for Kicked {
    fn from(Kick { guest, at }: &Kick) -> Self {
        Self { id: guest.id.clone(), nickname: guest.nickname.clone(), ink: guest.ink, at: *at }
    }
}
