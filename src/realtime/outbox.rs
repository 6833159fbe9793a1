//! What waits for one client, because it reads more slowly than the house talks.
//!
//! The engine's queue of a client counts packets, drops what it cannot hold, and closes the connection when it has no
//! place for a ping. A dialect with one event per message fills it with two commits of a busy room. So what does not
//! fit waits here, in order, and is handed on as the queue empties; the engine does not tell when that is, so it is
//! asked. While there is room everything goes straight to the engine. Who takes nothing for a while, or lets too much
//! pile up, has stopped reading and is cut off.

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
        Arc::new(Self { exit, resumes, state: Mutex::new(state), hang_up })
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

    /// Waits until the queue has a place for an answer to somebody who resumes. Nothing is kept for them, and however
    /// well they read, the writer of their connection may not have had its turn since the last answers.
    pub(super) async fn ready(&self) {
        let (mut pause, asked) = (SHORTEST_PAUSE, Instant::now());
        while self.resumes && !self.reserve() {
            if asked.elapsed() >= PATIENCE {
                self.give_up(&mut self.state());
            }
            sleep(pause).await;
            pause = (2 * pause).min(LONGEST_PAUSE);
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
        if !self.resumes && !self.take_place(state) {
            return Err(Some(packet));
        }
        self.exit.put(packet).inspect_err(|_| state.credit = 0)
    }

    /// Takes a place of the exit, if it has one beside the spare ones.
    fn take_place(&self, state: &mut State<E::Packet>) -> bool {
        if state.credit == 0 && !self.exit.has_room(PLACES) {
            return false;
        }
        state.credit = state.credit.checked_sub(1).unwrap_or(PLACES - SPARE - 1);
        true
    }

    /// Whether there is a place for an answer, or nobody any more who would take it.
    fn reserve(&self) -> bool {
        let state = &mut *self.state();
        state.stage == Stage::Shut || self.take_place(state)
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

#[cfg(test)]
mod tests {
    use super::*;

    /// An engine's queue.
    #[derive(Default)]
    struct Queue(Mutex<VecDeque<u32>>);

    const CAPACITY: usize = 512;

    impl Queue {
        fn length(&self) -> usize {
            self.0.lock().unwrap().len()
        }

        fn read(&self, packets: usize) -> Vec<u32> {
            let mut queue = self.0.lock().unwrap();
            let packets = packets.min(queue.len());
            queue.drain(..packets).collect()
        }
    }

    impl Exit for Queue {
        type Packet = u32;

        fn has_room(&self, places: usize) -> bool {
            self.length() + places <= CAPACITY
        }

        fn put(&self, packet: u32) -> Result<(), Option<u32>> {
            if !self.has_room(1) {
                return Err(Some(packet));
            }
            self.0.lock().unwrap().push_back(packet);
            Ok(())
        }

        /// As many bytes as its number says.
        fn size(packet: &u32) -> usize {
            *packet as usize
        }
    }

    fn open_outbox(resumes: bool) -> (Arc<Outbox<Queue>>, Arc<Notify>) {
        let hang_up = Arc::new(Notify::new());
        let outbox = Outbox::new(Queue::default(), resumes, hang_up.clone());
        outbox.open(None);
        (outbox, hang_up)
    }

    /// Whether the client was cut off by now.
    async fn is_cut_off(hang_up: &Notify) -> bool {
        tokio::time::timeout(Duration::ZERO, hang_up.notified()).await.is_ok()
    }

    #[tokio::test(start_paused = true)]
    async fn a_reader_hears_a_burst_whole_and_in_order_and_the_queue_keeps_places_for_pings() {
        let (outbox, hang_up) = open_outbox(false);
        (0..2_000).for_each(|packet| outbox.send(packet));
        let mut heard = Vec::new();
        while heard.len() < 2_000 {
            assert!(outbox.exit().length() <= CAPACITY - SPARE, "{}", outbox.exit().length());
            heard.extend(outbox.exit().read(100));
            // What is said meanwhile does not overtake.
            if heard.len() == 1_000 {
                outbox.send(2_000);
            }
            sleep(LONGEST_PAUSE).await;
        }
        heard.extend(outbox.exit().read(100));
        assert_eq!(heard, (0..=2_000).collect::<Vec<_>>());
        assert!(!is_cut_off(&hang_up).await);
    }

    #[tokio::test(start_paused = true)]
    async fn what_was_said_before_the_greeting_comes_after_it() {
        let outbox = Outbox::new(Queue::default(), true, Arc::new(Notify::new()));
        outbox.send(1);
        assert_eq!(outbox.exit().length(), 0);
        outbox.open(Some(0));
        outbox.send(2);
        assert_eq!(outbox.exit().read(9), [0, 1, 2]);
    }

    #[tokio::test(start_paused = true)]
    async fn who_reads_nothing_is_cut_off_after_a_while_and_nothing_is_kept() {
        let (outbox, hang_up) = open_outbox(false);
        (0..600).for_each(|packet| outbox.send(packet));
        let start = Instant::now();
        hang_up.notified().await;
        assert!((PATIENCE..PATIENCE + LONGEST_PAUSE * 2).contains(&start.elapsed()), "{:?}", start.elapsed());
        outbox.send(600);
        let state = outbox.state();
        assert!(state.stage == Stage::Shut && state.waiting.is_empty());
    }

    #[tokio::test(start_paused = true)]
    async fn who_reads_a_little_now_and_then_is_not_cut_off() {
        let (outbox, hang_up) = open_outbox(false);
        (0..1_000).for_each(|packet| outbox.send(packet));
        let mut heard = Vec::new();
        while heard.len() < 1_000 {
            sleep(PATIENCE / 2).await;
            heard.extend(outbox.exit().read(PLACES));
        }
        assert!(!is_cut_off(&hang_up).await);
    }

    #[tokio::test(start_paused = true)]
    async fn who_lets_too_much_pile_up_is_cut_off_at_once() {
        let (outbox, hang_up) = open_outbox(false);
        let large = u32::try_from(BYTES).unwrap() / 4;
        (0..CAPACITY + 4).for_each(|_| outbox.send(large));
        assert!(is_cut_off(&hang_up).await);
    }

    /// The writer's thread may be kept from its turn for as long as it takes to answer a thousand requests.
    #[tokio::test(start_paused = true)]
    async fn answers_wait_for_the_writer_of_who_can_resume_and_leave_room_for_what_happens() {
        let (outbox, hang_up) = open_outbox(true);
        let answering = tokio::spawn({
            let outbox = outbox.clone();
            async move {
                for packet in 0..2_000 {
                    outbox.ready().await;
                    outbox.send(packet);
                }
            }
        });
        let mut heard = Vec::new();
        while heard.len() < 2_000 {
            sleep(PATIENCE / 4).await;
            assert!(outbox.exit().length() <= CAPACITY - SPARE, "{}", outbox.exit().length());
            heard.extend(outbox.exit().read(100));
        }
        answering.await.unwrap();
        assert_eq!(heard, (0..2_000).collect::<Vec<_>>());
        assert!(!is_cut_off(&hang_up).await);
    }

    #[tokio::test(start_paused = true)]
    async fn who_reads_none_of_their_answers_is_cut_off_after_a_while() {
        let (outbox, hang_up) = open_outbox(true);
        let start = Instant::now();
        for packet in 0..CAPACITY as u32 {
            outbox.ready().await;
            outbox.send(packet);
        }
        assert!(is_cut_off(&hang_up).await);
        assert!((PATIENCE..PATIENCE + LONGEST_PAUSE * 2).contains(&start.elapsed()), "{:?}", start.elapsed());
    }

    #[tokio::test(start_paused = true)]
    async fn who_can_resume_is_cut_off_when_the_queue_is_full() {
        let (outbox, hang_up) = open_outbox(true);
        (0..512).for_each(|packet| outbox.send(packet));
        assert!(!is_cut_off(&hang_up).await);
        outbox.send(512);
        assert!(is_cut_off(&hang_up).await);
    }
}
