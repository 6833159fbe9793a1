//! What the page shows that invites to a room. It is rendered on the server and never taken over by the browser.

use super::Room;

/// Everything that the page depends on.
#[derive(Clone, Debug)]
pub struct InvitePage {
    /// BCP 47: `ko` or `en`.
    pub language: String,
    pub room: Room,
    /// Where the room is found from outside, from `http` on.
    pub address: String,
}
