//! What the frame shows in which a conversation goes on without scripts: a document that the server never finishes.

use super::Room;
use crate::domain::{GuestId, Millis, Refusal};

/// Everything that the frame depends on beside the messages.
#[derive(Clone, Debug)]
pub struct LivePage {
    /// BCP 47: `ko` or `en`.
    pub language: String,
    /// When the frame was opened.
    pub now: Millis,
    /// Minutes east of UTC in which times are shown.
    pub utc_offset: i32,
    /// Who reads it.
    pub me: GuestId,
    pub room: Room,
}

/// How the document ends after all.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Parting {
    /// What the reader is told; nothing when the frame only loads itself anew.
    pub why: Option<Refusal>,
    /// In how many seconds the browser asks for it again; never when it would be refused.
    pub again_in: Option<u64>,
}
