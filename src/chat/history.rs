//! Reading messages: the latest page, older pages, and what somebody has missed.

use super::{Chat, ConnectionId, Result};
use crate::domain::{Guest, Message, RoomId, limits};

/// What a reader is missing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Catch {
    /// In the order of seq when `reset`, in the order of rev otherwise.
    pub messages: Vec<Message>,
    /// The room's revision with these messages.
    pub rev: u64,
    /// The messages are the latest page, because the reader had none or was too far behind.
    pub reset: bool,
}

impl Chat {
    /// At most `limit` messages before the one with `seq`, oldest first.
    ///
    /// # Errors
    /// [`NotInRoom`](crate::domain::Refusal::NotInRoom).
    pub async fn history(&self, connection: ConnectionId, room: &RoomId, seq: u64, limit: u32) -> Result<Vec<Message>> {
        self.guest_in(connection, room)?;
        Ok(self.store.before(room, seq, limit.clamp(1, limits::PAGE)).await?)
    }

    /// Every message that is newer than `rev`, or the latest page when that would be too many.
    ///
    /// # Errors
    /// [`NotInRoom`](crate::domain::Refusal::NotInRoom).
    pub async fn sync(&self, connection: ConnectionId, room: &RoomId, rev: u64) -> Result<Catch> {
        // Pages ask for that by themselves: nobody wakes.
        self.presence.guest_in(connection, room)?;
        self.newer_than(room, rev).await
    }

    /// The same for a guest without a connection; without `rev`, the latest page.
    ///
    /// # Errors
    /// Those of [`room_open_to`](Self::room_open_to).
    pub async fn catch_up(&self, guest: &Guest, room: &RoomId, rev: Option<u64>) -> Result<Catch> {
        let room = self.room_open_to(guest, room).await?.id;
        match rev {
            Some(rev) => self.newer_than(&room, rev).await,
            None => self.latest(&room).await,
        }
    }

    pub(super) async fn latest(&self, room: &RoomId) -> Result<Catch> {
        let page = self.store.latest(room, limits::PAGE).await?;
        Ok(Catch { messages: page.messages, rev: page.rev, reset: true })
    }

    pub(super) async fn newer_than(&self, room: &RoomId, rev: u64) -> Result<Catch> {
        let page = self.store.since(room, rev, limits::CATCH_UP + 1).await?;
        let bytes: usize = page.messages.iter().map(|message| message.content.len()).sum();
        let too_far_behind = page.messages.len() > limits::CATCH_UP as usize || bytes > limits::CATCH_UP_BYTES;
        // Such a reader has seen a database that is gone: a backup was restored.
        let of_another_history = rev > page.rev || page.rev - rev >= limits::REV_LEAP;
        if too_far_behind || of_another_history {
            return self.latest(room).await;
        }
        Ok(Catch { messages: page.messages, rev: page.rev, reset: false })
    }
}
