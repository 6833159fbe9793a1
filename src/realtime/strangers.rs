//! Whoever knocks at a namespace that does not exist, and is told so.
//!
//! The engine would refuse them by itself, but it forgets a refusal that finds the connection's queue full: of a thousand
//! in one go some were never answered. In a namespace of ours it closes the connection instead, and we can let them wait
//! in line, so that the queue is not full. The engine makes such a namespace for each name that is asked for and would
//! keep it for ever; it is taken away again before the refusal goes out.

use std::{
    collections::{HashMap, HashSet},
    sync::{Arc, Mutex, MutexGuard},
    time::Duration,
};

use socketioxide::{SocketIo, extract::SocketRef, handler::ConnectHandler, socket::Sid};
use tokio::{
    sync::Semaphore,
    time::{Instant, sleep},
};

/// Everything that is no namespace of its own.
const ANYWHERE: &str = "/{*name}";

/// What the reference server says.
const REFUSAL: &str = "Invalid namespace";

/// How fast one connection is refused: two thousand times a second, and 64 times at once. The engine's queue holds what
/// goes out in a fifth of a second in which its writer does not get a turn.
const PAUSE: Duration = Duration::from_micros(500);
const AHEAD: Duration = Duration::from_millis(32);

/// Refusals of all connections that wait. Further ones go out at once, and where that is too much for a connection, it
/// is closed.
const WAITING: usize = 8 * 1024;

/// How long the engine may take at most from looking for a namespace to making it.
const SETTLED: Duration = Duration::from_millis(100);

/// Those who are refused.
pub(super) struct Strangers {
    /// Namespaces that are about to exist, or do.
    real: Mutex<HashSet<String>>,
    lines: Lines,
    waiting: Semaphore,
}

/// When the last refusal of each connection is due, for those that were refused a moment ago.
#[derive(Default)]
struct Lines(Mutex<HashMap<Sid, Instant>>);

impl Strangers {
    /// Refuses whoever wants to go where nothing is, from now on.
    pub(super) fn refuse_all(io: &SocketIo) -> Arc<Self> {
        let strangers =
            Arc::new(Self { real: Mutex::default(), lines: Lines::default(), waiting: Semaphore::new(WAITING) });
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
        if let Ok(_place) = self.waiting.try_acquire() {
            let pause = self.lines.line_up(connection, Instant::now());
            if !pause.is_zero() {
                sleep(pause).await;
            }
        }
    }

    fn real(&self) -> MutexGuard<'_, HashSet<String>> {
        self.real.lock().expect("no panic while held")
    }
}

impl Lines {
    /// How long to wait for one's turn.
    fn line_up(&self, connection: Sid, now: Instant) -> Duration {
        let mut lines = self.0.lock().expect("no panic while held");
        lines.retain(|_, due| *due > now);
        let due = lines.entry(connection).or_insert(now);
        *due += PAUSE;
        (*due - now).saturating_sub(AHEAD)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_connection_is_refused_at_the_pace_of_a_writer_and_others_do_not_wait_for_it() {
        let (lines, start, connection) = (Lines::default(), Instant::now(), Sid::new());
        let pauses: Vec<_> = (0..1_000).map(|_| lines.line_up(connection, start)).collect();
        assert_eq!(pauses.iter().filter(|pause| pause.is_zero()).count(), 64);
        assert_eq!(pauses[999], Duration::from_millis(468));
        assert_eq!(lines.line_up(Sid::new(), start), Duration::ZERO);
        // However they are spread over the time.
        assert_eq!(lines.line_up(connection, start + Duration::from_millis(400)), Duration::from_micros(68_500));
        assert_eq!(lines.line_up(connection, start + Duration::from_secs(1)), Duration::ZERO);
        assert_eq!(lines.0.lock().unwrap().len(), 1, "who is paid for is forgotten");
    }
}
