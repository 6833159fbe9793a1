//! What waits because the house cannot take messages just now: its disk is full, or this guest was too fast. Nothing
//! has failed then, so nothing is asked of the user. After a while one message is sent to see whether it is taken; when
//! it is, all others follow in their order.

use std::sync::Arc;

use super::{ChatState, Need, RoomStatus};
use crate::domain::{Millis, RoomId};

/// Bounds of the wait, which doubles with each refusal. The first one is as long as the longest that the house asks for
/// with `too_many_requests`: it lets every guest write at least once a second.
const SHORTEST: Millis = 1_000;
const LONGEST: Millis = 30_000;

/// Nothing is sent, except for one message that is to find out whether the house takes them again.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Pause {
    /// How often that was in vain.
    refusals: u32,
    /// When it is tried; known at the first tick, which tells the time.
    until: Option<Millis>,
    /// The clientId of the message that was sent to find out, until it is answered.
    scout: Option<Arc<str>>,
}

impl Pause {
    fn sent(&self, client_id: &str) -> bool {
        self.scout.as_deref() == Some(client_id)
    }
}

impl ChatState {
    /// Whether messages wait because the house cannot take them just now.
    pub fn is_paused(&self) -> bool {
        self.pause.is_some()
    }

    /// A message was refused that may be taken later. It stays on its way.
    pub(super) fn refused_for_now(&mut self, client_id: &str) {
        let refusals = match &self.pause {
            None => 0,
            Some(pause) if pause.sent(client_id) => pause.refusals + 1,
            // It was sent before the pause began.
            Some(_) => return,
        };
        self.pause = Some(Pause { refusals, ..Pause::default() });
    }

    /// A message was taken, or refused for good. When it was sent to find out, the house is well again.
    pub(super) fn decided(&mut self, client_id: &str) -> Vec<Need> {
        if !self.pause.as_ref().is_some_and(|pause| pause.sent(client_id)) {
            return Vec::new();
        }
        self.pause = None;
        let mut needs = Vec::new();
        for room in self.outbox.rooms_to_send() {
            if self.room.as_ref().is_none_or(|view| view.id != room) {
                needs.extend(self.drop_by(room));
            } else if self.is_live_in(&room) {
                needs.extend(self.outbox.sending_in(&room).cloned().map(Need::Send));
            }
        }
        needs
    }

    /// Sends one message when the pause has lasted long enough.
    pub(super) fn try_again(&mut self) -> Vec<Need> {
        let online = self.is_online();
        let Some(pause) = self.pause.as_mut().filter(|pause| online && pause.scout.is_none()) else {
            return Vec::new();
        };
        let Some(until) = pause.until else {
            pause.until = Some(self.now + (SHORTEST << pause.refusals.min(5)).min(LONGEST));
            return Vec::new();
        };
        if self.now < until {
            return Vec::new();
        }
        let Some(room) = self.outbox.rooms_to_send().into_iter().next() else {
            self.pause = None;
            return Vec::new();
        };
        let is_open = self.room.as_ref().is_some_and(|view| view.id == room);
        let Some(scout) = self.outbox.sending_in(&room).next().filter(|_| !is_open || self.is_live_in(&room)) else {
            return Vec::new();
        };
        let (client_id, send) = (scout.client_id.clone(), Need::Send(scout.clone()));
        if let Some(pause) = &mut self.pause {
            pause.scout = Some(client_id);
        }
        if is_open {
            vec![send]
        } else {
            vec![Need::Join { room: room.clone(), rev: None }, send, Need::Leave { room }]
        }
    }

    fn is_live_in(&self, room: &RoomId) -> bool {
        self.room.as_ref().is_some_and(|view| view.id == *room && view.status == RoomStatus::Live)
    }
}
