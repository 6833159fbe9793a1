//! Whoever knocks at a namespace that does not exist, and is told so.
//!
//! The engine would refuse them by itself, but it forgets a refusal that finds the connection's queue full: of a thousand
//! in one go some were never answered. In a namespace of ours it closes the connection instead, and we can let them wait
//! in line, so that the queue is not full. The engine makes such a namespace for each name that is asked for and would
//! keep it for ever; it is taken away again before the refusal goes out.

use std::{
    collections::{HashMap, HashSet, hash_map},
    sync::{Arc, Mutex, MutexGuard},
    time::Duration,
};

use socketioxide::{SocketIo, extract::SocketRef, handler::ConnectHandler, socket::Sid};
use tokio::{
    sync::{Semaphore, SemaphorePermit},
    time::sleep,
};

/// Everything that is no namespace of its own.
const ANYWHERE: &str = "/{*name}";

/// What the reference server says.
const REFUSAL: &str = "Invalid namespace";

/// Refusals of one connection that go out at once, and the pause between those after them. The engine's queue would hold
/// a quarter of a second of them if its writer did not get a turn.
const AT_ONCE: u32 = 64;
const PAUSE: Duration = Duration::from_micros(500);

/// Refusals of all connections that wait. Further ones go out at once, and where that is too much for a connection, it
/// is closed.
const WAITING: usize = 8 * 1024;

/// How long the engine may take at most from looking for a namespace to making it.
const SETTLED: Duration = Duration::from_millis(100);

/// Those who are refused.
pub(super) struct Strangers {
    /// Namespaces that are about to exist, or do.
    real: Mutex<HashSet<String>>,
    waiting: Mutex<HashMap<Sid, u32>>,
    places: Semaphore,
}

/// A place in line.
struct Turn<'a> {
    strangers: &'a Strangers,
    connection: Sid,
    /// How many of the same connection are before it.
    ahead: u32,
    _place: SemaphorePermit<'a>,
}

impl Strangers {
    /// Refuses whoever wants to go where nothing is, from now on.
    pub(super) fn refuse_all(io: &SocketIo) -> Arc<Self> {
        let strangers =
            Arc::new(Self { real: Mutex::default(), waiting: Mutex::default(), places: Semaphore::new(WAITING) });
        let gatekeeper = strangers.clone();
        let nobody = async || {};
        let refuse = move |socket: SocketRef, io: SocketIo| {
            gatekeeper.forget(&io, socket.ns());
            let gatekeeper = gatekeeper.clone();
            async move {
                gatekeeper.wait(socket.id).await;
                Err::<(), _>(REFUSAL)
            }
        };
        io.dyn_ns(ANYWHERE, nobody.with(refuse)).expect("a pattern of its own");
        strangers
    }

    /// Makes sure that nobody who is just being refused at one of these namespaces takes it away, or puts another one in
    /// its place, once it is real. To be called right before they are opened.
    pub(super) async fn make_way(&self, io: &SocketIo, namespaces: impl Iterator<Item = String>, is_open: bool) {
        let new: Vec<_> = namespaces.collect();
        self.real().extend(new.iter().cloned());
        if is_open && !new.is_empty() {
            // Who looked for one before this line makes it in the next moment; who looks later finds it and makes none.
            let nobody = async || {};
            new.into_iter().for_each(|name| io.ns(name, nobody.with(async || Err::<(), _>(REFUSAL))));
            sleep(SETTLED).await;
        }
    }

    /// The namespace is gone, and refused like all others.
    pub(super) fn close(&self, io: &SocketIo, namespace: &str) {
        let mut real = self.real();
        io.delete_ns(namespace);
        real.remove(namespace);
    }

    /// Takes a namespace away that was made for a stranger.
    fn forget(&self, io: &SocketIo, namespace: &str) {
        let real = self.real();
        if !real.contains(namespace) {
            io.delete_ns(namespace);
        }
    }

    async fn wait(&self, connection: Sid) {
        if let Some(turn) = self.line_up(connection)
            && turn.ahead > AT_ONCE
        {
            sleep(PAUSE * (turn.ahead - AT_ONCE)).await;
        }
    }

    /// A place in line, if there is one.
    fn line_up(&self, connection: Sid) -> Option<Turn<'_>> {
        let place = self.places.try_acquire().ok()?;
        let mut waiting = self.waiting();
        let count = waiting.entry(connection).or_default();
        *count += 1;
        Some(Turn { strangers: self, connection, ahead: *count - 1, _place: place })
    }

    fn real(&self) -> MutexGuard<'_, HashSet<String>> {
        self.real.lock().expect("no panic while held")
    }

    fn waiting(&self) -> MutexGuard<'_, HashMap<Sid, u32>> {
        self.waiting.lock().expect("no panic while held")
    }
}

impl Drop for Turn<'_> {
    fn drop(&mut self) {
        if let hash_map::Entry::Occupied(mut count) = self.strangers.waiting().entry(self.connection) {
            *count.get_mut() -= 1;
            if *count.get() == 0 {
                count.remove();
            }
        }
    }
}
