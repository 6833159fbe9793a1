//! What a sentence of the contract is told with: a place for a store, people, rooms, drafts.

use std::sync::{
    Arc,
    atomic::{AtomicU64, Ordering},
};

use async_trait::async_trait;
use sarangbang::{
    chat::ports::{Draft, NewGuest, NewNotice, NewRoom, Store, StoreError, TokenHash, Write, Written},
    domain::{ClientId, Guest, GuestId, Message, MessageKind, Millis, Notice, NoticeKind, Room, RoomId, Space, name},
};

/// A place where an engine keeps its data.
#[async_trait]
pub trait House: Send + Sync {
    /// A new, empty place, which is gone when this value is.
    fn build() -> Self
    where
        Self: Sized;

    /// Where it is, so that another process can open it.
    fn address(&self) -> String;

    /// Opens the store at an address.
    async fn open_at(address: &str) -> Arc<dyn Store>
    where
        Self: Sized;

    /// Opens the store here; once more after it was closed.
    async fn open(&self) -> Arc<dyn Store>;

    /// From now on the engine itself fails when it is about to write a message with this content.
    fn fail_at(&self, content: &str);

    /// Waits until the engine has done what it does beside the calls.
    async fn rest(&self);

    /// Whether a text stands in the engine's files, once what it wrote last has got there.
    fn holds(&self, text: &str) -> bool;
}

/// The time at which everything happens, unless a sentence is about time.
pub const NOW: Millis = 1_700_000_000_000;
pub const MINUTE: Millis = 60_000;

/// A token for each nickname.
pub fn token(of: &str) -> TokenHash {
    let mut token = [0; 32];
    for (byte, letter) in token.iter_mut().zip(of.bytes()) {
        *byte = letter;
    }
    token
}

/// A guest whose id and token are made from the nickname.
pub fn new_guest(nickname: &str) -> NewGuest {
    NewGuest {
        id: GuestId::new(format!("guest-{nickname}")),
        nickname: name::nickname(nickname).unwrap(),
        token: token(nickname),
        now: NOW,
    }
}

pub async fn guest(store: &dyn Store, nickname: &str) -> Guest {
    store.create_guest(new_guest(nickname)).await.unwrap()
}

/// A room of `main` whose id is made from its name.
pub fn new_room(owner: &Guest, name: &str) -> NewRoom {
    NewRoom::open(RoomId::new(format!("room-{name}")), name::room_name(name).unwrap(), owner.id.clone(), NOW)
}

pub async fn room(store: &dyn Store, owner: &Guest, name: &str) -> Room {
    store.create_room(new_room(owner, name)).await.unwrap()
}

/// A draft with a client id of its own.
pub fn draft(room: &Room, author: &Guest, content: &str) -> Draft {
    static NEXT: AtomicU64 = AtomicU64::new(1);
    Draft {
        room: room.id.clone(),
        kind: MessageKind::Message,
        author: author.into(),
        content: content.into(),
        pictures: Vec::new(),
        reply_to: None,
        client_id: ClientId::new(format!("client-{}", NEXT.fetch_add(1, Ordering::Relaxed))),
        at: NOW,
    }
}

/// Commits a batch of messages.
pub async fn append(store: &dyn Store, drafts: Vec<Draft>) -> Result<Vec<Written>, StoreError> {
    store.commit(drafts.into_iter().map(Write::Message).collect()).await
}

/// Appends drafts that are all expected to be written now.
pub async fn say(store: &dyn Store, drafts: Vec<Draft>) -> Vec<Message> {
    append(store, drafts).await.unwrap().into_iter().map(newly_written).collect()
}

/// The write that notes a guest's coming into a room.
pub fn entry(room: &Room, guest: &Guest) -> Write {
    Write::Member { room: room.id.clone(), guest: guest.id.clone(), at: NOW }
}

/// A notice of `main` about the room 개발.
pub fn notice(kind: NoticeKind, nickname: &str) -> NewNotice {
    NewNotice {
        space: Space::main(),
        kind,
        nickname: nickname.into(),
        room_id: RoomId::new("room-개발"),
        room_name: "개발".into(),
        at: NOW,
    }
}

/// Commits a notice by itself.
pub async fn tell(store: &dyn Store, notice: NewNotice) -> Notice {
    match &store.commit(vec![Write::Notice(notice)]).await.unwrap()[..] {
        [Written::Notice(notice)] => notice.clone(),
        other => panic!("not told: {other:?}"),
    }
}

/// Fills a room with `count` messages in one batch.
pub async fn fill(store: &dyn Store, room: &Room, author: &Guest, count: u64) -> Vec<Message> {
    say(store, (1..=count).map(|n| draft(room, author, &format!("{n}"))).collect()).await
}

pub fn newly_written(written: Written) -> Message {
    match written {
        Written::Message(message) => message,
        other => panic!("not newly written: {other:?}"),
    }
}

/// The messages of a room, all of them.
pub async fn everything(store: &dyn Store, room: &Room) -> Vec<Message> {
    store.since(&room.id, 0, u32::MAX).await.unwrap().messages
}

pub fn seqs(messages: &[Message]) -> Vec<u64> {
    messages.iter().map(|message| message.seq).collect()
}

pub fn revs(messages: &[Message]) -> Vec<u64> {
    messages.iter().map(|message| message.rev).collect()
}

pub fn contents(messages: &[Message]) -> Vec<&str> {
    messages.iter().map(|message| &*message.content).collect()
}

/// Whether a call was refused for the reason given as a pattern.
#[macro_export]
macro_rules! assert_refused {
    ($call:expr, $reason:pat) => {
        let answer = $call;
        assert!(matches!(answer, Err($reason)), "{answer:?}");
    };
}

/// How many of the answers are `Ok`; the others must be refused for the reason that `is_reason` knows.
pub fn winners<T>(answers: Vec<Result<T, StoreError>>, is_reason: fn(&StoreError) -> bool) -> usize {
    let (won, lost): (Vec<_>, Vec<_>) = answers.into_iter().partition(Result::is_ok);
    for error in lost.into_iter().filter_map(Result::err) {
        assert!(is_reason(&error), "{error:?}");
    }
    won.len()
}
