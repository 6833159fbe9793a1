//! Where the house keeps who wants to be told what, and where it is pushed to.

use std::sync::Arc;

use async_trait::async_trait;

use super::{StoreError, TokenHash};
use crate::domain::{Bell, BellLevel, GuestId, Millis, RoomId};

/// The part of a [`Store`](super::Store) about bells.
#[async_trait]
pub trait BellStore: Send + Sync {
    /// Sets a guest's bell of a room.
    ///
    /// # Errors
    /// [`StoreError::Missing`] when there is no such guest or room, unless it is set to nothing.
    async fn set_bell(&self, guest: &GuestId, room: &RoomId, level: BellLevel) -> Result<(), StoreError>;

    /// How a guest has set the bell of a room.
    async fn bell(&self, guest: &GuestId, room: &RoomId) -> Result<BellLevel, StoreError>;

    /// The bells that a guest has set, of live rooms, by the names of those.
    async fn bells_of(&self, guest: &GuestId) -> Result<Vec<Bell>, StoreError>;

    /// The bells of all live rooms, and whose they are.
    async fn all_bells(&self) -> Result<Vec<(GuestId, RoomId, BellLevel)>, StoreError>;

    /// Notes where to push what the guest of a session is told, instead of where it was pushed for that session, and for
    /// whoever had the browser before. Of a guest's addresses beyond `limit` the oldest go.
    ///
    /// # Errors
    /// [`StoreError::Missing`] when there is no such session.
    async fn add_push_address(
        &self,
        session: &TokenHash,
        address: PushAddress,
        limit: u32,
        now: Millis,
    ) -> Result<(), StoreError>;

    /// Whether there is an address of this session.
    async fn has_push_address(&self, session: &TokenHash) -> Result<bool, StoreError>;

    /// The addresses of a guest, the latest first, and whose session each is.
    async fn push_addresses(&self, guest: &GuestId) -> Result<Vec<(TokenHash, PushAddress)>, StoreError>;

    /// Forgets the address of a session.
    async fn remove_push_address(&self, session: &TokenHash) -> Result<(), StoreError>;

    /// Forgets an address that the push service does not know.
    async fn drop_push_address(&self, endpoint: &str) -> Result<(), StoreError>;
}

/// Where and how something is pushed to a browser, as that says itself.
#[derive(Clone, PartialEq, Eq)]
pub struct PushAddress {
    /// The push service's, of which everything is secret but the host.
    pub endpoint: Arc<str>,
    /// The browser's, on P-256: 65 bytes.
    pub public_key: Arc<[u8]>,
    /// 16 bytes that browser and house share.
    pub secret: Arc<[u8]>,
    /// BCP 47: `ko` or `en`.
    pub language: Arc<str>,
}

impl std::fmt::Debug for PushAddress {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("PushAddress(…)")
    }
}
