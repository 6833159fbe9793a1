//! The way from long-polling back to a websocket: a second connection is opened beside the first, at growing
//! intervals, and used from the moment when it is welcomed. `docs/decisions/0008-switch-instead-of-upgrade.md` says
//! why it is not the upgrade of the protocol.

use super::{Effect, GREETED_IN, Lane, Transport};
use crate::{
    domain::Millis,
    protocol::{
        NAMESPACE,
        codec::{self, Frame},
    },
};

/// The wait before the first attempt, short because the server may just have been away when the page tried; doubled
/// by every failure up to the longest.
const FIRST: Millis = 2_000;
const LONGEST: Millis = 300_000;

#[derive(Debug, Default)]
pub(super) struct Probe {
    phase: Phase,
    failures: u32,
}

#[derive(Clone, Copy, Debug, Default)]
enum Phase {
    /// Not on long-polling.
    #[default]
    Idle,
    Waiting(Millis),
    /// A websocket is being tried; given up then.
    Trying(Millis),
}

impl Probe {
    pub(super) fn deadline(&self) -> Option<Millis> {
        match self.phase {
            Phase::Idle => None,
            Phase::Waiting(until) | Phase::Trying(until) => Some(until),
        }
    }

    /// The conversation is on long-polling now.
    pub(super) fn begin(&mut self, now: Millis) {
        *self = Self { phase: Phase::Waiting(now + FIRST), failures: 0 };
    }

    /// The main link is gone, or the probe has taken its place.
    pub(super) fn end<A>(&mut self) -> Option<Effect<A>> {
        let was = std::mem::take(self).phase;
        matches!(was, Phase::Trying(_)).then_some(Effect::Close(Lane::Probe))
    }

    pub(super) fn wake<A>(&mut self, now: Millis, dice: f64) -> Vec<Effect<A>> {
        match self.phase {
            Phase::Waiting(until) if until <= now => self.nudge(now),
            Phase::Trying(until) if until <= now => self.broke(now, dice),
            _ => Vec::new(),
        }
    }

    /// Tries at once: the network may be another one.
    pub(super) fn nudge<A>(&mut self, now: Millis) -> Vec<Effect<A>> {
        let Phase::Waiting(_) = self.phase else { return Vec::new() };
        self.phase = Phase::Trying(now + GREETED_IN);
        vec![Effect::Open(Lane::Probe, Transport::WebSocket)]
    }

    pub(super) fn broke<A>(&mut self, now: Millis, dice: f64) -> Vec<Effect<A>> {
        let Phase::Trying(_) = self.phase else { return Vec::new() };
        self.failures += 1;
        let longest = (FIRST << self.failures.min(16)).min(LONGEST);
        // Not in step with the other pages that came at the same time, and never sooner than half of it.
        self.phase = Phase::Waiting(now + longest / 2 + ((longest / 2) as f64 * dice) as Millis);
        vec![Effect::Close(Lane::Probe)]
    }

    /// Whether this frame is the `welcome`, after which the conversation moves here.
    pub(super) fn is_welcomed_by(&self, text: &str) -> bool {
        matches!(self.phase, Phase::Trying(_))
            && matches!(Frame::decode(text), Ok(Frame::Event { namespace: NAMESPACE, name, .. }) if name == "welcome")
    }

    pub(super) fn heard<A>(&mut self, text: &str, now: Millis, dice: f64) -> Vec<Effect<A>> {
        let Phase::Trying(_) = self.phase else { return Vec::new() };
        match Frame::decode(text) {
            Ok(Frame::Open(_)) => vec![Effect::Write(Lane::Probe, codec::connect(NAMESPACE, None))],
            Ok(Frame::Ping) => vec![Effect::Write(Lane::Probe, codec::PONG.to_owned())],
            Ok(Frame::Connect { .. }) => Vec::new(),
            // Also when the guest is not known any more: the main link hears that when it comes to it.
            _ => self.broke(now, dice),
        }
    }
}
