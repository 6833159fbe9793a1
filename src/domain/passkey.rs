//! Passkeys, with which a guest comes back without a session.

use std::sync::Arc;

use super::Millis;

/// One of a guest's passkeys, as they see it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Passkey {
    /// The credential's id in base64url, by which forms name it.
    pub id: Arc<str>,
    pub made_at: Millis,
    /// When somebody came back with it for the last time.
    pub used_at: Option<Millis>,
}
