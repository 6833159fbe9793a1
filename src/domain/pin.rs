//! Pinned messages: what a room's owner keeps in sight of everyone (공지).

use serde::{Deserialize, Serialize};

use super::{Millis, Quote};

/// A pinned message, as the head of the room shows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Pin {
    pub message: Quote,
    pub pinned_at: Millis,
    /// How many members of the room have read it, of how many there are: people who still have their nickname.
    pub read: u32,
    pub members: u32,
}
