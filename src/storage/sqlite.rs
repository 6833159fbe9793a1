//! The house in one SQLite file.
//!
//! One connection writes, so that writes never wait for each other's locks; a few others read beside it (WAL). Every
//! connection lives on a thread of its own, and every call is one transaction: a write is on the disk when it returns
//! (`synchronous=FULL`), a read sees one moment.
//!
//! | file | what it holds |
//! | --- | --- |
//! | `open`, `claim` | opening: folder, file, migrations, connections; one server at a time |
//! | `soundness` | whether what is in the file is whole |
//! | `copies`, `inspection` | backup and restore; looking at the file from outside |
//! | `commit` | the hot path: a batch of writes in one transaction |
//! | `search`, `indexer` | finding messages; the index that this takes, made beside the writes |
//! | `bots`, `bells` | bots and their webhooks; who wants to be told what, and where it is pushed to |
//! | `persons`, `departures` | what is the guests' own: passkeys, sessions, the wish to be forgotten |
//! | `pictures` | which pictures there are, and which are to be removed |
//! | `outside` | what operators change without a server, or beside one |
//! | `guests`, `rooms`, `passes`, `kicks`, `closing`, `messages`, `notices`, `spaces` | the other statements, by topic |
//! | `rows` | from rows to the words of the house |

mod bells;
mod bots;
mod claim;
mod closing;
mod commit;
mod copies;
mod departures;
mod guests;
mod indexer;
mod inspection;
mod kicks;
mod mentions;
mod messages;
mod notices;
mod open;
mod outside;
mod passes;
mod persons;
mod pictures;
mod pins;
mod revisions;
mod rooms;
mod rows;
mod search;
mod soundness;
mod spaces;

use std::{
    collections::HashMap,
    sync::{
        Mutex,
        atomic::{AtomicUsize, Ordering},
    },
    time::{Duration, Instant},
};

use async_trait::async_trait;
use rusqlite::{Connection, ErrorCode, Transaction, TransactionBehavior, ffi};

use claim::Claim;
pub use copies::{Contents, CopyError, Restored, back_up, restore};
use indexer::Indexer;
pub use inspection::{Inspection, is_open};
pub use open::OpenError;
pub use outside::Outside;
pub use pictures::kept_in as kept_pictures;
pub use spaces::{SpaceError, add_to as add_space, list as list_spaces, remove_from as remove_space};

use crate::{
    chat::ports::{
        BellStore, BotStore, KickStore, NewGuest, NewRoom, Page, PasswordHash, PersonStore, PictureStore, RoomChanges,
        SearchStore, Store, StoreError, TokenHash, Write, Written,
    },
    domain::{Ending, Guest, GuestId, Mark, Message, Millis, Notice, Pin, Room, RoomId, Space, name::Name},
};

/// How long a write waits while another process holds the lock, counted from when it was asked for: those that queue
/// up behind a locked file then do not wait for each other as well. Far below what clients take for a dead connection.
const LOCK_PATIENCE: Duration = Duration::from_secs(1);

/// A [`Store`] in a SQLite file. Made by [`SqliteStore::open`].
#[derive(Debug)]
pub struct SqliteStore {
    writer: tokio_rusqlite::Connection,
    readers: Box<[tokio_rusqlite::Connection]>,
    next_reader: AtomicUsize,
    indexer: Indexer,
    /// Until the store is closed.
    claim: Mutex<Option<Claim>>,
}

impl SqliteStore {
    /// Runs `job` in a transaction of the writer and commits it; an error rolls it back.
    async fn write<R: Send + 'static>(
        &self,
        job: impl FnOnce(&Transaction<'_>) -> Result<R, StoreError> + Send + 'static,
    ) -> Result<R, StoreError> {
        write(&self.writer, job).await
    }

    /// Runs `job` on a reader, at one moment of the database.
    async fn read<R: Send + 'static>(
        &self,
        job: impl FnOnce(&Transaction<'_>) -> Result<R, StoreError> + Send + 'static,
    ) -> Result<R, StoreError> {
        let turn = self.next_reader.fetch_add(1, Ordering::Relaxed);
        run(&self.readers[turn % self.readers.len()], TransactionBehavior::Deferred, |_| Ok(()), job).await
    }
}

async fn write<R: Send + 'static>(
    writer: &tokio_rusqlite::Connection,
    job: impl FnOnce(&Transaction<'_>) -> Result<R, StoreError> + Send + 'static,
) -> Result<R, StoreError> {
    let asked = Instant::now();
    let wait = move |connection: &Connection| {
        connection.busy_timeout(LOCK_PATIENCE.saturating_sub(asked.elapsed()))?;
        Ok(())
    };
    run(writer, TransactionBehavior::Immediate, wait, job).await
}

async fn run<R: Send + 'static>(
    connection: &tokio_rusqlite::Connection,
    behavior: TransactionBehavior,
    prepare: impl FnOnce(&Connection) -> Result<(), StoreError> + Send + 'static,
    job: impl FnOnce(&Transaction<'_>) -> Result<R, StoreError> + Send + 'static,
) -> Result<R, StoreError> {
    let done = connection.call(move |connection| {
        prepare(connection)?;
        let transaction = connection.transaction_with_behavior(behavior)?;
        let answer = job(&transaction)?;
        transaction.commit()?;
        Ok(answer)
    });
    done.await.map_err(|error| match error {
        tokio_rusqlite::Error::Error(error) => error,
        closed => StoreError::Engine(closed.to_string().into()),
    })
}

impl From<rusqlite::Error> for StoreError {
    fn from(error: rusqlite::Error) -> Self {
        match error.sqlite_error() {
            Some(cause) if cause.extended_code == ffi::SQLITE_CONSTRAINT_FOREIGNKEY => Self::Missing,
            Some(cause) if is_about_the_file(cause.code) => Self::OutOfOrder(error.into()),
            _ => Self::Engine(error.into()),
        }
    }
}

/// Whether every write fails in this way, not only the one that was tried.
fn is_about_the_file(code: ErrorCode) -> bool {
    use ErrorCode::{
        CannotOpen, DatabaseBusy, DatabaseLocked, DiskFull, FileLockingProtocolFailed, OutOfMemory, PermissionDenied,
        ReadOnly, SystemIoFailure,
    };
    matches!(
        code,
        CannotOpen
            | DatabaseBusy
            | DatabaseLocked
            | DiskFull
            | FileLockingProtocolFailed
            | OutOfMemory
            | PermissionDenied
            | ReadOnly
            | SystemIoFailure
    )
}

/// Whether a statement failed because it would have given two rows the same unique value. Which value that is, the
/// caller knows from the statement.
fn is_unique_violation(error: &rusqlite::Error) -> bool {
    error.sqlite_error().is_some_and(|error| error.extended_code == ffi::SQLITE_CONSTRAINT_UNIQUE)
}

#[async_trait]
impl Store for SqliteStore {
    async fn create_guest(&self, guest: NewGuest) -> Result<Guest, StoreError> {
        self.write(move |tx| guests::create(tx, &guest)).await
    }

    async fn guest_of_session(
        &self,
        token: &TokenHash,
        since: Millis,
        now: Millis,
    ) -> Result<Option<Guest>, StoreError> {
        let token = *token;
        let Some(session) = self.read(move |tx| guests::session(tx, &token, since)).await? else { return Ok(None) };
        if session.is_seen_long_before(now)
            && let Err(error) = self.write(move |tx| guests::note_seen(tx, &token, now)).await
        {
            // A full disk must not lock people out of what they can still read.
            tracing::warn!(?error, "could not note that a session was seen");
        }
        Ok(Some(session.guest))
    }

    async fn end_session(&self, token: &TokenHash) -> Result<(), StoreError> {
        let token = *token;
        self.write(move |tx| guests::end_session(tx, &token)).await
    }

    async fn create_visitor(&self, id: &GuestId, nickname: &Name) -> Result<Guest, StoreError> {
        let (id, nickname) = (id.clone(), nickname.clone());
        self.write(move |tx| guests::insert(tx, &id, &nickname).map(|(guest, _)| guest)).await
    }

    async fn end_visit(&self, guest: &GuestId) -> Result<(), StoreError> {
        let guest = guest.clone();
        self.write(move |tx| guests::end_visit(tx, &guest)).await
    }

    async fn rename_guest(&self, guest: &GuestId, nickname: &Name) -> Result<Guest, StoreError> {
        let (guest, nickname) = (guest.clone(), nickname.clone());
        self.write(move |tx| guests::rename(tx, &guest, &nickname)).await
    }

    async fn expire_sessions(&self, before: Millis) -> Result<u64, StoreError> {
        self.write(move |tx| guests::expire_sessions(tx, before)).await
    }

    async fn spaces(&self) -> Result<Vec<Space>, StoreError> {
        self.read(|tx| Ok(spaces::live(tx)?)).await
    }

    async fn add_space(&self, space: &Space) -> Result<(), StoreError> {
        let space = space.clone();
        self.write(move |tx| Ok(spaces::add(tx, &space).map(drop)?)).await
    }

    async fn create_room(&self, room: NewRoom) -> Result<Room, StoreError> {
        self.write(move |tx| rooms::create(tx, room)).await
    }

    async fn room(&self, id: &RoomId) -> Result<Option<Room>, StoreError> {
        let id = id.clone();
        self.read(move |tx| rooms::by_id(tx, &id)).await
    }

    async fn rooms(&self, space: &Space) -> Result<Vec<Room>, StoreError> {
        let space = space.clone();
        self.read(move |tx| rooms::listed(tx, &space)).await
    }

    async fn room_named(&self, key: &str) -> Result<Option<Room>, StoreError> {
        let key = key.to_owned();
        self.read(move |tx| rooms::by_name(tx, &key)).await
    }

    async fn change_room(&self, id: &RoomId, changes: RoomChanges) -> Result<Room, StoreError> {
        let id = id.clone();
        self.write(move |tx| rooms::change(tx, &id, changes)).await
    }

    async fn password(&self, room: &RoomId) -> Result<Option<PasswordHash>, StoreError> {
        let room = room.clone();
        self.read(move |tx| passes::password(tx, &room)).await
    }

    async fn give_pass(&self, room: &RoomId, guest: &GuestId, password: &PasswordHash) -> Result<(), StoreError> {
        let (room, guest, password) = (room.clone(), guest.clone(), password.clone());
        self.write(move |tx| passes::give(tx, &room, &guest, &password)).await
    }

    async fn has_pass(&self, room: &RoomId, guest: &GuestId) -> Result<bool, StoreError> {
        let (room, guest) = (room.clone(), guest.clone());
        self.read(move |tx| passes::has(tx, &room, &guest)).await
    }

    async fn expired_rooms(&self, now: Millis) -> Result<Vec<Room>, StoreError> {
        self.read(move |tx| rooms::expired(tx, now)).await
    }

    async fn passing_rooms(&self) -> Result<Vec<Room>, StoreError> {
        self.read(rooms::passing).await
    }

    async fn close_room(&self, id: &RoomId, now: Millis) -> Result<bool, StoreError> {
        let id = id.clone();
        self.write(move |tx| closing::close(tx, &id, now)).await
    }

    async fn expire_room(&self, id: &RoomId, now: Millis) -> Result<bool, StoreError> {
        let id = id.clone();
        self.write(move |tx| closing::expire(tx, &id, now)).await
    }

    async fn ending(&self, id: &RoomId) -> Result<Option<Ending>, StoreError> {
        let id = id.clone();
        self.read(move |tx| closing::ending(tx, &id)).await
    }

    async fn purge_rooms(&self, before: Millis, limit: u32) -> Result<bool, StoreError> {
        self.write(move |tx| closing::purge(tx, before, limit)).await
    }

    async fn is_member(&self, room: &RoomId, guest: &GuestId) -> Result<bool, StoreError> {
        let (room, guest) = (room.clone(), guest.clone());
        self.read(move |tx| rooms::is_member(tx, &room, &guest)).await
    }

    async fn members_since(&self, room: &RoomId, guests: &[GuestId]) -> Result<HashMap<GuestId, Millis>, StoreError> {
        let (room, guests) = (room.clone(), guests.to_vec());
        self.read(move |tx| rooms::members_since(tx, &room, guests)).await
    }

    async fn marks(&self, guest: &GuestId, space: &Space) -> Result<Vec<Mark>, StoreError> {
        let (guest, space) = (guest.clone(), space.clone());
        self.read(move |tx| rooms::marks(tx, &guest, &space)).await
    }

    async fn mentions(&self, guest: &GuestId, space: &Space) -> Result<Vec<Mark>, StoreError> {
        let (guest, space) = (guest.clone(), space.clone());
        self.read(move |tx| mentions::unread(tx, &guest, &space)).await
    }

    async fn pins(&self, room: &RoomId) -> Result<Vec<Pin>, StoreError> {
        let room = room.clone();
        self.read(move |tx| pins::of(tx, &room)).await
    }

    async fn own_page(
        &self,
        room: &RoomId,
        guest: &GuestId,
        skip: u32,
        limit: u32,
    ) -> Result<Vec<Message>, StoreError> {
        let (room, guest) = (room.clone(), guest.clone());
        self.read(move |tx| messages::own_page(tx, &room, &guest, skip, limit)).await
    }

    async fn commit(&self, batch: Vec<Write>) -> Result<Vec<Written>, StoreError> {
        let written = self.write(move |tx| commit::commit(tx, batch)).await;
        self.indexer.wake();
        written
    }

    async fn latest(&self, room: &RoomId, limit: u32) -> Result<Page, StoreError> {
        let room = room.clone();
        self.read(move |tx| messages::latest(tx, &room, limit)).await
    }

    async fn before(&self, room: &RoomId, seq: u64, limit: u32) -> Result<Vec<Message>, StoreError> {
        let room = room.clone();
        self.read(move |tx| messages::before(tx, &room, seq, limit)).await
    }

    async fn since(&self, room: &RoomId, rev: u64, limit: u32) -> Result<Page, StoreError> {
        let room = room.clone();
        self.read(move |tx| messages::since(tx, &room, rev, limit)).await
    }

    async fn notices(&self, space: &Space, limit: u32) -> Result<Vec<Notice>, StoreError> {
        let space = space.clone();
        self.read(move |tx| notices::latest(tx, &space, limit)).await
    }

    fn bells(&self) -> &dyn BellStore {
        self
    }

    fn bots(&self) -> &dyn BotStore {
        self
    }

    fn kicks(&self) -> &dyn KickStore {
        self
    }

    fn persons(&self) -> &dyn PersonStore {
        self
    }

    fn search(&self) -> &dyn SearchStore {
        self
    }

    fn pictures(&self) -> &dyn PictureStore {
        self
    }

    async fn ready(&self) -> Result<(), StoreError> {
        self.read(|tx| Ok(tx.query_row("SELECT count(*) FROM spaces", [], |_| Ok(()))?)).await?;
        // Only a write shows whether one is possible: the disk may be full. This one changes nothing.
        self.write(|tx| Ok(open::stamp(tx)?)).await
    }

    async fn close(&self) -> Result<(), StoreError> {
        // The writer last: the last connection to go folds the write-ahead log back into the file.
        for connection in self.readers.iter().chain([&self.writer]) {
            connection.clone().close().await.map_err(|error| StoreError::Engine(error.to_string().into()))?;
        }
        self.claim.lock().expect("no panic while held").take();
        Ok(())
    }
}
