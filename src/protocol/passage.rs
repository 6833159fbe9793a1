//! What the page around one message shows. It is rendered on the server and never taken over by the browser.

use std::sync::Arc;

use super::{Message, Room};
use crate::domain::{GuestId, Millis};

/// Everything that the page depends on.
#[derive(Clone, Debug)]
pub struct PassagePage {
    /// BCP 47: `ko` or `en`.
    pub language: String,
    /// When the page was rendered.
    pub now: Millis,
    /// Minutes east of UTC in which times are shown.
    pub utc_offset: i32,
    /// Who reads it.
    pub me: GuestId,
    pub room: Room,
    /// In the order of seq; at least one.
    pub messages: Vec<Arc<Message>>,
    /// The seq of the message that was asked for, if it was one.
    pub target: Option<u64>,
}
