//! The journal: the one task through which all writes to rooms go.
//!
//! It takes whatever has queued up while it was writing, writes that in one transaction, answers each writer, and
//! publishes one event per room. So under load commits and fan-out are batched by themselves, and in an idle house a
//! message is written at once: there is no timer. The order is store, acknowledge, emit.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex},
    time::{Duration, Instant},
};

use tokio::{
    sync::{mpsc, oneshot},
    task::JoinHandle,
};

use super::{
    pace::Announcer,
    ports::{Bus, Happened, Store, StoreError, Write, Written},
};
use crate::domain::{Message, Notice, Refusal, RoomId};

/// Writes in one transaction at most: enough to make the commit's cost vanish, few enough to keep it short.
const BATCH: usize = 256;

/// Writes that may wait. When the queue is full, writers wait for a place: that is the back-pressure.
const QUEUE: usize = 4 * BATCH;

/// How long the writes of a failed batch are tried one by one.
const PATIENCE: Duration = Duration::from_secs(2);

/// The answer to a writer, once it is there.
pub(super) type Answer = oneshot::Receiver<Result<Written, Refusal>>;

/// The way into the journal.
pub(super) struct Journal {
    queue: Mutex<Option<mpsc::Sender<Entry>>>,
    task: Mutex<Option<JoinHandle<()>>>,
}

struct Entry {
    write: Write,
    writer: Option<oneshot::Sender<Result<Written, Refusal>>>,
}

impl Journal {
    pub(super) fn start(store: Arc<dyn Store>, bus: Arc<dyn Bus>, announcer: Announcer) -> Self {
        let (queue, entries) = mpsc::channel(QUEUE);
        let scribe = Scribe { store, bus, announcer };
        let task = tokio::spawn(scribe.work(entries));
        Self { queue: Mutex::new(Some(queue)), task: Mutex::new(Some(task)) }
    }

    /// Queues a write and returns when it has its place: writes are stored in the order of these returns.
    pub(super) async fn submit(&self, write: Write) -> Answer {
        let (writer, answer) = oneshot::channel();
        self.push(Entry { write, writer: Some(writer) }).await;
        answer
    }

    /// Queues a write whose outcome nobody waits for.
    pub(super) async fn note(&self, write: Write) {
        self.push(Entry { write, writer: None }).await;
    }

    /// Takes no more writes and returns when those in the queue are done.
    pub(super) async fn close(&self) {
        self.queue.lock().expect("no panic while held").take();
        let task = self.task.lock().expect("no panic while held").take();
        if let Some(task) = task {
            let _ = task.await;
        }
    }

    async fn push(&self, entry: Entry) {
        let queue = self.queue.lock().expect("no panic while held").clone();
        // A closed journal drops the entry, and with it the writer's end: the writer reads that as unavailable.
        if let Some(queue) = queue {
            let _ = queue.send(entry).await;
        }
    }
}

struct Scribe {
    store: Arc<dyn Store>,
    bus: Arc<dyn Bus>,
    announcer: Announcer,
}

impl Scribe {
    async fn work(self, mut entries: mpsc::Receiver<Entry>) {
        let mut batch = Vec::with_capacity(BATCH);
        while entries.recv_many(&mut batch, BATCH).await > 0 {
            let (writes, writers): (Vec<_>, Vec<_>) = batch.drain(..).map(|entry| (entry.write, entry.writer)).unzip();
            let outcomes = self.commit(writes).await;
            let mut news = News::default();
            for (outcome, writer) in outcomes.into_iter().zip(writers) {
                if let Ok(written) = &outcome {
                    news.take(written);
                }
                if let Some(writer) = writer {
                    let _ = writer.send(outcome);
                }
            }
            self.tell(news).await;
        }
    }

    /// Writes the batch, and when it fails as a whole each write by itself: one that can't be stored must not take
    /// its neighbours with it.
    async fn commit(&self, writes: Vec<Write>) -> Vec<Result<Written, Refusal>> {
        if let [_] = writes[..] {
            return vec![self.store.commit(writes).await.map_err(log_failure).and_then(only)];
        }
        match self.store.commit(writes.clone()).await {
            Ok(written) => written.into_iter().map(Ok).collect(),
            Err(error) => {
                log_failure(error);
                self.commit_singly(writes).await
            }
        }
    }

    /// Gives up when the store is not only refusing one write but slow to refuse all of them, as a locked file is.
    async fn commit_singly(&self, writes: Vec<Write>) -> Vec<Result<Written, Refusal>> {
        let give_up = Instant::now() + PATIENCE;
        let mut outcomes = Vec::with_capacity(writes.len());
        for write in writes {
            outcomes.push(if Instant::now() < give_up {
                self.store.commit(vec![write]).await.map_err(log_failure).and_then(only)
            } else {
                Err(Refusal::Unavailable)
            });
        }
        outcomes
    }

    async fn tell(&self, news: News) {
        for messages in news.rooms {
            let (Some(first), Some(last)) = (messages.first(), messages.last()) else { continue };
            let (room, from_rev, to_rev) = (first.room_id.clone(), first.rev - 1, last.rev);
            self.announcer.room_changed(room.clone());
            self.bus.publish(Happened::Messages { room, from_rev, to_rev, messages: messages.into() }).await;
        }
        for notice in news.notices {
            self.announcer.notice(notice);
        }
    }
}

/// What a batch has to tell: each room's new messages together, in the order in which the rooms were first written to.
#[derive(Default)]
struct News {
    rooms: Vec<Vec<Message>>,
    places: HashMap<RoomId, usize>,
    notices: Vec<Notice>,
}

impl News {
    fn take(&mut self, written: &Written) {
        match written {
            Written::Message(message) | Written::Revised(message) => {
                let place = *self.places.entry(message.room_id.clone()).or_insert(self.rooms.len());
                if place == self.rooms.len() {
                    self.rooms.push(Vec::new());
                }
                self.rooms[place].push(message.clone());
            }
            Written::Notice(notice) => self.notices.push(notice.clone()),
            Written::Known(_)
            | Written::Member
            | Written::NoRoom
            | Written::NoReplyTarget
            | Written::NoMessage
            | Written::NotAllowed => {}
        }
    }
}

fn log_failure(error: StoreError) -> Refusal {
    tracing::error!(error = &error as &dyn std::error::Error, "the journal could not write");
    Refusal::Unavailable
}

fn only(written: Vec<Written>) -> Result<Written, Refusal> {
    written.into_iter().next().ok_or(Refusal::Unavailable)
}
