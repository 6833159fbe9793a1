//! The conversation with the server, without the websocket: what to write, what was answered, when a connection
//! counts as dead and when to try again. Pure: [`Effect`]s come out, the socket performs them.
//!
//! The server remembers nothing of a connection, so neither does this: when one breaks, everything that was asked
//! is answered with [`Refusal::Unavailable`], and the state asks again after the next `welcome`.

use serde_json::value::RawValue;

use super::state::{Connection, Input};
use crate::{
    domain::{Millis, Refusal},
    protocol::{Ack, Event, NAMESPACE, Request, codec},
};

/// From opening a websocket to the `welcome`.
const GREETED_IN: Millis = 10_000;
/// A request that takes longer means that the connection is dead, whatever the websocket says.
const ANSWERED_IN: Millis = 20_000;
/// Bounds of the wait between two attempts (UI.md: full jitter from 0.5 to 30 s).
const RETRY_MIN: Millis = 500;
const RETRY_MAX: Millis = 30_000;
/// A server that asks for a longer pause is not believed.
const PAUSE_MAX: Millis = 300_000;

/// The conversation. `A` is what is done with an answer.
#[derive(Debug)]
pub struct Wire<A> {
    phase: Phase,
    /// Attempts that led to no `welcome` since the last one that did.
    failures: u32,
    /// The server asked not to be called before.
    paused_until: Millis,
    /// How long the server may be silent.
    patience: Millis,
    last_id: u64,
    asked: Vec<Asked<A>>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Phase {
    /// No websocket until then.
    Waiting(Millis),
    /// A websocket is being opened; given up then.
    Greeting(Millis),
    /// Welcomed; dead when nothing was heard until then.
    Live(Millis),
    /// Refused for good.
    Over,
}

#[derive(Debug)]
struct Asked<A> {
    id: u64,
    until: Millis,
    answer: A,
}

/// What has to be done, in order.
#[derive(Debug, PartialEq)]
pub enum Effect<A> {
    /// Open a websocket.
    Open,
    /// Drop the websocket.
    Close,
    Write(String),
    /// Give the state something to take in.
    Tell(Input),
    Answer(A, Result<String, Refusal>),
    /// The server does not know this guest any more: only the whole page can ask for a nickname.
    Reload,
}

impl<A> Wire<A> {
    /// A conversation that begins at the first [`Wire::wake`].
    pub fn new(now: Millis) -> Self {
        Self { phase: Phase::Waiting(now), failures: 0, paused_until: now, patience: 0, last_id: 0, asked: Vec::new() }
    }

    /// When [`Wire::wake`] has something to do, if nothing else happens before.
    pub fn deadline(&self) -> Option<Millis> {
        match self.phase {
            Phase::Waiting(until) | Phase::Greeting(until) => Some(until),
            Phase::Live(until) => Some(self.asked.iter().map(|asked| asked.until).fold(until, Millis::min)),
            Phase::Over => None,
        }
    }

    /// Does what is due: opens a websocket, or gives up the one that has been silent for too long. `dice` is a random
    /// number from 0 to 1, here and below.
    pub fn wake(&mut self, now: Millis, dice: f64) -> Vec<Effect<A>> {
        match (self.phase, self.deadline()) {
            (Phase::Over, _) | (_, None) => Vec::new(),
            (_, Some(deadline)) if now < deadline => Vec::new(),
            (Phase::Waiting(_), _) => self.open(now),
            (Phase::Greeting(_) | Phase::Live(_), _) => self.broke(now, dice),
        }
    }

    /// The network came back or the user looks at the page again: tries at once instead of waiting.
    pub fn nudge(&mut self, now: Millis, dice: f64) -> Vec<Effect<A>> {
        // A device that slept finds its deadlines in the past.
        let mut effects = self.wake(now, dice);
        if matches!(self.phase, Phase::Waiting(_)) && now >= self.paused_until {
            effects.extend(self.open(now));
        }
        effects
    }

    fn open(&mut self, now: Millis) -> Vec<Effect<A>> {
        self.phase = Phase::Greeting(now + GREETED_IN);
        vec![Effect::Open]
    }

    /// The websocket closed, failed or could not be opened.
    pub fn broke(&mut self, now: Millis, dice: f64) -> Vec<Effect<A>> {
        if matches!(self.phase, Phase::Waiting(_) | Phase::Over) {
            return Vec::new();
        }
        let pause = pause(self.failures, dice);
        self.failures += 1;
        self.phase = Phase::Waiting(now.max(self.paused_until) + pause);
        // The state hears of it before the answers, so that it does not take them for the server's.
        let mut effects = vec![Effect::Close, Effect::Tell(Input::Connection(Connection::Offline))];
        effects.extend(self.asked.drain(..).map(|asked| Effect::Answer(asked.answer, Err(Refusal::Unavailable))));
        effects
    }

    /// Asks the server, or answers at once when it cannot be asked.
    pub fn ask(&mut self, request: &Request, answer: A, now: Millis) -> Vec<Effect<A>> {
        if !matches!(self.phase, Phase::Live(_)) {
            return vec![Effect::Answer(answer, Err(Refusal::Unavailable))];
        }
        let id = (!matches!(request, Request::Typing(_))).then(|| self.last_id + 1);
        let write = Effect::Write(codec::event(NAMESPACE, request.name(), &request.payload(), id));
        let Some(id) = id else { return vec![write, Effect::Answer(answer, Ok("null".to_owned()))] };
        self.last_id = id;
        self.asked.push(Asked { id, until: now + ANSWERED_IN, answer });
        vec![write]
    }

    /// A text frame came.
    pub fn heard(&mut self, text: &str, now: Millis, dice: f64) -> Vec<Effect<A>> {
        use codec::Frame;
        if let Phase::Live(until) = &mut self.phase {
            *until = now + self.patience;
        }
        match codec::Frame::decode(text) {
            Ok(Frame::Open(handshake)) => {
                self.patience = Millis::from(handshake.ping_interval) + Millis::from(handshake.ping_timeout);
                vec![Effect::Write(codec::connect(NAMESPACE, None))]
            }
            Ok(Frame::Ping) => vec![Effect::Write(codec::PONG.to_owned())],
            Ok(Frame::Event { namespace: NAMESPACE, name, payload, .. }) => self.told(&name, payload, now),
            Ok(Frame::Ack { namespace: NAMESPACE, id, data }) => self.answered(id, data),
            Ok(Frame::ConnectError { message, .. }) => self.refused(&message, now, dice),
            Err(_) | Ok(Frame::Close | Frame::Disconnect { namespace: NAMESPACE }) => self.broke(now, dice),
            Ok(_) => Vec::new(),
        }
    }

    fn told(&mut self, name: &str, payload: &str, now: Millis) -> Vec<Effect<A>> {
        // One that this build cannot read comes from a newer server; what it carried, the next gap brings again.
        let Ok(Some(event)) = Event::parse(name, payload) else { return Vec::new() };
        match &event {
            Event::Welcome(_) => {
                self.phase = Phase::Live(now + self.patience);
                self.failures = 0;
            }
            Event::Bye(bye) => self.paused_until = now + Millis::from(bye.retry_in_ms).min(PAUSE_MAX),
            // Its end is counted from now, so the state must know what time it is.
            Event::Typing(_) => return vec![Effect::Tell(Input::Tick(now)), Effect::Tell(Input::Event(event))],
            _ => {}
        }
        vec![Effect::Tell(Input::Event(event))]
    }

    fn answered(&mut self, id: u64, data: &str) -> Vec<Effect<A>> {
        let Some(place) = self.asked.iter().position(|asked| asked.id == id) else { return Vec::new() };
        let answer = self.asked.remove(place).answer;
        let result = match serde_json::from_str::<Ack<Box<RawValue>>>(data) {
            Ok(ack) => ack.into_result().map(|data| data.get().to_owned()),
            Err(_) => Err(Refusal::Unavailable),
        };
        vec![Effect::Answer(answer, result)]
    }

    fn refused(&mut self, code: &str, now: Millis, dice: f64) -> Vec<Effect<A>> {
        let mut effects = self.broke(now, dice);
        if matches!(Refusal::from_code(code), Some(Refusal::NicknameRequired | Refusal::InvalidToken)) {
            self.phase = Phase::Over;
            effects.push(Effect::Reload);
        }
        effects
    }
}

/// How long to wait before the next attempt: anywhere from the shortest wait to one that doubles with each failure,
/// so that a thousand pages do not come back in step.
fn pause(failures: u32, dice: f64) -> Millis {
    let longest = (2 * RETRY_MIN).saturating_mul(1 << failures.min(16)).min(RETRY_MAX);
    RETRY_MIN + ((longest - RETRY_MIN) as f64 * dice) as Millis
}

#[cfg(test)]
mod tests;
