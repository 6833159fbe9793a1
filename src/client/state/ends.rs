//! Rooms that end: how long that takes, and what is known afterwards.

use super::{ChatState, Need};
use crate::{
    domain::{
        Ending, Millis, Refusal,
        countdown::{self, Soon},
    },
    protocol::event::RoomClosed,
};

impl ChatState {
    pub(super) fn room_closed(&mut self, closed: &RoomClosed) -> Vec<Need> {
        if closed.reason == Refusal::Kicked.code() {
            self.forget_reading(&closed.room_id);
            return self.shut_out(&closed.room_id, Refusal::Kicked);
        }
        self.rooms.retain(|room| room.id != closed.room_id);
        let needs = self.shut_out(&closed.room_id, Refusal::RoomClosed);
        if let Some(view) = self.room.as_mut().filter(|view| view.id == closed.room_id) {
            view.ending = Ending::from_code(&closed.reason);
        }
        needs
    }

    /// Whether the open room ends soon.
    pub fn ends_soon(&self) -> Option<Soon> {
        let room = self.room.as_ref().filter(|view| !view.is_shut())?.room.as_ref()?;
        countdown::soon(self.now, room.expires_at?)
    }

    /// When what is said about a room's end will read differently.
    pub fn next_countdown(&self) -> Option<Millis> {
        let open = self.room.iter().filter_map(|view| view.room.as_ref());
        let ends = self.rooms.iter().chain(open).filter_map(|room| room.expires_at);
        ends.filter_map(|end| countdown::next_change(self.now, end)).min()
    }
}
