//! What everybody wrote, was promised and was told, noted at the moment it happened, so that a contradiction is found
//! when it arises and not only when it is still visible at the end.

mod revision;

use std::{
    collections::HashMap,
    fmt,
    sync::{Arc, Mutex, MutexGuard},
};

use sarangbang::{
    domain::{GuestId, MessageId, RoomId},
    protocol::Message,
};
use serde::Deserialize;
use tokio::sync::Notify;

pub use self::revision::{Revision, Ticket};

/// A message, as far as everybody must agree on it.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Line {
    pub room_id: RoomId,
    pub id: MessageId,
    pub seq: u64,
    pub rev: u64,
    pub author: Author,
    pub content: Arc<str>,
    pub client_id: Arc<str>,
    pub deleted_at: Option<i64>,
}

#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Author {
    pub id: GuestId,
}

/// Somebody has written this; it may or may not have left their device.
#[derive(Clone, Debug)]
pub struct Written {
    /// Who wrote it: a client, not a guest, of whom two may be the same.
    pub client: usize,
    pub room: RoomId,
    pub client_id: Arc<str>,
    pub content: Arc<str>,
    /// Its writer sends one message at a time, as pages do, so nothing overtakes it, refused or not.
    pub in_turn: bool,
    /// It was refused for now, or may have been, and was sent again. Unless it goes in turn, it may come after later ones.
    pub is_late: bool,
}

/// A broken promise.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Breach {
    pub kind: Kind,
    pub what: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// Written, and not in the database.
    Lost,
    /// In the database twice.
    Doubled,
    /// In another order than it was written in.
    Reordered,
    /// Told to somebody, and not in the database.
    Phantom,
    /// Somebody shows something else than the database has.
    Differs,
    /// A place in a room, or in what somebody shows, is empty.
    Hole,
    /// Somebody is connected, idle, and behind.
    Stuck,
    /// Something was refused that nothing is wrong with.
    Refused,
}

impl fmt::Display for Breach {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}: {}", self.kind, self.what)
    }
}

/// The notes of one run.
#[derive(Default)]
pub struct Ledger {
    notes: Mutex<Notes>,
    /// Rings when a client has changed, or a promise was broken.
    pub news: Notify,
}

#[derive(Default)]
struct Notes {
    written: Vec<Written>,
    acknowledged: HashMap<Arc<str>, Line>,
    /// In the order in which they were asked for.
    revisions: Vec<Revision>,
    /// Messages, new or changed, that were acknowledged, and that nobody has looked for in the database.
    unchecked: Vec<Line>,
    /// The newest version that anybody was told of what stands at a place.
    told: HashMap<(RoomId, u64), Line>,
    /// Where each clientId was first seen.
    places: HashMap<Arc<str>, (RoomId, u64)>,
    breaches: Vec<Breach>,
    at_next_ack: Option<Box<dyn FnOnce() + Send>>,
}

impl Ledger {
    pub fn wrote(&self, written: Written) {
        self.notes().written.push(written);
    }

    /// The server has promised that it keeps the message.
    pub fn acknowledged(&self, line: Line) {
        let mut notes = self.notes();
        if let Some(act) = notes.at_next_ack.take() {
            act();
        }
        notes.acknowledged.insert(line.client_id.clone(), line.clone());
        notes.unchecked.push(line.clone());
        drop(notes);
        self.told(line);
    }

    /// Somebody wants to change a message.
    pub fn wants(&self, revision: Revision) -> Ticket {
        let revisions = &mut self.notes().revisions;
        revisions.push(revision);
        Ticket::of(revisions)
    }

    /// The server has promised that it keeps the change.
    pub fn revised(&self, ticket: Ticket, line: Line) {
        let mut notes = self.notes();
        ticket.find(&mut notes.revisions).stored = Some(line.clone());
        notes.unchecked.push(line.clone());
        drop(notes);
        self.told(line);
    }

    /// What was acknowledged since this was asked last.
    pub fn take_unchecked(&self) -> Vec<Line> {
        std::mem::take(&mut self.notes().unchecked)
    }

    /// Somebody was shown a message, by whatever way.
    pub fn told(&self, line: Line) {
        let mut notes = self.notes();
        let place = (line.room_id.clone(), line.seq);
        let first = notes.places.entry(line.client_id.clone()).or_insert_with(|| place.clone()).clone();
        if first != place {
            notes.breach(Kind::Doubled, format!("{line} was told before with seq {}", first.1));
            self.news.notify_one();
        }
        let Some(known) = notes.told.get(&place) else {
            notes.told.insert(place, line);
            return;
        };
        if known.contradicts(&line) {
            let what = format!("{line} was told before as {known}");
            notes.breach(Kind::Differs, what);
            self.news.notify_one();
        } else if known.rev < line.rev {
            notes.told.insert(place, line);
        }
    }

    /// Does something at the very moment at which the next ack arrives.
    pub fn at_next_ack(&self, act: impl FnOnce() + Send + 'static) {
        self.notes().at_next_ack = Some(Box::new(act));
    }

    /// Takes back what [`at_next_ack`](Self::at_next_ack) was given; `false` when it has happened.
    pub fn forget_next_ack(&self) -> bool {
        self.notes().at_next_ack.take().is_some()
    }

    /// The server has refused it for now.
    pub fn is_late(&self, client_id: &str) {
        let mut notes = self.notes();
        if let Some(written) = notes.written.iter_mut().rev().find(|written| *written.client_id == *client_id) {
            written.is_late = true;
        }
    }

    /// The server may have refused any of them, and the refusal may be lost.
    pub fn all_unacknowledged_are_late(&self) {
        let notes = &mut *self.notes();
        let acknowledged = &notes.acknowledged;
        let open = notes.written.iter_mut().filter(|written| !acknowledged.contains_key(&written.client_id));
        open.for_each(|written| written.is_late = true);
    }

    pub fn breach(&self, kind: Kind, what: String) {
        self.notes().breach(kind, what);
        self.news.notify_one();
    }

    pub fn breached(&self, breaches: Vec<Breach>) {
        breaches.into_iter().for_each(|breach| self.breach(breach.kind, breach.what));
    }

    pub fn is_clean(&self) -> bool {
        self.notes().breaches.is_empty()
    }

    pub fn breaches(&self) -> Vec<Breach> {
        self.notes().breaches.clone()
    }

    pub fn written(&self) -> Vec<Written> {
        self.notes().written.clone()
    }

    pub fn revisions(&self) -> Vec<Revision> {
        self.notes().revisions.clone()
    }

    pub fn acknowledgements(&self) -> Vec<Line> {
        self.notes().acknowledged.values().cloned().collect()
    }

    pub fn all_told(&self) -> Vec<Line> {
        self.notes().told.values().cloned().collect()
    }

    fn notes(&self) -> MutexGuard<'_, Notes> {
        self.notes.lock().expect("no panic while held")
    }
}

impl Notes {
    fn breach(&mut self, kind: Kind, what: String) {
        self.breaches.push(Breach { kind, what });
    }
}

impl Line {
    /// Whether both are versions of one message.
    pub fn is_same(&self, other: &Self) -> bool {
        (self.id, &self.author, &self.client_id) == (other.id, &other.author, &other.client_id)
    }

    /// Whether not both can be true of what stands at a place: a revision is one version, and what is deleted stays so.
    pub fn contradicts(&self, other: &Self) -> bool {
        let (older, newer) = if self.rev <= other.rev { (self, other) } else { (other, self) };
        let is_undead = older.deleted_at.is_some() && newer.deleted_at.is_none();
        !older.is_same(newer) || is_undead || (older.rev == newer.rev && older != newer)
    }
}

impl fmt::Display for Line {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { room_id, id, seq, rev, content, client_id, .. } = self;
        write!(f, "{content:?} (room {room_id}, id {id}, seq {seq}, rev {rev}, clientId {client_id})")
    }
}

impl fmt::Display for Written {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?} (room {}, clientId {})", self.content, self.room, self.client_id)
    }
}

impl From<&Message> for Line {
    fn from(message: &Message) -> Self {
        Self {
            room_id: message.room_id.clone(),
            id: message.id,
            seq: message.seq,
            rev: message.rev,
            author: Author { id: message.author.id.clone() },
            content: message.content.clone(),
            client_id: message.client_id.as_str().into(),
            deleted_at: message.deleted_at,
        }
    }
}
