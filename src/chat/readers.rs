//! People who come by forms alone: no connection says how long they are there. They are for some minutes after their
//! last request, or until they leave.
//!
//! Each has a connection in the [presence](super::presence) that stands for their page, so everything else takes them for
//! what they are: people in the room.

use std::{
    collections::HashMap,
    sync::{Mutex, MutexGuard},
};

use super::{Chat, ConnectionId, Result};
use crate::domain::{Guest, GuestId, Millis, Room, RoomId};

/// How long somebody is there after their last request.
const PATIENCE: Millis = 10 * 60 * 1_000;

/// Where who is, by forms alone. A restart forgets them.
#[derive(Default)]
pub(super) struct Readers(Mutex<HashMap<(RoomId, GuestId), Reader>>);

struct Reader {
    connection: ConnectionId,
    seen_at: Millis,
}

impl Readers {
    fn here(&self) -> MutexGuard<'_, HashMap<(RoomId, GuestId), Reader>> {
        self.0.lock().expect("no panic while held")
    }

    /// Notes a request. `false` when they are not there.
    fn see(&self, guest: &GuestId, room: &RoomId, now: Millis) -> bool {
        let mut here = self.here();
        let reader = here.get_mut(&(room.clone(), guest.clone()));
        reader.is_some_and(|reader| {
            reader.seen_at = now;
            true
        })
    }

    fn take(&self, guest: &GuestId, room: &RoomId) -> Option<ConnectionId> {
        self.here().remove(&(room.clone(), guest.clone())).map(|reader| reader.connection)
    }

    /// Those who have asked for nothing for too long.
    fn take_absent(&self, now: Millis) -> Vec<(RoomId, ConnectionId)> {
        let absent = self.here().extract_if(|_, reader| now - reader.seen_at >= PATIENCE).collect::<Vec<_>>();
        absent.into_iter().map(|((room, _), reader)| (room, reader.connection)).collect()
    }
}

impl Chat {
    /// Brings somebody into a room who has no live connection. Being there is no error.
    ///
    /// # Errors
    /// [`RoomFull`](crate::domain::Refusal::RoomFull), [`Kicked`](crate::domain::Refusal::Kicked), and when the store
    /// fails.
    pub(super) async fn read_on(&self, guest: &Guest, room: &Room) -> Result<()> {
        self.note_act(&guest.id);
        // They may have been put out: the room was emptied, or they were.
        let is_there = self.presence.is_here(&guest.id, &room.id);
        if self.saw(guest, &room.id) && is_there {
            return Ok(());
        }
        let connection = ConnectionId::next();
        self.presence.connect(connection, guest, None);
        let came = match self.presence.join(connection, &room.id, room.capacity) {
            Ok(is_new) => match self.stay(connection, guest, room).await {
                Ok(()) if is_new => self.came_in(connection, room, true, true).await,
                stays => stays,
            },
            Err(refusal) => Err(refusal.into()),
        };
        if came.is_err() {
            self.turn_away(&room.id, connection);
            return came;
        }
        let reader = Reader { connection, seen_at: self.now() };
        let before = self.readers.here().insert((room.id.clone(), guest.id.clone()), reader);
        before.into_iter().for_each(|before| self.turn_away(&room.id, before.connection));
        Ok(())
    }

    /// Notes that somebody who is in a room by forms asked for its page. `false` when they are not.
    pub fn saw(&self, guest: &Guest, room: &RoomId) -> bool {
        self.readers.see(&guest.id, room, self.now())
    }

    /// Takes somebody out of a room who came by a form. Not being there is no error.
    pub fn stop_reading(&self, guest: &GuestId, room: &RoomId) {
        if let Some(connection) = self.readers.take(guest, room) {
            self.turn_away(room, connection);
        }
    }

    /// The same for all rooms.
    pub(super) fn stop_reading_everywhere(&self, guest: &GuestId) {
        let rooms: Vec<_> =
            self.readers.here().keys().filter(|(_, who)| who == guest).map(|(room, _)| room.clone()).collect();
        rooms.iter().for_each(|room| self.stop_reading(guest, room));
    }

    /// Takes those out of their rooms who have asked for nothing for some minutes. To be called every second.
    pub fn forget_readers(&self) {
        for (room, connection) in self.readers.take_absent(self.now()) {
            self.turn_away(&room, connection);
        }
    }

    fn turn_away(&self, room: &RoomId, connection: ConnectionId) {
        self.leave_as(connection, room);
        self.presence.disconnect(connection);
    }
}
