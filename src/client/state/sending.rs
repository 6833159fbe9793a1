//! What of the outbox goes out, and when.

use super::{ChatState, Need, Pending, RoomStatus};
use crate::domain::{Refusal, RoomId};

impl ChatState {
    /// Sends everything that waits for this tab to send it, in its order.
    pub(super) fn send_all(&self) -> Vec<Need> {
        self.send(&self.outbox.sending())
    }

    /// Sends what waits for this room.
    pub(super) fn send_in(&self, room: &RoomId) -> Vec<Need> {
        let mut waiting = self.outbox.sending();
        waiting.retain(|pending| pending.room_id == *room);
        self.send(&waiting)
    }

    /// Sends messages, unless they have to wait for the connection or for the end of a pause.
    pub(super) fn send(&self, messages: &[Pending]) -> Vec<Need> {
        if self.is_online() && !self.is_paused() { self.deliver(messages) } else { Vec::new() }
    }

    /// Sends messages whose room is joined. A room that is being joined gets them after that; one that is not open is
    /// entered for as long as it takes, because only who is in a room may write there.
    pub(super) fn deliver(&self, messages: &[Pending]) -> Vec<Need> {
        let mut needs = Vec::new();
        for room in rooms_of(messages) {
            let sends = messages.iter().filter(|pending| pending.room_id == *room).cloned().map(Need::Send);
            match self.status_of(room) {
                Some(RoomStatus::Live) => needs.extend(sends),
                Some(RoomStatus::Opening | RoomStatus::Rendered) => {}
                Some(RoomStatus::Shut(_)) | None => {
                    needs.push(Need::Join { room: room.clone(), rev: None });
                    needs.extend(sends);
                    needs.push(Need::Leave { room: room.clone() });
                }
            }
        }
        needs
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

    /// Whether a message was refused only because its room could not be entered just now. When that is so for good,
    /// the answer to `joinRoom` has said it before.
    pub(super) fn was_not_let_in(&self, client_id: &str, refusal: Refusal) -> bool {
        let waiting = self.outbox.sending();
        let not_live = |pending: &Pending| self.status_of(&pending.room_id) != Some(RoomStatus::Live);
        refusal == Refusal::NotInRoom
            && waiting.iter().any(|pending| &*pending.client_id == client_id && not_live(pending))
    }
}

/// The rooms that these messages are for, each once.
fn rooms_of(messages: &[Pending]) -> Vec<&RoomId> {
    let mut rooms = Vec::new();
    for pending in messages {
        if !rooms.contains(&&pending.room_id) {
            rooms.push(&pending.room_id);
        }
    }
    rooms
}
