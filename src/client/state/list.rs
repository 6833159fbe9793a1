//! The list of rooms.

use std::cmp::Reverse;

use super::{ChatState, Route};
use crate::protocol::{Room, event::RoomChanges};

impl ChatState {
    /// The path of the list of rooms that this page belongs to.
    pub fn lobby(&self) -> String {
        Route::lobby(&self.space).path()
    }

    pub(super) fn change_rooms(&mut self, changes: RoomChanges) {
        self.rooms.retain(|room| !changes.removed.contains(&room.id));
        for room in changes.added.into_iter().chain(changes.changed) {
            self.put_room(room);
        }
    }

    pub(super) fn put_room(&mut self, room: Room) {
        if let Some(view) = self.open_room(&room.id) {
            view.room = Some(room.clone());
        }
        self.rooms.retain(|known| known.id != room.id);
        // Who is in an unlisted room hears of it, and still does not find it in the list.
        if !room.unlisted {
            self.place_room(room);
        }
    }

    /// Puts a room where it belongs. A search instead of a sort: sorting is kilobytes of program.
    pub(super) fn place_room(&mut self, room: Room) {
        let rank = |room: &Room| (Reverse(room.last_activity_at), room.id.clone());
        let place = self.rooms.partition_point(|known| rank(known) < rank(&room));
        self.rooms.insert(place, room);
    }
}
