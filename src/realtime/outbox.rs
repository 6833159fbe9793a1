//! What waits for one client, because it reads more slowly than the house talks.
//!
//! The engine's queue of a client counts packets, drops what it cannot hold, and closes the connection when it has no
//! place for a ping. A dialect with one event per message fills it with two commits of a busy room. So what does not
//! fit waits here, in order, and is handed on as the queue empties; the engine does not tell when that is, so it is
//! asked. While there is room everything goes straight to the engine. Who takes nothing for a while, or lets too much
//! pile up, has stopped reading and is cut off.

#[cfg(test)]
mod tests;

use std::{
    collections::VecDeque,
    sync::{Arc, Mutex, MutexGuard},
    time::Duration,
};

use tokio::{
    sync::Notify,
    time::{Instant, sleep},
};

/// Bytes that may wait for one client. What all of a room hear they share.
const BYTES: usize = 4 * 1024 * 1024;

/// What something that waits takes beside its payload, at most.
const OVERHEAD: usize = 128;

/// A client that has taken nothing for so long has stopped reading.
const PATIENCE: Duration = Duration::from_secs(30);

/// Between two looks at whether the client has read on.
const SHORTEST_PAUSE: Duration = Duration::from_millis(5);
const LONGEST_PAUSE: Duration = Duration::from_millis(160);

/// Places that are looked for at once in the engine's queue, which has many more, and how many of them stay free: for
/// pings, and for other namespaces of the same connection.
const PLACES: usize = 64;
const SPARE: usize = 16;

/// The queue behind the outbox.
pub(super) trait Exit: Send + Sync + 'static {
    type Packet: Send;

    /// Whether so many packets more fit.
    fn has_room(&self, places: usize) -> bool;

    /// Puts a packet in.
    ///
    /// # Errors
    /// When it does not fit: the packet, if it can be given back.
    fn put(&self, packet: Self::Packet) -> Result<(), Option<Self::Packet>>;

    /// What a packet carries, in bytes.
    fn size(packet: &Self::Packet) -> usize;
}

/// The ordered way to one client.
pub(super) struct Outbox<E: Exit> {
    exit: E,
    /// Whether the client can get later what it missed: then it is cut off and nothing is kept for it.
    resumes: bool,
    state: Mutex<State<E::Packet>>,
    /// Whose answer goes next.
    turn: tokio::sync::Mutex<()>,
    hang_up: Arc<Notify>,
}

struct State<P> {
    stage: Stage,
    waiting: VecDeque<P>,
    bytes: usize,
    /// Places that the exit is known to have beside the spare ones.
    credit: usize,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Stage {
    /// Everything waits for the greeting, which is the first event on every connection.
    Early,
    Open,
    /// Nobody listens any more.
    Shut,
}

/// What the client has done since it was last looked at.
enum Progress {
    CaughtUp,
    Some,
    Nothing,
}

impl<E: Exit> Outbox<E> {
    /// An outbox that keeps everything until it is opened. `hang_up` is notified when the client is to be cut off.
    pub(super) fn new(exit: E, resumes: bool, hang_up: Arc<Notify>) -> Arc<Self> {
        let state = State { stage: Stage::Early, waiting: VecDeque::new(), bytes: 0, credit: 0 };
        Arc::new(Self { exit, resumes, state: Mutex::new(state), turn: tokio::sync::Mutex::new(()), hang_up })
    }

    pub(super) fn exit(&self) -> &E {
        &self.exit
    }

    /// Sends the greeting, and after it what was kept.
    pub(super) fn open(self: &Arc<Self>, greeting: Option<E::Packet>) {
        let mut state = self.state();
        if state.stage == Stage::Early {
            state.stage = Stage::Open;
            let early = std::mem::take(&mut state.waiting);
            state.bytes = 0;
            greeting.into_iter().chain(early).for_each(|packet| self.pass(&mut state, packet));
        }
    }

    /// Sends a packet, after all that was sent before it.
    pub(super) fn send(self: &Arc<Self>, packet: E::Packet) {
        self.pass(&mut self.state(), packet);
    }

    /// Sends an answer as soon as the queue has a place for it. For somebody who resumes nothing is kept, and however
    /// well they read, the writer of their connection may not have had its turn since the last answers.
    pub(super) async fn answer(self: &Arc<Self>, packet: E::Packet) {
        if self.resumes {
            // One after the other, as they came: each counts on places that no other one takes.
            let _turn = self.turn.lock().await;
            self.ready().await;
            self.send(packet);
        } else {
            self.send(packet);
        }
    }

    async fn ready(&self) {
        let (mut pause, asked) = (SHORTEST_PAUSE, Instant::now());
        while !self.is_ready() {
            if asked.elapsed() >= PATIENCE {
                self.give_up(&mut self.state());
            }
            tokio::select! {
                () = sleep(pause) => pause = (2 * pause).min(LONGEST_PAUSE),
                // For the line as well, which is told again.
                () = self.hang_up.notified() => {
                    self.shut();
                    self.hang_up.notify_one();
                }
            }
        }
    }

    /// Nothing is sent any more, nor kept.
    pub(super) fn shut(&self) {
        self.state().shut();
    }

    fn pass(self: &Arc<Self>, state: &mut State<E::Packet>, packet: E::Packet) {
        match state.stage {
            Stage::Shut => {}
            Stage::Open if state.waiting.is_empty() => match self.hand_on(state, packet) {
                Ok(()) => {}
                Err(Some(packet)) if !self.resumes => {
                    self.keep(state, packet);
                    tokio::spawn(self.clone().drain());
                }
                Err(_) => self.give_up(state),
            },
            Stage::Early | Stage::Open => self.keep(state, packet),
        }
    }

    fn hand_on(&self, state: &mut State<E::Packet>, packet: E::Packet) -> Result<(), Option<E::Packet>> {
        if !self.resumes && !self.has_place(state) {
            return Err(Some(packet));
        }
        state.credit = state.credit.saturating_sub(1);
        self.exit.put(packet).inspect_err(|_| state.credit = 0)
    }

    /// Whether the exit has a place beside the spare ones. It is asked for many at once.
    fn has_place(&self, state: &mut State<E::Packet>) -> bool {
        if state.credit == 0 && self.exit.has_room(PLACES) {
            state.credit = PLACES - SPARE;
        }
        state.credit > 0
    }

    /// Whether there is a place for an answer, or nobody any more who would take it.
    fn is_ready(&self) -> bool {
        let state = &mut *self.state();
        state.stage == Stage::Shut || self.has_place(state)
    }

    fn keep(&self, state: &mut State<E::Packet>, packet: E::Packet) {
        state.bytes += E::size(&packet) + OVERHEAD;
        if state.bytes > BYTES {
            self.give_up(state);
        } else {
            state.waiting.push_back(packet);
        }
    }

    fn give_up(&self, state: &mut State<E::Packet>) {
        tracing::info!("cut off a reader that is too slow");
        state.shut();
        self.hang_up.notify_one();
    }

    /// Hands on what waits until nothing does.
    async fn drain(self: Arc<Self>) {
        let (mut pause, mut moved) = (SHORTEST_PAUSE, Instant::now());
        loop {
            sleep(pause).await;
            match self.hand_on_what_fits() {
                Progress::CaughtUp => return,
                Progress::Some => (pause, moved) = (SHORTEST_PAUSE, Instant::now()),
                Progress::Nothing if moved.elapsed() >= PATIENCE => return self.give_up(&mut self.state()),
                Progress::Nothing => pause = (2 * pause).min(LONGEST_PAUSE),
            }
        }
    }

    fn hand_on_what_fits(&self) -> Progress {
        let state = &mut *self.state();
        let mut progress = Progress::Nothing;
        while let Some(packet) = state.waiting.pop_front() {
            let size = E::size(&packet) + OVERHEAD;
            match self.hand_on(state, packet) {
                Ok(()) => {
                    state.bytes -= size;
                    progress = Progress::Some;
                }
                Err(Some(packet)) => {
                    state.waiting.push_front(packet);
                    return progress;
                }
                Err(None) => self.give_up(state),
            }
        }
        Progress::CaughtUp
    }

    fn state(&self) -> MutexGuard<'_, State<E::Packet>> {
        self.state.lock().expect("no panic while held")
    }
}

impl<P> State<P> {
    fn shut(&mut self) {
        self.stage = Stage::Shut;
        self.waiting = VecDeque::new();
        self.bytes = 0;
    }
}
