//! What the page of a room's bell shows. It is rendered on the server and never taken over by the browser.

use std::sync::Arc;

use super::Room;
use crate::domain::{BellLevel, Refusal};

/// Everything that the page depends on.
#[derive(Clone, Debug)]
pub struct BellPage {
    /// BCP 47: `ko` or `en`.
    pub language: String,
    pub room: Room,
    /// How the guest has set it.
    pub level: BellLevel,
    /// Whether that was just done.
    pub is_saved: bool,
    /// Why that was refused.
    pub refused: Option<Refusal>,
    /// The house's public key for browsers that have themselves pushed to, in base64url; `None` when it does not push.
    pub push_key: Option<Arc<str>>,
}
