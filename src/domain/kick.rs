//! People whom a room's owner sent out.

use super::{Guest, Millis};

/// Somebody who was sent out of a room and is not let in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kick {
    pub guest: Guest,
    pub at: Millis,
}
