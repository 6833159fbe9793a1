//! What waits because the house cannot take messages just now: its disk is full, or this guest was too fast. Nothing
//! has failed then, so nothing is asked of the user. After a while one message is sent to see whether it is taken; when
//! it is, all others follow in their order.

use super::{ChatState, Need};
use crate::domain::Millis;

/// Bounds of the wait, which doubles with each refusal. The first one is as long as the longest that the house asks for
/// with `too_many_requests`: it lets every guest write at least once a second.
const SHORTEST: Millis = 1_000;
const LONGEST: Millis = 30_000;

/// Nothing is sent, except for one message at its end to find out whether the house takes them again.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Pause {
    /// How often that was in vain.
    refusals: u32,
    /// When it is tried; known at the first tick, which tells the time.
    until: Option<Millis>,
}

impl ChatState {
    /// Whether messages wait because the house cannot take them just now.
    pub fn is_paused(&self) -> bool {
        self.pause.is_some()
    }

    /// A message was refused that may be taken later. It stays on its way.
    pub(super) fn refused_for_now(&mut self) {
        let refusals = self.pause.as_ref().map_or(0, |pause| pause.refusals + 1);
        self.pause = Some(Pause { refusals, until: None });
    }

    /// A message was taken, or refused for good: the house is well.
    pub(super) fn decided(&mut self) -> Vec<Need> {
        self.pause = None;
        self.send_next()
    }

    /// The house said when it takes again what it has just refused.
    pub(super) fn retry_at(&mut self, moment: Millis) {
        if let Some(pause) = &mut self.pause {
            pause.until = pause.until.max(Some(moment));
        }
    }

    /// Sends one message when the pause has lasted long enough.
    pub(super) fn try_again(&mut self) -> Vec<Need> {
        let can_send = self.is_online() && self.under_way.is_none();
        let Some(pause) = self.pause.as_mut().filter(|_| can_send) else { return Vec::new() };
        let until = *pause.until.get_or_insert(self.now + (SHORTEST << pause.refusals.min(5)).min(LONGEST));
        if self.now < until {
            return Vec::new();
        }
        if self.outbox.sending().is_empty() {
            self.pause = None;
        }
        self.deliver_oldest()
    }
}
