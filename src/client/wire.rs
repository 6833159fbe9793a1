//! The conversation with the server, without what carries it: what to write, what was answered, when a link counts as
//! dead, when to try again and over which transport. Pure: [`Effect`]s come out, the socket performs them.
//!
//! The server remembers nothing of a connection, so neither does this: when one breaks, everything that was asked
//! is answered with [`Refusal::Unavailable`], and the state asks again after the next `welcome`.

mod probe;

use probe::Probe;
use serde::de::IgnoredAny;

use super::state::{Connection, Input};
use crate::{
    domain::{Millis, Refusal},
    protocol::{
        Ack, Event, NAMESPACE, Request, codec, json,
        request::{Look, Nothing},
    },
};

/// The event of which only the page's other scripts know.
const BELL: &str = "bell";

/// From opening a link to the first word of the server. A proxy that blocks websockets may also just say nothing. After
/// a failure it is twice as long and then four times, because the network may only be slow.
const OPENED_IN: Millis = 4_000;
/// From there to the `welcome`, and for a probe from the beginning.
const GREETED_IN: Millis = 10_000;
/// An attempt that is older began in another network perhaps, when the user comes back or the network does.
const STALE_IN: Millis = 1_000;
/// A request that takes longer means that the link is dead, whatever its transport says.
const ANSWERED_IN: Millis = 20_000;
/// The same for a question that is asked only to know whether the link is alive.
const CHECKED_IN: Millis = 3_000;
/// Bounds of the wait between two attempts (UI.md: full jitter from 0.5 to 30 s).
const RETRY_MIN: Millis = 500;
const RETRY_MAX: Millis = 30_000;
/// A server that asks for a longer pause is not believed.
const PAUSE_MAX: Millis = 300_000;

/// What carries the frames.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Transport {
    WebSocket,
    /// HTTP long-polling, for where websockets are blocked.
    Polling,
}

/// Which of the two links that can be there at a time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lane {
    /// The one that the conversation is on.
    Main,
    /// A websocket that is tried while the conversation is on long-polling.
    Probe,
}

/// The conversation. `A` is what is done with an answer.
#[derive(Debug)]
pub struct Wire<A> {
    phase: Phase,
    /// Of the main link, or of the next one.
    transport: Transport,
    probe: Probe,
    /// Attempts that led to no `welcome` since the last one that did.
    failures: u32,
    /// When the latest link was begun to be opened.
    opened_at: Millis,
    /// The server asked not to be called before.
    paused_until: Millis,
    /// How long the server may be silent.
    patience: Millis,
    /// What goes with every CONNECT, as JSON.
    auth: Option<String>,
    /// Whether the server takes the page to be out of sight.
    is_hidden: bool,
    last_id: u64,
    asked: Vec<Asked<A>>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Phase {
    /// No link until then.
    Waiting(Millis),
    /// A link is being opened and the server has not spoken yet; given up then.
    Opening(Millis),
    /// The server has spoken, but not welcomed; given up then.
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
    /// `None` for the wire's own question whether the link is alive.
    answer: Option<A>,
}

/// What has to be done, in order.
#[derive(Debug, PartialEq)]
#[allow(clippy::large_enum_variant, reason = "one lives at a time, on its way to the codec")]
pub enum Effect<A> {
    Open(Lane, Transport),
    /// Drop the link, if there is one.
    Close(Lane),
    Write(Lane, String),
    /// The conversation goes on over the probe: it takes the main link's place.
    Switch,
    /// This transport works here; try it first when the page is loaded again.
    Prefer(Transport),
    /// Give the state something to take in.
    Tell(Box<Input>),
    Answer(A, Result<String, Refusal>),
    /// Something that the page's other scripts may want to hear: the event's name and its payload, as JSON.
    Pass(&'static str, String),
    /// The server does not know this guest, or this space, any more: only the whole page can ask for a nickname, or say
    /// so.
    Reload,
}

impl<A> Effect<A> {
    fn tell(input: Input) -> Self {
        Self::Tell(Box::new(input))
    }
}

impl<A> Wire<A> {
    /// A conversation that begins at the first [`Wire::wake`], over this transport or else over the other.
    pub fn new(now: Millis, transport: Transport) -> Self {
        Self {
            phase: Phase::Waiting(now),
            transport,
            probe: Probe::default(),
            failures: 0,
            opened_at: now,
            paused_until: now,
            patience: 0,
            auth: None,
            is_hidden: false,
            last_id: 0,
            asked: Vec::new(),
        }
    }

    /// Sends this with every CONNECT, as JSON.
    pub fn introduce(&mut self, auth: String) {
        self.auth = Some(auth);
    }

    /// When [`Wire::wake`] has something to do, if nothing else happens before.
    pub fn deadline(&self) -> Option<Millis> {
        let until = self.main_deadline()?;
        Some(self.probe.deadline().map_or(until, |probe| until.min(probe)))
    }

    fn main_deadline(&self) -> Option<Millis> {
        match self.phase {
            Phase::Waiting(until) | Phase::Opening(until) | Phase::Greeting(until) => Some(until),
            Phase::Live(until) => Some(self.asked.iter().map(|asked| asked.until).fold(until, Millis::min)),
            Phase::Over => None,
        }
    }

    /// Does what is due: opens a link, or gives up the one that has been silent for too long. `dice` is a random
    /// number from 0 to 1, here and below.
    pub fn wake(&mut self, now: Millis, dice: f64) -> Vec<Effect<A>> {
        match (self.phase, self.main_deadline()) {
            (_, None) => Vec::new(),
            (_, Some(deadline)) if now < deadline => self.probe.wake(now, dice),
            (Phase::Waiting(_), _) => self.open(now),
            _ => self.broke(now, dice),
        }
    }

    /// The network came back or the user looks at the page again: tries at once instead of waiting, and does not take
    /// a link for alive because it was before.
    pub fn nudge(&mut self, now: Millis, dice: f64) -> Vec<Effect<A>> {
        // A device that slept finds its deadlines in the past.
        let mut effects = self.wake(now, dice);
        match self.phase {
            Phase::Waiting(_) if now >= self.paused_until => effects.extend(self.open(now)),
            Phase::Opening(_) | Phase::Greeting(_) if now >= self.opened_at + STALE_IN => {
                effects.push(Effect::Close(Lane::Main));
                effects.extend(self.open(now));
            }
            Phase::Live(_) => {
                effects.extend(self.check(now));
                effects.extend(self.probe.nudge(now));
            }
            _ => {}
        }
        effects
    }

    fn open(&mut self, now: Millis) -> Vec<Effect<A>> {
        self.opened_at = now;
        self.phase = Phase::Opening(now + (OPENED_IN << self.failures.min(2)));
        vec![Effect::Open(Lane::Main, self.transport)]
    }

    fn check(&mut self, now: Millis) -> Option<Effect<A>> {
        let is_asked = self.asked.iter().any(|asked| asked.answer.is_none());
        (!is_asked).then(|| self.write(&Request::Ping(Nothing {}), None, now + CHECKED_IN))
    }

    /// The main link closed, failed or could not be opened.
    pub fn broke(&mut self, now: Millis, dice: f64) -> Vec<Effect<A>> {
        let was = self.transport;
        match self.phase {
            Phase::Waiting(_) | Phase::Over => return Vec::new(),
            Phase::Live(_) => {}
            // What did not work here the other may.
            Phase::Opening(_) | Phase::Greeting(_) => {
                self.transport = match was {
                    Transport::WebSocket => Transport::Polling,
                    Transport::Polling => Transport::WebSocket,
                }
            }
        }
        if matches!((self.phase, was), (Phase::Opening(_), Transport::WebSocket)) {
            // Blocked, or the server is away: long-polling will tell, and is worth no wait.
            let mut effects = vec![Effect::Close(Lane::Main)];
            effects.extend(self.open(now));
            return effects;
        }
        let pause = pause(self.failures, dice);
        self.failures += 1;
        self.phase = Phase::Waiting(now.max(self.paused_until) + pause);
        let mut effects = vec![Effect::Close(Lane::Main)];
        effects.extend(self.probe.end());
        effects.extend(self.part());
        effects
    }

    /// Leaves nothing of a link behind. The state hears of it before the answers, so that it does not take them for
    /// the server's.
    fn part(&mut self) -> impl Iterator<Item = Effect<A>> {
        let answers = self.asked.drain(..).filter_map(|asked| asked.answer);
        let answers = answers.map(|answer| Effect::Answer(answer, Err(Refusal::Unavailable)));
        std::iter::once(Effect::tell(Input::Connection(Connection::Offline))).chain(answers)
    }

    /// Asks the server, or answers at once when it cannot be asked.
    pub fn ask(&mut self, request: &Request, answer: A, now: Millis) -> Vec<Effect<A>> {
        if !matches!(self.phase, Phase::Live(_)) {
            return vec![Effect::Answer(answer, Err(Refusal::Unavailable))];
        }
        if matches!(request, Request::Typing(_)) {
            let write = codec::event(NAMESPACE, request.name(), &request.payload(), None);
            return vec![Effect::Write(Lane::Main, write), Effect::Answer(answer, Ok("null".to_owned()))];
        }
        vec![self.write(request, Some(answer), now + ANSWERED_IN)]
    }

    /// Tells the server whether the page is in sight, if it does not know that.
    pub fn look(&mut self, is_hidden: bool) -> Option<Effect<A>> {
        if self.is_hidden == is_hidden || !matches!(self.phase, Phase::Live(_)) {
            return None;
        }
        self.is_hidden = is_hidden;
        let request = Request::Look(Look { hidden: is_hidden });
        let write = codec::event(NAMESPACE, request.name(), &request.payload(), None);
        Some(Effect::Write(Lane::Main, write))
    }

    fn write(&mut self, request: &Request, answer: Option<A>, until: Millis) -> Effect<A> {
        self.last_id += 1;
        self.asked.push(Asked { id: self.last_id, until, answer });
        Effect::Write(Lane::Main, codec::event(NAMESPACE, request.name(), &request.payload(), Some(self.last_id)))
    }

    /// A frame came over the main link.
    pub fn heard(&mut self, text: &str, now: Millis, dice: f64) -> Vec<Effect<A>> {
        use codec::Frame;
        if let Phase::Live(until) = &mut self.phase {
            *until = now + self.patience;
        }
        match codec::Frame::decode(text) {
            Ok(Frame::Open(handshake)) => {
                self.patience = patience(&handshake);
                self.phase = Phase::Greeting(now + GREETED_IN);
                vec![Effect::Write(Lane::Main, codec::connect(NAMESPACE, self.auth.as_deref()))]
            }
            Ok(Frame::Ping) => vec![Effect::Write(Lane::Main, codec::PONG.to_owned())],
            Ok(Frame::Event { namespace: NAMESPACE, name, payload, .. }) => self.told(&name, payload, now),
            Ok(Frame::Ack { namespace: NAMESPACE, id, data }) => self.answered(id, data, now),
            Ok(Frame::ConnectError { message, .. }) => self.refused(&message, now, dice),
            Err(_) | Ok(Frame::Close | Frame::Disconnect { namespace: NAMESPACE }) => self.broke(now, dice),
            Ok(_) => Vec::new(),
        }
    }

    /// A frame came over the probe.
    pub fn probe_heard(&mut self, text: &str, now: Millis, dice: f64) -> Vec<Effect<A>> {
        if !self.probe.is_welcomed_by(text) {
            return self.probe.heard(text, now, dice);
        }
        // For the state it is a connection that broke and one that came: it joins with what it has and sends again
        // what was not acknowledged, so nothing is lost or doubled between the two.
        self.probe.end::<A>();
        self.transport = Transport::WebSocket;
        let mut effects = vec![Effect::Switch];
        effects.extend(self.part());
        effects.extend(self.heard(text, now, dice));
        effects
    }

    /// The probe closed, failed or could not be opened.
    pub fn probe_broke(&mut self, now: Millis, dice: f64) -> Vec<Effect<A>> {
        self.probe.broke(now, dice)
    }

    fn told(&mut self, name: &str, payload: &str, now: Millis) -> Vec<Effect<A>> {
        // Nothing of the page's own changes with it.
        if name == BELL {
            return vec![Effect::Pass(BELL, payload.to_owned())];
        }
        // One that this build cannot read comes from a newer server; what it carried, the next gap brings again.
        let Ok(Some(event)) = Event::parse(name, payload) else { return Vec::new() };
        match &event {
            Event::Welcome(_) => {
                self.phase = Phase::Live(now + self.patience);
                self.failures = 0;
                self.is_hidden = false;
                if self.transport == Transport::Polling {
                    self.probe.begin(now);
                }
                return vec![Effect::Prefer(self.transport), Effect::tell(Input::Event(event))];
            }
            Event::Bye(bye) => self.paused_until = now + Millis::from(bye.retry_in_ms).min(PAUSE_MAX),
            // Who was told of what is read now sees it go.
            Event::Read(_) => return vec![Effect::Pass("read", payload.to_owned()), Effect::tell(Input::Event(event))],
            // Its end is counted from now, so the state must know what time it is.
            Event::Typing(_) => return vec![Effect::tell(Input::Tick(now)), Effect::tell(Input::Event(event))],
            _ => {}
        }
        vec![Effect::tell(Input::Event(event))]
    }

    fn answered(&mut self, id: u64, data: &str, now: Millis) -> Vec<Effect<A>> {
        let Some(place) = self.asked.iter().position(|asked| asked.id == id) else { return Vec::new() };
        let Some(answer) = self.asked.remove(place).answer else { return Vec::new() };
        let Ok(ack) = json::from_str::<Ack<IgnoredAny>>(data) else {
            return vec![Effect::Answer(answer, Err(Refusal::Unavailable))];
        };
        let retry_at = ack.retry_in_ms.map(|wait| now + Millis::from(wait).min(PAUSE_MAX));
        let result = ack.into_result().map(|_| data.to_owned());
        let mut effects = vec![Effect::Answer(answer, result)];
        effects.extend(retry_at.map(|moment| Effect::tell(Input::RetryAt(moment))));
        effects
    }

    fn refused(&mut self, code: &str, now: Millis, dice: f64) -> Vec<Effect<A>> {
        let mut effects = self.broke(now, dice);
        let is_for_good = [Refusal::NicknameRequired, Refusal::InvalidToken, Refusal::SpaceNotFound];
        if Refusal::from_code(code).is_some_and(|refusal| is_for_good.contains(&refusal)) {
            self.phase = Phase::Over;
            effects.push(Effect::Reload);
        }
        effects
    }
}

/// How long the server may be silent: a dead link is noticed within its ping window, over either transport.
fn patience(handshake: &codec::Handshake) -> Millis {
    Millis::from(handshake.ping_interval) + Millis::from(handshake.ping_timeout)
}

/// How long to wait before the next attempt: anywhere from the shortest wait to one that doubles with each failure,
/// so that a thousand pages do not come back in step.
fn pause(failures: u32, dice: f64) -> Millis {
    let longest = (2 * RETRY_MIN).saturating_mul(1 << failures.min(16)).min(RETRY_MAX);
    RETRY_MIN + ((longest - RETRY_MIN) as f64 * dice) as Millis
}

#[cfg(test)]
mod tests;
