//! The journal: the one task through which all writes to rooms go.
//!
//! It takes whatever has queued up while it was writing, writes that in one transaction, answers each writer, and
//! publishes one event per room. So under load commits and fan-out are batched by themselves, and in an idle house a
//! message is written at once: there is no timer. The order is store, acknowledge, emit.

use std::{
    collections::{HashMap, HashSet},
    sync::{Arc, Mutex},
};

use tokio::{
    sync::{mpsc, oneshot},
    task::JoinHandle,
};

use super::{
    pace::Announcer,
    ports::{Bus, Happened, Store, StoreError, Write, Written},
};
use crate::domain::{self, ClientId, GuestId, Message, MessageId, Notice, Refusal, RoomId};

/// Writes in one transaction at most: enough to make the commit's cost vanish, few enough to keep it short.
const BATCH: usize = 256;

/// Writes that may wait. When the queue is full, writers wait for a place: that is the back-pressure.
const QUEUE: usize = 4 * BATCH;

/// Messages in doubt that are remembered; beyond that, members notice one that was stored after all at the next one.
const DOUBTS: usize = 4 * QUEUE;

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
        let scribe = Scribe { store, bus, announcer, is_down: false, doubts: HashSet::new() };
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
    /// The store was out of order at the last attempt.
    is_down: bool,
    /// Messages and revisions of which the store said that it could not write them. It may be wrong, as when the disk
    /// fails after the commit; then it knows them when they come again, and nobody was told of them yet.
    doubts: HashSet<Mark>,
}

/// What makes a write the same in every attempt.
#[derive(PartialEq, Eq, Hash)]
enum Mark {
    Message(RoomId, GuestId, ClientId),
    Revision(MessageId),
}

impl Scribe {
    async fn work(mut self, mut entries: mpsc::Receiver<Entry>) {
        let mut batch = Vec::with_capacity(BATCH);
        while entries.recv_many(&mut batch, BATCH).await > 0 {
            let (writes, writers): (Vec<_>, Vec<_>) = batch.drain(..).map(|entry| (entry.write, entry.writer)).unzip();
            let outcomes = self.commit(writes).await;
            let mut news = News::default();
            for (outcome, writer) in outcomes.into_iter().zip(writers) {
                if let Ok(written) = &outcome {
                    self.gather(written, &mut news);
                }
                answer(writer, outcome);
            }
            self.tell(news).await;
            if self.is_down {
                refuse_waiting(&mut entries);
            }
        }
    }

    /// Writes the batch. When it fails as a whole, each write is tried by itself: one that can't be stored must not
    /// take its neighbours with it.
    async fn commit(&mut self, writes: Vec<Write>) -> Vec<Result<Written, Refusal>> {
        match self.try_to_commit(writes.clone()).await {
            Ok(written) => written.into_iter().map(Ok).collect(),
            Err(refusal) if self.is_down => vec![Err(refusal); writes.len()],
            Err(_) => self.commit_singly(writes).await,
        }
    }

    async fn commit_singly(&mut self, writes: Vec<Write>) -> Vec<Result<Written, Refusal>> {
        let mut outcomes = Vec::with_capacity(writes.len());
        for write in writes {
            outcomes.push(if self.is_down {
                Err(Refusal::Unavailable)
            } else {
                let written = self.try_to_commit(vec![write]).await;
                written.and_then(|written| written.into_iter().next().ok_or(Refusal::Unavailable))
            });
        }
        outcomes
    }

    async fn try_to_commit(&mut self, writes: Vec<Write>) -> Result<Vec<Written>, Refusal> {
        let marks: Vec<_> = writes.iter().filter_map(mark).collect();
        let error = match self.store.commit(writes).await {
            Ok(written) => {
                self.is_down = false;
                return Ok(written);
            }
            Err(error) => error,
        };
        tracing::error!(error = &error as &dyn std::error::Error, "the journal could not write");
        self.is_down = matches!(error, StoreError::OutOfOrder(_));
        if self.doubts.len() + marks.len() <= DOUBTS {
            self.doubts.extend(marks);
        }
        Err(Refusal::Unavailable)
    }

    /// Takes up what nobody was told of yet.
    fn gather(&mut self, written: &Written, news: &mut News) {
        match written {
            Written::Message(message) => {
                self.is_doubted(message);
                news.message(message);
                news.calls.extend((!message.mentions.is_empty()).then(|| message.clone()));
            }
            Written::Revised(message, quoting) => {
                self.is_doubted(message);
                news.message(message);
                quoting.iter().for_each(|message| news.message(message));
                self.announcer.pins_changed(message.room_id.clone());
            }
            Written::Known(message) if self.is_doubted(message) => news.message(message),
            // They count among those who may have read what is pinned.
            Written::Member(room) => self.announcer.pins_changed(room.clone()),
            Written::Notice(notice) => news.notices.push(notice.clone()),
            Written::Known(_)
            | Written::Read { .. }
            | Written::NoRoom
            | Written::RoomClosed
            | Written::NoReplyTarget
            | Written::NoPicture
            | Written::NoMessage
            | Written::Outdated
            | Written::NotAllowed
            | Written::NotOwner
            | Written::TooManyReactions
            | Written::TooManyPins => {}
        }
    }

    /// Whether the message, or a revision of it, was in doubt; it is no longer.
    fn is_doubted(&mut self, message: &Message) -> bool {
        if self.doubts.is_empty() {
            return false;
        }
        let (room, author, client_id) = (&message.room_id, &message.author.id, &message.client_id);
        let written = self.doubts.remove(&Mark::Message(room.clone(), author.clone(), client_id.clone()));
        let revised = self.doubts.remove(&Mark::Revision(message.id));
        written || revised
    }

    async fn tell(&self, news: News) {
        for mut messages in news.rooms {
            // Usually all in order and one run. What was in doubt may lie before what was written since.
            messages.sort_by_key(|message| message.rev);
            for run in messages.chunk_by(|one, next| one.rev + 1 == next.rev) {
                let (Some(first), Some(last)) = (run.first(), run.last()) else { continue };
                let (room, from_rev, to_rev) = (first.room_id.clone(), first.rev - 1, last.rev);
                self.announcer.room_changed(room.clone());
                self.bus.publish(Happened::Messages { room, from_rev, to_rev, messages: run.into() }).await;
            }
        }
        for message in &news.calls {
            for who in message.mentions.iter().filter(|who| who.id != message.author.id) {
                let mark = domain::Mark { room_id: message.room_id.clone(), seq: message.seq };
                self.bus.publish(Happened::Mentioned { guest: who.id.clone(), mark }).await;
            }
        }
        for notice in news.notices {
            self.announcer.notice(notice);
        }
    }
}

fn mark(write: &Write) -> Option<Mark> {
    match write {
        Write::Message(draft) => {
            Some(Mark::Message(draft.room.clone(), draft.author.id.clone(), draft.client_id.clone()))
        }
        Write::Revision(revision) => Some(Mark::Revision(revision.message)),
        Write::Member { .. } | Write::Read { .. } | Write::Notice(_) => None,
    }
}

/// Refuses whoever queued up while the store was found out of order. Otherwise a locked file would make the last of
/// them wait for every batch before theirs, and the end of the house for all of them.
fn refuse_waiting(entries: &mut mpsc::Receiver<Entry>) {
    for _ in 0..QUEUE {
        let Ok(entry) = entries.try_recv() else { return };
        answer(entry.writer, Err(Refusal::Unavailable));
    }
}

fn answer(writer: Option<oneshot::Sender<Result<Written, Refusal>>>, outcome: Result<Written, Refusal>) {
    if let Some(writer) = writer {
        let _ = writer.send(outcome);
    }
}

/// What a batch has to tell: each room's new messages together, in the order in which the rooms were first written to.
#[derive(Default)]
struct News {
    rooms: Vec<Vec<Message>>,
    places: HashMap<RoomId, usize>,
    notices: Vec<Notice>,
    /// New messages that address somebody.
    calls: Vec<Message>,
}

impl News {
    fn message(&mut self, message: &Message) {
        let place = *self.places.entry(message.room_id.clone()).or_insert(self.rooms.len());
        if place == self.rooms.len() {
            self.rooms.push(Vec::new());
        }
        self.rooms[place].push(message.clone());
    }
}
