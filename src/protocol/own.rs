//! What a visitor's own page shows, and the one on which a guest comes back with a passkey. They are rendered on the
//! server and never taken over by the browser.

use std::sync::Arc;

use serde::Serialize;

use super::{Look, Me, room_settings::Outcome};
use crate::domain::{Bell, Millis, Passkey};

/// Everything that the page depends on.
#[derive(Clone, Debug)]
pub struct OwnPage {
    /// BCP 47: `ko` or `en`.
    pub language: String,
    /// When the page was rendered.
    pub now: Millis,
    /// Minutes east of UTC in which times are shown.
    pub utc_offset: i32,
    pub look: Look,
    /// `None` for a stranger, who chooses how the house looks, and no more.
    pub me: Option<Me>,
    pub passkeys: Vec<Passkey>,
    /// Those that the guest has set.
    pub bells: Vec<Bell>,
    /// The house's public key for browsers that have themselves pushed to, in base64url; `None` when it does not push.
    pub push_key: Option<Arc<str>>,
    /// What came of the form that led here.
    pub outcome: Option<Outcome>,
    /// Whether the visitor has just been forgotten.
    pub is_farewell: bool,
}

/// What a browser needs to make a passkey.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ClaimOptions {
    /// In base64url, as all bytes here.
    pub challenge: String,
    pub relying_party: String,
    pub guest: String,
    pub nickname: String,
    /// COSE numbers, the best one first.
    pub algorithms: &'static [i32],
    /// Passkeys that the guest has already.
    pub known: Vec<String>,
}

/// What a browser needs to let a passkey sign.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ReturnOptions {
    pub challenge: String,
    pub relying_party: String,
}
