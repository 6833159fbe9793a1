//! What was said around one message.

use super::{Chat, Result};
use crate::domain::{Guest, Message, Refusal, Room, RoomId, limits};

/// Messages that are shown before and after the one that is asked for.
const CONTEXT: u64 = 25;

/// Which part of a room's conversation is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Spot {
    /// The message with this seq, with what stands around it.
    Around(u64),
    /// What stands before this seq.
    Before(u64),
    /// What stands after this seq.
    After(u64),
}

/// A part of a room's conversation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Passage {
    pub room: Room,
    /// In the order of seq.
    pub messages: Vec<Message>,
    /// They are all in the latest page, which the room shows by itself.
    pub is_latest: bool,
}

impl Chat {
    /// A part of the conversation of a room that a guest may enter.
    ///
    /// # Errors
    /// [`Refusal::MessageNotFound`]; [`Refusal::RoomNotFound`] also for who must give a password; [`Refusal::RoomClosed`],
    /// [`Refusal::Kicked`].
    pub async fn passage(&self, guest: &Guest, id: &RoomId, spot: Spot) -> Result<Passage> {
        let room = self.room_for(guest, id).await?;
        match self.door(guest, &room).await? {
            None => {}
            // What is behind a lock is not told apart from what is not there.
            Some(Refusal::PasswordRequired) => return Err(Refusal::RoomNotFound.into()),
            Some(refusal) => return Err(refusal.into()),
        }
        let latest = self.store.latest(id, limits::PAGE).await?.messages;
        let (Some(first), Some(last)) = (latest.first(), latest.last()) else {
            return Err(Refusal::MessageNotFound.into());
        };
        // There are no holes between the seqs.
        let (asked, end) = match spot {
            Spot::Around(seq) => (seq, seq.saturating_add(CONTEXT + 1)),
            Spot::Before(seq) => (seq.saturating_sub(1), seq),
            Spot::After(seq) => (seq.saturating_add(1), seq.saturating_add(2 * CONTEXT + 2)),
        };
        if !(1..=last.seq).contains(&asked) {
            return Err(Refusal::MessageNotFound.into());
        }
        if asked >= first.seq {
            return Ok(Passage { room, messages: latest, is_latest: true });
        }
        let count = u32::try_from(end.min(2 * CONTEXT + 2) - 1).unwrap_or(limits::PAGE);
        let messages = self.store.before(id, end, count).await?;
        Ok(Passage { room, messages, is_latest: false })
    }
}
