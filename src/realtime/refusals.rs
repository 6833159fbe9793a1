//! Telling of a refusal in dialects that have no errors: their clients print notices, so one of them says it.

use serde::Serialize;

use super::telling::{Audience, Encoded, Telling};
use crate::domain::{GuestId, Refusal};

/// What people read when something is refused.
pub type Explain = fn(Refusal) -> &'static str;

/// What a notice carries in the tutorials.
#[derive(Serialize)]
struct Notice<'a> {
    message: &'a str,
}

/// What is told to those who were in a room that ended.
pub(super) fn ended(explain: Explain) -> Encoded {
    notice(explain(Refusal::RoomClosed))
}

/// What is told to somebody who was sent out of a room.
pub(super) fn kicked(explain: Explain, guest: &GuestId) -> Telling {
    Telling::of(Audience::Guests([guest.clone()].into()), notice(explain(Refusal::Kicked)))
}

/// The tutorials' event for a line that concerns somebody.
pub(super) fn notice(message: &str) -> Encoded {
    Encoded::new("notice", &Notice { message })
}
