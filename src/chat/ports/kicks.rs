//! Where the house keeps who was sent out of which room.

use async_trait::async_trait;

use super::StoreError;
use crate::domain::{Guest, GuestId, Kick, Millis, RoomId};

/// The part of a [`Store`](super::Store) about people who were sent out of rooms.
#[async_trait]
pub trait KickStore: Send + Sync {
    /// Notes that a guest is not to be in a live room any more: they are no member of it, nothing in it waits for them,
    /// and a password that they gave counts for nothing. Until they are [let in again](Self::let_in) nothing makes them a
    /// member. Again, it is no error.
    ///
    /// # Errors
    /// [`StoreError::Missing`] when there is no such live room or guest, or the room is theirs.
    async fn kick(&self, room: &RoomId, guest: &GuestId, now: Millis) -> Result<(), StoreError>;

    /// The guest may come in like everybody else; of one who was not sent out that is no error.
    async fn let_in(&self, room: &RoomId, guest: &GuestId) -> Result<(), StoreError>;

    /// Whether a guest was sent out of a room and not let in since.
    async fn is_kicked(&self, room: &RoomId, guest: &GuestId) -> Result<bool, StoreError>;

    /// A member of a live room, also one who is not there now.
    async fn member(&self, room: &RoomId, guest: &GuestId) -> Result<Option<Guest>, StoreError>;

    /// Who was sent out of a room, the latest first.
    async fn kicked(&self, room: &RoomId) -> Result<Vec<Kick>, StoreError>;
}
