//! What of the outbox goes out, and when.

use super::{ChatState, Need, Pending, RoomStatus, RoomView, outbox::rooms_of};
use crate::domain::RoomId;

impl ChatState {
    /// Sends a message if its room takes it now; otherwise it waits until the room is joined.
    pub(super) fn send(&self, pending: Pending) -> Vec<Need> {
        let joined = |view: &RoomView| view.id == pending.room_id && view.status == RoomStatus::Live;
        let now = self.is_online() && self.room.as_ref().is_some_and(joined);
        now.then_some(Need::Send(pending)).into_iter().collect()
    }

    /// Sends what the tab that wrote it has not sent in time.
    pub(super) fn take_over(&mut self) -> Vec<Need> {
        let taken = self.outbox.take_over(self.now, self.is_online());
        let mut needs = Vec::new();
        for room in rooms_of(taken.iter()) {
            if self.room.as_ref().is_some_and(|view| view.id == room) {
                let here = taken.iter().filter(|pending| pending.room_id == room);
                needs.extend(here.flat_map(|pending| self.send(pending.clone())));
            } else {
                needs.extend(self.drop_by(room));
            }
        }
        needs
    }

    /// The page may have been rendered after what it restored was stored, and may hear of a message before it hears
    /// that another tab wrote it.
    pub(super) fn confirm_shown(&mut self) {
        if self.outbox.is_empty() {
            return;
        }
        let shown = self.room.iter().flat_map(|view| &view.feed.messages);
        self.outbox.confirm_all(self.me.as_ref(), shown.map(|message| &**message));
    }

    /// Sends what waits for a room that is not the open one. Only who is in a room may write there, so it is entered
    /// for as long as that takes.
    pub(super) fn drop_by(&self, room: RoomId) -> Vec<Need> {
        let mut needs = vec![Need::Join { room: room.clone(), rev: None }];
        needs.extend(self.outbox.sending_in(&room).cloned().map(Need::Send));
        needs.push(Need::Leave { room });
        needs
    }
}
