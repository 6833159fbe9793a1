//! What of the outbox goes out, and when.

use super::{ChatState, Need, Pending, RoomStatus, outbox::rooms_of};
use crate::domain::RoomId;

impl ChatState {
    /// Sends messages whose rooms take them now; the others wait until their room is joined, or the pause is over.
    pub(super) fn send(&self, messages: &[Pending]) -> Vec<Need> {
        let mut needs = Vec::new();
        for room in rooms_of(messages.iter()).into_iter().filter(|_| self.is_online() && !self.is_paused()) {
            match self.status_of(&room) {
                Some(RoomStatus::Live) => {
                    let here = messages.iter().filter(|pending| pending.room_id == room);
                    needs.extend(here.cloned().map(Need::Send));
                }
                Some(RoomStatus::Opening | RoomStatus::Rendered) => {}
                Some(RoomStatus::Missing) | None => needs.extend(self.drop_by(room)),
            }
        }
        needs
    }

    /// What waits for rooms that nobody is about to join.
    pub(super) fn send_elsewhere(&self) -> Vec<Need> {
        let rooms = self.outbox.rooms_to_send().into_iter();
        let elsewhere = rooms.filter(|room| matches!(self.status_of(room), Some(RoomStatus::Missing) | None));
        elsewhere.flat_map(|room| self.drop_by(room)).collect()
    }

    /// Sends what the tab that wrote it has not sent in time.
    pub(super) fn take_over(&mut self) -> Vec<Need> {
        let taken = self.outbox.take_over(self.now, self.is_online());
        self.send(&taken)
    }

    fn status_of(&self, room: &RoomId) -> Option<RoomStatus> {
        self.room.as_ref().filter(|view| view.id == *room).map(|view| view.status)
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
