//! What was said in a room, to take home.

use super::{Chat, Result, ports::Trace};
use crate::domain::{Guest, GuestId, Message, Refusal, Room, RoomId};

/// Messages that are read at a time: a room of any length is never in the memory as a whole.
const PORTION: u32 = 500;

impl Chat {
    /// A room that this guest has been in and may still enter: they may take home what was said there.
    ///
    /// # Errors
    /// [`Refusal::RoomNotFound`] also for who may not; [`Refusal::RoomClosed`].
    pub async fn room_of_member(&self, guest: &Guest, id: &RoomId) -> Result<Room> {
        let room = self.room(id).await?;
        // Who has just come in is noted as a member a moment later.
        let is_here = room.owner == guest.id || self.presence.is_here(&guest.id, id);
        let has_been_here = is_here || self.is_member(guest, id).await?;
        let may = has_been_here && self.may_enter(guest, &room).await?;
        if may { Ok(room) } else { Err(Refusal::RoomNotFound.into()) }
    }

    /// A portion of a room's messages, those after the one with the seq `after`, without the deleted ones; and the seq
    /// with which to ask for the next portion, if there is one.
    ///
    /// # Errors
    /// [`Refusal::RoomNotFound`] of a room that ended meanwhile.
    pub async fn portion(&self, id: &RoomId, after: u64) -> Result<(Vec<Message>, Option<u64>)> {
        // There are no holes between the seqs.
        let end = after + u64::from(PORTION);
        let mut messages = self.store.before(id, end + 1, PORTION).await?;
        let next = messages.last().is_some_and(|last| last.seq == end).then_some(end);
        // A last portion that is not full reaches back into the one before.
        messages.retain(|message| message.seq > after && message.deleted_at.is_none());
        Ok((messages, next))
    }

    /// The rooms in which there is something of a guest's, also those that ended and are still kept.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn traces(&self, guest: &Guest) -> Result<Vec<Trace>> {
        Ok(self.store.persons().traces(&guest.id).await?)
    }

    /// A portion of what a guest wrote in a room, as [`portion`](Self::portion) gives it of everybody.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn own_portion(&self, room: &RoomId, guest: &GuestId, after: u64) -> Result<(Vec<Message>, Option<u64>)> {
        let messages = self.store.persons().written(room, guest, after, PORTION).await?;
        let is_full = messages.len() == PORTION as usize;
        let next = messages.last().filter(|_| is_full).map(|last| last.seq);
        Ok((messages, next))
    }
}
