//! Keeps the index of messages up to date, beside the writes.
//!
//! To index a message takes about as long as to store it, and whoever sends one does not wait for that: the messages of
//! a moment are indexed together, in portions between which the writer is free. Until then a search reads them as they
//! are. A house that was there before the index gets it in the same way.

use std::{
    sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, sync_channel},
    thread,
    time::{Duration, Instant},
};

use futures::executor::block_on;

use super::{search, write};

/// How long messages are gathered before they are indexed.
const GATHERING: Duration = Duration::from_millis(500);

/// Messages that are indexed in one transaction: some milliseconds of the writer.
const PORTION: u32 = 256;

/// How many times as long as for a portion the writer is left alone after it.
const REST: u32 = 7;

/// Indexes in a thread of its own, for as long as it is kept.
#[derive(Debug)]
pub struct Indexer(SyncSender<()>);

impl Indexer {
    pub fn start(writer: tokio_rusqlite::Connection) -> Self {
        // One place: whoever wakes an indexer that is awake has nothing to add.
        let (wake, woken) = sync_channel(1);
        thread::spawn(move || run(&writer, &woken));
        let indexer = Self(wake);
        indexer.wake();
        indexer
    }

    /// Says that there are new messages.
    pub fn wake(&self) {
        // It may be awake already, or the store may be closed.
        self.0.try_send(()).ok();
    }
}

fn run(writer: &tokio_rusqlite::Connection, woken: &Receiver<()>) {
    while woken.recv().is_ok() {
        let mut rest = GATHERING;
        loop {
            if is_over(woken, rest) {
                return;
            }
            let start = Instant::now();
            match block_on(write(writer, |tx| search::index(tx, PORTION))) {
                Ok(true) => rest = start.elapsed() * REST,
                Ok(false) => break,
                Err(error) => {
                    // The next message tries again; what is not indexed is found all the same.
                    tracing::debug!(?error, "could not index messages");
                    break;
                }
            }
        }
    }
}

/// Waits, unless the store is gone.
fn is_over(woken: &Receiver<()>, rest: Duration) -> bool {
    let end = Instant::now() + rest;
    loop {
        match woken.recv_timeout(end.saturating_duration_since(Instant::now())) {
            Ok(()) => {}
            Err(RecvTimeoutError::Timeout) => return false,
            Err(RecvTimeoutError::Disconnected) => return true,
        }
    }
}
