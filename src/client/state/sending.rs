//! What of the outbox goes out, and when.
//!
//! One message is under way at a time, and the next one goes out when it is answered. Were they sent in one go, the
//! house could refuse one of them (its disk is full for a moment, the guest was too fast) and take those behind it, and
//! what belongs together would be stored in another order than it was written in.

use std::sync::Arc;

use super::{ChatState, Delivery, Need, Pending, RoomStatus};
use crate::{
    domain::{Refusal, RoomId},
    protocol::Message,
};

impl ChatState {
    /// Whether a message for the open room is on its way, which another one must not overtake.
    pub fn is_sending_here(&self) -> bool {
        let sending = |pending: &Pending| pending.delivery == Delivery::Sending;
        self.room.as_ref().is_some_and(|view| self.outbox.in_room(&view.id).any(sending))
    }

    /// Whether a text is the last that the guest said in the open room.
    pub fn has_just_said(&self, text: &str) -> bool {
        let messages = self.room.as_ref().map_or(&[][..], |view| &view.feed.messages);
        let is_own = |message: &&Arc<Message>| self.me.as_ref().is_some_and(|me| me.id == message.author.id);
        messages.iter().rev().find(is_own).is_some_and(|message| message.content.trim() == text.trim())
    }

    /// Sends the oldest message that waits for this tab to send it, unless one is under way, or the connection or the
    /// end of a pause has to come first.
    pub(super) fn send_next(&mut self) -> Vec<Need> {
        if self.is_online() && !self.is_paused() { self.deliver_oldest() } else { Vec::new() }
    }

    /// The same during a pause, to find out whether it is over.
    pub(super) fn deliver_oldest(&mut self) -> Vec<Need> {
        if self.under_way.is_some() {
            return Vec::new();
        }
        let Some(oldest) = self.outbox.sending().into_iter().find(|pending| self.can_go(pending)) else {
            return Vec::new();
        };
        self.under_way = Some(oldest.client_id.clone());
        self.deliver(oldest)
    }

    /// A room that is being joined gets its messages after that.
    fn can_go(&self, pending: &Pending) -> bool {
        !matches!(self.status_of(&pending.room_id), Some(RoomStatus::Opening | RoomStatus::Rendered))
    }

    /// A room that is not open is entered for as long as it takes, because only who is in a room may write there.
    fn deliver(&self, pending: Pending) -> Vec<Need> {
        let room = pending.room_id.clone();
        match self.status_of(&room) {
            Some(RoomStatus::Shut(_)) | None => {
                vec![Need::Join { room: room.clone(), rev: None }, Need::Send(pending), Need::Leave { room }]
            }
            Some(_) => vec![Need::Send(pending)],
        }
    }

    /// A message was answered.
    pub(super) fn sent(&mut self, client_id: &str, answer: Result<Message, Refusal>) -> Vec<Need> {
        if self.under_way.as_deref() == Some(client_id) {
            self.under_way = None;
        }
        match answer {
            Ok(message) => {
                self.outbox.confirm(client_id);
                if let Some(view) = self.open_room(&message.room_id.clone()) {
                    view.own(message);
                }
                self.decided()
            }
            // Not failed, only unanswered: it is sent again when the connection is back.
            Err(Refusal::Unavailable) if !self.is_online() => Vec::new(),
            Err(refusal) if refusal.is_for_now() || self.was_not_let_in(client_id, refusal) => {
                self.refused_for_now();
                Vec::new()
            }
            Err(refusal) => {
                self.outbox.fail(client_id, refusal);
                self.decided()
            }
        }
    }

    /// Sends what the tab that wrote it has not sent in time.
    pub(super) fn take_over(&mut self) -> Vec<Need> {
        if self.outbox.take_over(self.now, self.is_online()) { self.send_next() } else { Vec::new() }
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
    fn was_not_let_in(&self, client_id: &str, refusal: Refusal) -> bool {
        let waiting = self.outbox.sending();
        let not_live = |pending: &Pending| self.status_of(&pending.room_id) != Some(RoomStatus::Live);
        refusal == Refusal::NotInRoom
            && waiting.iter().any(|pending| &*pending.client_id == client_id && not_live(pending))
    }
}
