//! Connections: who is asking.

use std::{
    fmt,
    sync::atomic::{AtomicU64, Ordering},
};

use super::{Chat, Result, Token};
use crate::domain::{Guest, GuestId, Refusal, RoomId};

/// A guest's live connection, whatever its transport. Never used twice in one run of the server.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct ConnectionId(u64);

impl ConnectionId {
    pub(super) fn next() -> Self {
        static NEXT: AtomicU64 = AtomicU64::new(1);
        Self(NEXT.fetch_add(1, Ordering::Relaxed))
    }

    #[cfg(test)]
    pub(super) fn for_test(number: u64) -> Self {
        Self(number)
    }
}

impl fmt::Debug for ConnectionId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "connection {}", self.0)
    }
}

impl Chat {
    /// A guest has come online with one more connection, by a session of theirs. It must be given back to
    /// [`disconnect`](Self::disconnect).
    pub fn connect(&self, guest: &Guest, session: &Token) -> ConnectionId {
        let id = ConnectionId::next();
        self.presence.connect(id, guest, Some(session.hash()));
        id
    }

    /// The guest behind a connection, with the nickname they have now.
    ///
    /// # Errors
    /// [`Refusal::NicknameRequired`] when the connection is gone.
    pub fn guest_behind(&self, connection: ConnectionId) -> Result<Guest> {
        Ok(self.presence.guest(connection).ok_or(Refusal::NicknameRequired)?)
    }

    /// The same, who does something there: a page does it for them, and not by itself as when it connects anew.
    ///
    /// # Errors
    /// [`Refusal::NicknameRequired`] when the connection is gone.
    pub fn guest(&self, connection: ConnectionId) -> Result<Guest> {
        self.guest_behind(connection).map(|guest| self.awake(guest))
    }

    /// The guest who does something in a room.
    ///
    /// # Errors
    /// [`Refusal::NicknameRequired`] when the connection is gone, [`Refusal::NotInRoom`].
    pub(super) fn guest_in(&self, connection: ConnectionId, room: &RoomId) -> Result<Guest> {
        Ok(self.awake(self.presence.guest_in(connection, room)?))
    }

    /// Shows who has done nothing for long as idle. To be called again and again.
    pub fn look_who_is_idle(&self) {
        if self.presence.doze() {
            self.announcer.presence_changed();
        }
    }

    /// Notes that a guest did something without a connection, such as to ask for a page.
    pub fn note_act(&self, guest: &GuestId) {
        if self.presence.wake(guest) {
            self.announcer.presence_changed();
        }
    }

    fn awake(&self, guest: Guest) -> Guest {
        self.note_act(&guest.id);
        guest
    }
}
