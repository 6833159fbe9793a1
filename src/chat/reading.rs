//! How far people have read.

use super::{
    Chat, ConnectionId, Result,
    ports::{Happened, Write, Written},
};
use crate::domain::{Guest, Mark, Pin, Refusal, RoomId, Space};

impl Chat {
    /// Notes that a guest has seen a room's messages up to `seq`, and tells their other pages. Of a room that they are
    /// no member of, or had read further, nothing is noted.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn mark_read(&self, connection: ConnectionId, room: &RoomId, seq: u64) -> Result<()> {
        self.has_read(&self.guest(connection)?, room, seq).await
    }

    /// The same of a guest without a live connection, whose page shows what is said all the same.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn has_read(&self, guest: &Guest, room: &RoomId, seq: u64) -> Result<()> {
        let guest = guest.id.clone();
        let write = Write::Read { room: room.clone(), guest: guest.clone(), seq };
        let written = self.journal.submit(write).await.await.map_err(|_| Refusal::Unavailable)??;
        if written == (Written::Read { moved: true }) {
            self.announcer.pins_changed(room.clone());
            self.bus.publish(Happened::Read { guest, mark: Mark { room_id: room.clone(), seq } }).await;
        }
        Ok(())
    }

    /// Where a guest was addressed in a space and has not read it yet.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn mentions(&self, guest: &Guest, space: &Space) -> Result<Vec<Mark>> {
        Ok(self.store.mentions(&guest.id, space).await?)
    }

    /// The pinned messages of a room, the latest pin first.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn pins(&self, room: &RoomId) -> Result<Vec<Pin>> {
        Ok(self.store.pins(room).await?)
    }

    /// How far a guest has read in the rooms of a space that they have been in.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn marks(&self, guest: &Guest, space: &Space) -> Result<Vec<Mark>> {
        Ok(self.store.marks(&guest.id, space).await?)
    }
}
