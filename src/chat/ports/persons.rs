//! Where the house keeps what is the guests' own.

use std::sync::Arc;

use async_trait::async_trait;

use super::{StoreError, TokenHash};
use crate::domain::{Guest, GuestId, Message, MessageId, Millis, Passkey, RoomId};

/// The guests' part of a [`Store`](super::Store).
#[async_trait]
pub trait PersonStore: Send + Sync {
    /// Ends all sessions of a guest and frees the nickname, unless a passkey holds it. Returns how many there were.
    async fn end_sessions(&self, guest: &GuestId) -> Result<u64, StoreError>;

    /// Keeps a passkey of a guest, who from now on holds the nickname without a session. `false` when the passkey is
    /// somebody's already.
    ///
    /// # Errors
    /// [`StoreError::Missing`] when no such guest holds a nickname.
    async fn add_passkey(&self, guest: &GuestId, passkey: NewPasskey) -> Result<bool, StoreError>;

    /// The passkeys of a guest, oldest first.
    async fn passkeys(&self, guest: &GuestId) -> Result<Vec<Passkey>, StoreError>;

    /// What a passkey is known by.
    async fn passkey(&self, credential: &[u8]) -> Result<Option<KnownPasskey>, StoreError>;

    /// Begins a session of the guest whose passkey this is, and notes how often it says that it signed.
    ///
    /// # Errors
    /// [`StoreError::Missing`] when there is no such passkey any more.
    async fn return_with(
        &self,
        credential: &[u8],
        sign_count: u32,
        token: &TokenHash,
        now: Millis,
    ) -> Result<Guest, StoreError>;

    /// Forgets a passkey of a guest; one that is not theirs is no error. Without sessions and passkeys nobody holds the
    /// nickname.
    async fn remove_passkey(&self, guest: &GuestId, credential: &[u8]) -> Result<(), StoreError>;

    /// Gives a guest's seal an ink, or that which follows from their id.
    ///
    /// # Errors
    /// [`StoreError::Missing`] when no such guest holds a nickname.
    async fn choose_ink(&self, guest: &GuestId, ink: Option<u32>) -> Result<Guest, StoreError>;

    /// The rooms in which a guest wrote or was, and what is still kept of rooms that ended.
    async fn traces(&self, guest: &GuestId) -> Result<Vec<Trace>, StoreError>;

    /// At most `limit` messages that a guest wrote in a room, those after the seq `after`, without the deleted ones.
    async fn written(&self, room: &RoomId, guest: &GuestId, after: u64, limit: u32)
    -> Result<Vec<Message>, StoreError>;

    /// Notes that a guest asked to be forgotten: their sessions, passkeys and passes end, the nickname is free, and no
    /// notice names them. Again is no error.
    async fn depart(&self, guest: &GuestId) -> Result<(), StoreError>;

    /// The guests of whom something is left to be forgotten.
    async fn departing(&self) -> Result<Vec<GuestId>, StoreError>;

    /// At most `limit` messages of a room, those after the seq `after`, that say something of a departing guest: what
    /// they wrote, and that they came and went.
    async fn left_of(&self, room: &RoomId, guest: &GuestId, after: u64, limit: u32) -> Result<Traces, StoreError>;

    /// Gives a live room of a departing guest to the person who has been a member of it for longest and can come back.
    /// `None` when there is nobody.
    async fn hand_on(&self, room: &RoomId) -> Result<Option<Guest>, StoreError>;

    /// Nothing is left of a departing guest: they have been in no room.
    async fn departed(&self, guest: &GuestId) -> Result<(), StoreError>;
}

/// A passkey that is not stored yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewPasskey {
    pub credential: Vec<u8>,
    /// A COSE key.
    pub public_key: Vec<u8>,
    pub sign_count: u32,
    pub now: Millis,
}

/// What a passkey is known by, and whose it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KnownPasskey {
    pub guest: GuestId,
    pub public_key: Vec<u8>,
    pub sign_count: u32,
}

/// A room that a guest left something in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trace {
    pub room: RoomId,
    pub name: Arc<str>,
    /// Whether it is theirs, and has not ended.
    pub is_own: bool,
}

/// Messages, and the seq after which to look for more, if there may be.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Traces {
    pub messages: Vec<MessageId>,
    pub next: Option<u64>,
}
