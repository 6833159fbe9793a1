//! Editing and deleting messages, reacting to them and pinning them.

use super::{
    Chat, ConnectionId, Receipt, Result,
    ports::{Change, Revision, Write},
};
use crate::domain::{MessageId, Reaction, RoomId, name};

impl Chat {
    /// Queues another text for a message. Like [`send`](Self::send), it keeps the order of calls. With `seen`, the rev
    /// of the message that the author saw, a request that was overtaken by another one changes nothing.
    ///
    /// # Errors
    /// [`NotInRoom`](crate::domain::Refusal::NotInRoom), and what is wrong with the text; the [`Receipt`] tells whether
    /// the message is the caller's.
    pub async fn edit(
        &self,
        connection: ConnectionId,
        room: &RoomId,
        message: MessageId,
        content: &str,
        seen: Option<u64>,
    ) -> Result<Receipt> {
        self.revise(connection, room, message, Change::Edit { content: name::message(content)?, seen }).await
    }

    /// Queues the deletion of a message. What it said is gone then, its place in the room stays.
    ///
    /// # Errors
    /// [`NotInRoom`](crate::domain::Refusal::NotInRoom); the [`Receipt`] tells whether the caller may.
    pub async fn delete(&self, connection: ConnectionId, room: &RoomId, message: MessageId) -> Result<Receipt> {
        self.revise(connection, room, message, Change::Delete).await
    }

    /// Queues that a guest gives a message an emoji, or takes theirs back.
    ///
    /// # Errors
    /// [`NotInRoom`](crate::domain::Refusal::NotInRoom),
    /// [`ReactionForbidden`](crate::domain::Refusal::ReactionForbidden); the [`Receipt`] tells whether it was one too many.
    pub async fn react(
        &self,
        connection: ConnectionId,
        room: &RoomId,
        message: MessageId,
        emoji: &str,
        is_given: bool,
    ) -> Result<Receipt> {
        self.revise(connection, room, message, Change::React { emoji: Reaction::emoji(emoji)?, is_given }).await
    }

    /// Queues that a message of the caller's own room is kept in sight of everyone, or let go.
    ///
    /// # Errors
    /// [`NotInRoom`](crate::domain::Refusal::NotInRoom); the [`Receipt`] tells whether the caller may, and whether it was
    /// one too many.
    pub async fn pin(
        &self,
        connection: ConnectionId,
        room: &RoomId,
        message: MessageId,
        is_pinned: bool,
    ) -> Result<Receipt> {
        self.revise(connection, room, message, Change::Pin { is_pinned }).await
    }

    async fn revise(
        &self,
        connection: ConnectionId,
        room: &RoomId,
        message: MessageId,
        change: Change,
    ) -> Result<Receipt> {
        let guest = self.guest_in(connection, room)?;
        self.limits.check_message(&guest.id)?;
        let revision = Revision { room: room.clone(), message, by: guest.id, change, at: self.now() };
        Ok(Receipt(self.journal.submit(Write::Revision(revision)).await))
    }
}
