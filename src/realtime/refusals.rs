//! Telling of a refusal in dialects that have no errors: their clients print notices, so one of them says it.

use serde::Serialize;

use super::telling::Encoded;
use crate::domain::Refusal;

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

/// The tutorials' event for a line that concerns somebody.
pub(super) fn notice(message: &str) -> Encoded {
    Encoded::new("notice", &Notice { message })
}
