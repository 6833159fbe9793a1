//! The house of these tests: the chat service on a store that can be made to fail, with a clock that is set by hand.

use std::{
    collections::HashMap,
    path::PathBuf,
    sync::{
        Arc, Mutex,
        atomic::{AtomicI64, AtomicUsize, Ordering},
    },
    time::Duration,
};

use async_trait::async_trait;
use sarangbang::{
    album::{darkroom::LocalDarkroom, files::StoredFiles},
    bus::local::LocalBus,
    chat::{
        Chat, Config, ConnectionId, Pictures, Quota, Rates, RoomRequest, SendRequest,
        ports::{
            BellStore, BotStore, Bus, Clock, Happened, KickStore, NewGuest, NewRoom, Page, PasswordHash, PersonStore,
            PictureFiles, PictureStore, RoomChanges, SearchStore, Store, StoreError, TokenHash, Write, Written,
        },
    },
    domain::{
        Ending, Guest, GuestId, Mark, Message, MessageKind, Millis, Notice, PictureId, PictureSize, Pin, Refusal, Room,
        RoomId, Space, name::Name,
    },
    outside::Gate,
    storage::sqlite::SqliteStore,
};
use tokio::{
    sync::{mpsc, oneshot},
    time::timeout,
};

/// A store that fails as it is told to, and always when a text is poisoned.
pub struct Faulty {
    pub engine: SqliteStore,
    fault: Mutex<Option<Fault>>,
    pub commits: AtomicUsize,
    /// What an owner changes about a room right after the service looked at it for the next time.
    pub overtaking: Mutex<Option<RoomChanges>>,
    /// Whom an owner sends out of a room right after the service looked for the next time whether they were.
    pub overtaking_kick: Mutex<Option<GuestId>>,
}

#[derive(Clone)]
pub enum Fault {
    /// Every commit fails.
    Refuses,
    /// It can do nothing, and takes until the lock is free to find that out.
    IsDown(Arc<tokio::sync::Mutex<()>>),
    /// It says so of the next commit, which is done in fact.
    LiesOnce(fn() -> StoreError),
}

pub const POISON: &str = "poison";

impl Faulty {
    pub fn breaks(&self, fault: impl Into<Option<Fault>>) {
        *self.fault.lock().unwrap() = fault.into();
    }

    async fn overtake(&self, room: &RoomId) -> Result<(), StoreError> {
        let changes = self.overtaking.lock().unwrap().take();
        match changes {
            Some(changes) => self.engine.change_room(room, changes).await.map(drop),
            None => Ok(()),
        }
    }
}

#[async_trait]
impl Store for Faulty {
    async fn create_guest(&self, guest: NewGuest) -> Result<Guest, StoreError> {
        self.engine.create_guest(guest).await
    }
    async fn guest_of_session(&self, t: &TokenHash, since: Millis, now: Millis) -> Result<Option<Guest>, StoreError> {
        self.engine.guest_of_session(t, since, now).await
    }
    fn persons(&self) -> &dyn PersonStore {
        self.engine.persons()
    }
    async fn end_session(&self, token: &TokenHash) -> Result<(), StoreError> {
        self.engine.end_session(token).await
    }
    async fn create_visitor(&self, id: &GuestId, nickname: &Name) -> Result<Guest, StoreError> {
        self.engine.create_visitor(id, nickname).await
    }
    async fn end_visit(&self, guest: &GuestId) -> Result<(), StoreError> {
        self.engine.end_visit(guest).await
    }
    async fn rename_guest(&self, guest: &GuestId, nickname: &Name) -> Result<Guest, StoreError> {
        self.engine.rename_guest(guest, nickname).await
    }
    async fn expire_sessions(&self, before: Millis) -> Result<u64, StoreError> {
        self.engine.expire_sessions(before).await
    }
    async fn spaces(&self) -> Result<Vec<Space>, StoreError> {
        self.engine.spaces().await
    }
    async fn add_space(&self, space: &Space) -> Result<(), StoreError> {
        self.engine.add_space(space).await
    }
    async fn create_room(&self, room: NewRoom) -> Result<Room, StoreError> {
        self.engine.create_room(room).await
    }
    async fn room(&self, id: &RoomId) -> Result<Option<Room>, StoreError> {
        self.engine.room(id).await
    }
    async fn rooms(&self, space: &Space) -> Result<Vec<Room>, StoreError> {
        self.engine.rooms(space).await
    }
    async fn room_named(&self, key: &str) -> Result<Option<Room>, StoreError> {
        self.engine.room_named(key).await
    }
    async fn change_room(&self, id: &RoomId, changes: RoomChanges) -> Result<Room, StoreError> {
        self.engine.change_room(id, changes).await
    }
    async fn password(&self, room: &RoomId) -> Result<Option<PasswordHash>, StoreError> {
        let password = self.engine.password(room).await;
        self.overtake(room).await.and(password)
    }
    async fn give_pass(&self, room: &RoomId, guest: &GuestId, password: &PasswordHash) -> Result<(), StoreError> {
        self.engine.give_pass(room, guest, password).await
    }
    async fn has_pass(&self, room: &RoomId, guest: &GuestId) -> Result<bool, StoreError> {
        self.engine.has_pass(room, guest).await
    }
    async fn expired_rooms(&self, now: Millis) -> Result<Vec<Room>, StoreError> {
        let rooms = self.engine.expired_rooms(now).await?;
        for room in &rooms {
            self.overtake(&room.id).await?;
        }
        Ok(rooms)
    }
    async fn passing_rooms(&self) -> Result<Vec<Room>, StoreError> {
        self.engine.passing_rooms().await
    }
    async fn close_room(&self, id: &RoomId, now: Millis) -> Result<bool, StoreError> {
        self.engine.close_room(id, now).await
    }
    async fn expire_room(&self, id: &RoomId, now: Millis) -> Result<bool, StoreError> {
        self.engine.expire_room(id, now).await
    }
    fn bells(&self) -> &dyn BellStore {
        &self.engine
    }
    fn bots(&self) -> &dyn BotStore {
        &self.engine
    }
    fn kicks(&self) -> &dyn KickStore {
        self
    }
    fn search(&self) -> &dyn SearchStore {
        &self.engine
    }
    fn pictures(&self) -> &dyn PictureStore {
        &self.engine
    }
    async fn ending(&self, id: &RoomId) -> Result<Option<Ending>, StoreError> {
        self.engine.ending(id).await
    }
    async fn purge_rooms(&self, before: Millis, limit: u32) -> Result<bool, StoreError> {
        self.engine.purge_rooms(before, limit).await
    }
    async fn is_member(&self, room: &RoomId, guest: &GuestId) -> Result<bool, StoreError> {
        self.engine.is_member(room, guest).await
    }
    async fn members_since(&self, room: &RoomId, guests: &[GuestId]) -> Result<HashMap<GuestId, Millis>, StoreError> {
        self.engine.members_since(room, guests).await
    }
    async fn marks(&self, guest: &GuestId, space: &Space) -> Result<Vec<Mark>, StoreError> {
        self.engine.marks(guest, space).await
    }
    async fn mentions(&self, guest: &GuestId, space: &Space) -> Result<Vec<Mark>, StoreError> {
        self.engine.mentions(guest, space).await
    }
    async fn pins(&self, room: &RoomId) -> Result<Vec<Pin>, StoreError> {
        self.engine.pins(room).await
    }
    async fn own_page(
        &self,
        room: &RoomId,
        guest: &GuestId,
        skip: u32,
        limit: u32,
    ) -> Result<Vec<Message>, StoreError> {
        self.engine.own_page(room, guest, skip, limit).await
    }
    async fn commit(&self, batch: Vec<Write>) -> Result<Vec<Written>, StoreError> {
        self.commits.fetch_add(1, Ordering::SeqCst);
        let poisoned = |write: &Write| matches!(write, Write::Message(draft) if &*draft.content == POISON);
        let fault = self.fault.lock().unwrap().clone();
        match fault {
            Some(Fault::Refuses) => Err(StoreError::Engine("broken".into())),
            Some(Fault::IsDown(lock)) => {
                let _ = lock.lock().await;
                Err(StoreError::OutOfOrder("locked".into()))
            }
            Some(Fault::LiesOnce(error)) => {
                self.breaks(None);
                self.engine.commit(batch).await.and(Err(error()))
            }
            None if batch.iter().any(poisoned) => Err(StoreError::Engine("poisoned".into())),
            None => self.engine.commit(batch).await,
        }
    }
    async fn latest(&self, room: &RoomId, limit: u32) -> Result<Page, StoreError> {
        self.engine.latest(room, limit).await
    }
    async fn before(&self, room: &RoomId, seq: u64, limit: u32) -> Result<Vec<Message>, StoreError> {
        self.engine.before(room, seq, limit).await
    }
    async fn since(&self, room: &RoomId, rev: u64, limit: u32) -> Result<Page, StoreError> {
        self.engine.since(room, rev, limit).await
    }
    async fn notices(&self, space: &Space, limit: u32) -> Result<Vec<Notice>, StoreError> {
        self.engine.notices(space, limit).await
    }
    async fn ready(&self) -> Result<(), StoreError> {
        self.engine.ready().await
    }
    async fn close(&self) -> Result<(), StoreError> {
        self.engine.close().await
    }
}

/// Files that fail as they are told to, and that take as long as something else takes.
pub struct FaultyFiles {
    engine: StoredFiles,
    /// Pictures that cannot be removed.
    pub stuck: Mutex<Vec<PictureId>>,
    /// What is waited for before the next file is written: first a word that it is about to be, then one to go on.
    pub slow: Mutex<Option<(oneshot::Sender<()>, oneshot::Receiver<()>)>>,
}

#[async_trait]
impl PictureFiles for FaultyFiles {
    async fn put(&self, id: &PictureId, size: PictureSize, bytes: Vec<u8>) -> Result<(), StoreError> {
        let slow = self.slow.lock().unwrap().take();
        if let Some((begun, go_on)) = slow {
            begun.send(()).unwrap();
            go_on.await.unwrap();
        }
        self.engine.put(id, size, bytes).await
    }
    async fn get(&self, id: &PictureId, size: PictureSize) -> Result<Option<Vec<u8>>, StoreError> {
        self.engine.get(id, size).await
    }
    async fn remove(&self, id: &PictureId) -> Result<(), StoreError> {
        if self.stuck.lock().unwrap().contains(id) {
            return Err(StoreError::Engine("stuck".into()));
        }
        self.engine.remove(id).await
    }
}

/// A clock that stands still until it is told otherwise.
pub struct Hand(pub AtomicI64);

impl Clock for Hand {
    fn now(&self) -> Millis {
        self.0.load(Ordering::SeqCst)
    }
}

pub struct House {
    pub chat: Arc<Chat>,
    pub store: Arc<Faulty>,
    pub clock: Arc<Hand>,
    pub bus: Arc<LocalBus>,
    pub events: mpsc::Receiver<Happened>,
    pub files: Arc<FaultyFiles>,
    folder: tempfile::TempDir,
}

pub fn house_with(rates: Option<Rates>) -> House {
    open(rates, Quota::NONE)
}

/// One in which pictures may take so much.
pub fn house_with_quota(quota: Quota) -> House {
    open(None, quota)
}

fn open(rates: Option<Rates>, quota: Quota) -> House {
    let folder = tempfile::tempdir().unwrap();
    let engine = SqliteStore::open(&folder.path().join("house.db")).unwrap();
    let store = Faulty {
        engine,
        fault: Mutex::default(),
        commits: AtomicUsize::default(),
        overtaking: Mutex::default(),
        overtaking_kick: Mutex::default(),
    };
    let store = Arc::new(store);
    let (bus, clock) = (Arc::new(LocalBus::default()), Arc::new(Hand(AtomicI64::new(1_000_000))));
    let events = bus.listen(4_096);
    let engine = StoredFiles::in_folder(&folder.path().join("pictures")).unwrap();
    let files = Arc::new(FaultyFiles { engine, stuck: Mutex::default(), slow: Mutex::default() });
    let config = Config {
        session_lifetime: Duration::from_secs(3_600),
        presence_grace: Duration::from_millis(20),
        rates,
        outside: Arc::new(Gate::new(vec!["127.0.0.0/8".parse().expect("a network")])),
        pictures: Pictures { darkroom: Arc::new(LocalDarkroom::new()), files: files.clone(), quota },
    };
    let chat = Chat::open(store.clone(), bus.clone(), clock.clone(), config);
    House { chat, store, clock, bus, events, files, folder }
}

pub fn house() -> House {
    house_with(None)
}

impl House {
    /// The store's file.
    pub fn database(&self) -> PathBuf {
        self.folder.path().join("house.db")
    }

    /// The names of the files of pictures.
    pub fn picture_files(&self) -> Vec<String> {
        let files = std::fs::read_dir(self.folder.path().join("pictures")).unwrap();
        let mut names: Vec<_> = files.map(|file| file.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }

    pub async fn guest(&self, nickname: &str) -> (Guest, ConnectionId) {
        let (guest, session) = self.chat.enter(nickname).await.unwrap();
        let connection = self.chat.connect(&guest, &session);
        (guest, connection)
    }

    /// Who is in a room now.
    pub fn members(&self, room: &RoomId) -> Vec<Guest> {
        self.chat.members(room).into_iter().map(|here| here.guest).collect()
    }

    pub async fn room(&self, owner: &Guest, name: &str) -> RoomId {
        self.chat.create_room(owner, RoomRequest::open(name, "")).await.unwrap().id
    }

    pub async fn say(
        &self,
        who: ConnectionId,
        room: &RoomId,
        client_id: &str,
        content: &str,
    ) -> Result<Message, Refusal> {
        let kind = MessageKind::Message;
        let request = SendRequest { room, kind, client_id, content, reply_to: None, pictures: &[] };
        let receipt = self.chat.send(who, request).await.map_err(|error| error.refusal())?;
        receipt.stored().await.map_err(|error| error.refusal())
    }

    /// The next event that `pick` takes; others are passed over.
    pub async fn next<T>(&mut self, pick: impl Fn(Happened) -> Option<T>) -> T {
        let found = async {
            loop {
                if let Some(found) = pick(self.events.recv().await.expect("the bus is open")) {
                    return found;
                }
            }
        };
        timeout(Duration::from_secs(10), found).await.expect("the event comes")
    }

    /// The next message that everybody hears is deleted.
    pub async fn next_deletion(&mut self) {
        let is_deletion = |event| match event {
            Happened::Messages { messages, .. } => {
                messages.iter().any(|message| message.deleted_at.is_some()).then_some(())
            }
            _ => None,
        };
        self.next(is_deletion).await;
    }

    pub async fn next_messages(&mut self) -> (u64, u64, Vec<String>) {
        self.next(|event| match event {
            Happened::Messages { from_rev, to_rev, messages, .. } => {
                Some((from_rev, to_rev, messages.iter().map(|message| message.content.to_string()).collect()))
            }
            _ => None,
        })
        .await
    }
}
