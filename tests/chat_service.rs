//! The chat service on its own, without a transport: its verbs, its journal, and what it does when the store fails.

#![cfg(feature = "ssr")]

use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicI64, Ordering},
    },
    time::Duration,
};

use async_trait::async_trait;
use sarangbang::{
    bus::local::LocalBus,
    chat::{
        Chat, Config, ConnectionId, Error, Rate, SendRequest,
        ports::{Bus, Clock, Happened, NewGuest, NewRoom, Page, Store, StoreError, TokenHash, Write, Written},
    },
    domain::{Guest, GuestId, Message, MessageKind, Millis, Notice, Refusal, Room, RoomId, Space, name::Name},
    storage::sqlite::SqliteStore,
};
use tokio::{sync::mpsc, time::timeout};

/// A store with a switch: while it is off every commit fails, and one that holds a poisoned text always does.
struct Faulty {
    engine: SqliteStore,
    broken: AtomicBool,
}

const POISON: &str = "poison";

impl Faulty {
    fn fails(&self, batch: &[Write]) -> bool {
        let poisoned = |write: &Write| matches!(write, Write::Message(draft) if &*draft.content == POISON);
        self.broken.load(Ordering::SeqCst) || batch.iter().any(poisoned)
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
    async fn end_session(&self, token: &TokenHash) -> Result<(), StoreError> {
        self.engine.end_session(token).await
    }
    async fn rename_guest(&self, guest: &GuestId, nickname: &Name) -> Result<Guest, StoreError> {
        self.engine.rename_guest(guest, nickname).await
    }
    async fn expire_sessions(&self, before: Millis) -> Result<u64, StoreError> {
        self.engine.expire_sessions(before).await
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
    async fn is_member(&self, room: &RoomId, guest: &GuestId) -> Result<bool, StoreError> {
        self.engine.is_member(room, guest).await
    }
    async fn commit(&self, batch: Vec<Write>) -> Result<Vec<Written>, StoreError> {
        if self.fails(&batch) { Err(StoreError::Engine("disk full".into())) } else { self.engine.commit(batch).await }
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

/// A clock that stands still until it is told otherwise.
struct Hand(AtomicI64);

impl Clock for Hand {
    fn now(&self) -> Millis {
        self.0.load(Ordering::SeqCst)
    }
}

struct House {
    chat: Arc<Chat>,
    store: Arc<Faulty>,
    clock: Arc<Hand>,
    events: mpsc::Receiver<Happened>,
    _folder: tempfile::TempDir,
}

fn house_with(rates: Option<(Rate, Rate)>) -> House {
    let folder = tempfile::tempdir().unwrap();
    let engine = SqliteStore::open(&folder.path().join("house.db")).unwrap();
    let store = Arc::new(Faulty { engine, broken: AtomicBool::new(false) });
    let (bus, clock) = (Arc::new(LocalBus::default()), Arc::new(Hand(AtomicI64::new(1_000_000))));
    let events = bus.listen(4_096);
    let config =
        Config { session_lifetime: Duration::from_secs(3_600), presence_grace: Duration::from_millis(20), rates };
    let chat = Chat::open(store.clone(), bus, clock.clone(), config);
    House { chat, store, clock, events, _folder: folder }
}

fn house() -> House {
    house_with(None)
}

impl House {
    async fn guest(&self, nickname: &str) -> (Guest, ConnectionId) {
        let (guest, _) = self.chat.enter(nickname).await.unwrap();
        let connection = self.chat.connect(&guest);
        (guest, connection)
    }

    async fn room(&self, owner: &Guest, name: &str) -> RoomId {
        self.chat.create_room(owner, name, "").await.unwrap().id
    }

    async fn say(&self, who: ConnectionId, room: &RoomId, client_id: &str, content: &str) -> Result<Message, Refusal> {
        let kind = MessageKind::Message;
        let request = SendRequest { room, kind, client_id, content, reply_to: None };
        let receipt = self.chat.send(who, request).await.map_err(|error| error.refusal())?;
        receipt.stored().await.map_err(|error| error.refusal())
    }

    /// The next event that `pick` takes; others are passed over.
    async fn next<T>(&mut self, pick: impl Fn(Happened) -> Option<T>) -> T {
        let found = async {
            loop {
                if let Some(found) = pick(self.events.recv().await.expect("the bus is open")) {
                    return found;
                }
            }
        };
        timeout(Duration::from_secs(10), found).await.expect("the event comes")
    }

    async fn next_messages(&mut self) -> (u64, u64, Vec<String>) {
        self.next(|event| match event {
            Happened::Messages { from_rev, to_rev, messages, .. } => {
                Some((from_rev, to_rev, messages.iter().map(|message| message.content.to_string()).collect()))
            }
            _ => None,
        })
        .await
    }
}

#[tokio::test]
async fn a_message_is_stored_then_acknowledged_then_told() {
    let mut house = house();
    let (owner, tab) = house.guest("철수").await;
    let room = house.room(&owner, "개발").await;
    house.chat.join(tab, &room, None).await.unwrap();
    let message = house.say(tab, &room, "c1", "안녕하세요").await.unwrap();
    assert_eq!((message.seq, message.rev, &*message.author.nickname), (1, 1, "철수"));
    assert_eq!(message.created_at, 1_000_000, "the server's time");
    assert_eq!(house.next_messages().await, (0, 1, vec!["안녕하세요".to_owned()]));
}

#[tokio::test]
async fn a_retry_gets_the_first_result_and_is_not_told_again() {
    let mut house = house();
    let (owner, tab) = house.guest("철수").await;
    let room = house.room(&owner, "개발").await;
    house.chat.join(tab, &room, None).await.unwrap();
    let first = house.say(tab, &room, "c1", "하나").await.unwrap();
    let again = house.say(tab, &room, "c1", "하나, 다시").await.unwrap();
    assert_eq!(first, again);
    house.say(tab, &room, "c2", "둘").await.unwrap();
    assert_eq!(house.next_messages().await.2, ["하나"]);
    assert_eq!(house.next_messages().await, (1, 2, vec!["둘".to_owned()]));
}

#[tokio::test]
async fn messages_that_queue_up_share_an_event_and_keep_their_order() {
    let mut house = house();
    let (owner, tab) = house.guest("철수").await;
    let room = house.room(&owner, "개발").await;
    house.chat.join(tab, &room, None).await.unwrap();
    let mut receipts = Vec::new();
    for n in 0..300 {
        let (client_id, content) = (format!("c{n}"), n.to_string());
        let request = SendRequest {
            room: &room,
            kind: MessageKind::Message,
            client_id: &client_id,
            content: &content,
            reply_to: None,
        };
        receipts.push(house.chat.send(tab, request).await.unwrap());
    }
    for (n, receipt) in receipts.into_iter().enumerate() {
        assert_eq!(receipt.stored().await.unwrap().seq, n as u64 + 1);
    }
    let (mut rev, mut told, mut events) = (0, Vec::new(), 0);
    while told.len() < 300 {
        let (from, to, contents) = house.next_messages().await;
        assert_eq!((from, to), (rev, rev + contents.len() as u64), "events follow each other without a gap");
        (rev, events) = (to, events + 1);
        told.extend(contents);
    }
    assert_eq!(told, (0..300).map(|n| n.to_string()).collect::<Vec<_>>());
    assert!(events < 300, "{events} events for 300 messages: nothing was batched");
}

#[tokio::test]
async fn a_failing_store_refuses_tells_nobody_and_recovers() {
    let mut house = house();
    let (owner, tab) = house.guest("철수").await;
    let room = house.room(&owner, "개발").await;
    house.chat.join(tab, &room, None).await.unwrap();
    house.store.broken.store(true, Ordering::SeqCst);
    assert_eq!(house.say(tab, &room, "c1", "하나").await, Err(Refusal::Unavailable));
    house.store.broken.store(false, Ordering::SeqCst);
    assert_eq!(house.say(tab, &room, "c1", "하나").await.unwrap().seq, 1, "the retry is stored, without a hole");
    assert_eq!(house.next_messages().await, (0, 1, vec!["하나".to_owned()]));
}

#[tokio::test]
async fn a_write_that_cannot_be_stored_does_not_take_its_neighbours_with_it() {
    let house = house();
    let (owner, tab) = house.guest("철수").await;
    let room = house.room(&owner, "개발").await;
    house.chat.join(tab, &room, None).await.unwrap();
    let mut receipts = Vec::new();
    for (n, content) in ["하나", POISON, "둘"].into_iter().enumerate() {
        let client_id = format!("c{n}");
        let kind = MessageKind::Message;
        let request = SendRequest { room: &room, kind, client_id: &client_id, content, reply_to: None };
        receipts.push(house.chat.send(tab, request).await.unwrap());
    }
    let mut outcomes = Vec::new();
    for receipt in receipts {
        outcomes.push(receipt.stored().await.map(|message| message.seq).map_err(|error| error.refusal()));
    }
    assert_eq!(outcomes, [Ok(1), Err(Refusal::Unavailable), Ok(2)]);
}

#[tokio::test]
async fn only_who_is_in_the_room_may_write_and_only_its_owner_may_announce() {
    let house = house();
    let (owner, owners_tab) = house.guest("철수").await;
    let (_, tab) = house.guest("영희").await;
    let room = house.room(&owner, "개발").await;
    assert_eq!(house.say(tab, &room, "c1", "저 왔어요").await, Err(Refusal::NotInRoom));
    house.chat.join(tab, &room, None).await.unwrap();
    house.chat.join(owners_tab, &room, None).await.unwrap();
    let alert =
        SendRequest {
            room: &room, kind: MessageKind::Alert, client_id: "a1", content: "공지입니다", reply_to: None
        };
    let refused = house.chat.send(tab, alert.clone()).await.map(|_| ()).unwrap_err();
    assert_eq!(refused.refusal(), Refusal::NotOwner);
    let stored = house.chat.send(owners_tab, alert).await.unwrap().stored().await.unwrap();
    assert_eq!(stored.kind, MessageKind::Alert);
    house.chat.leave(tab, &room);
    assert_eq!(house.say(tab, &room, "c2", "나간 뒤").await, Err(Refusal::NotInRoom));
}

#[tokio::test]
async fn a_changed_message_is_told_with_the_next_rev_and_a_retry_is_not() {
    let mut house = house();
    let (owner, tab) = house.guest("철수").await;
    let (_, other) = house.guest("영희").await;
    let room = house.room(&owner, "개발").await;
    house.chat.join(tab, &room, None).await.unwrap();
    let message = house.say(tab, &room, "c1", "하나").await.unwrap();
    assert_eq!(house.next_messages().await, (0, 1, vec!["하나".to_owned()]));

    let outside = house.chat.edit(other, &room, message.id, "남의 말").await.map(|_| ()).unwrap_err();
    assert_eq!(outside.refusal(), Refusal::NotInRoom);
    house.chat.join(other, &room, None).await.unwrap();
    let foreign = house.chat.edit(other, &room, message.id, "남의 말").await.unwrap().stored().await.unwrap_err();
    assert_eq!(foreign.refusal(), Refusal::NotAuthor);
    let empty = house.chat.edit(tab, &room, message.id, " ").await.map(|_| ()).unwrap_err();
    assert_eq!(empty.refusal(), Refusal::MessageEmpty);

    for _ in 0..2 {
        let edited = house.chat.edit(tab, &room, message.id, "하나!").await.unwrap().stored().await.unwrap();
        assert_eq!((edited.seq, edited.rev, &*edited.content), (1, 2, "하나!"));
    }
    house.chat.delete(tab, &room, message.id).await.unwrap().stored().await.unwrap();
    assert_eq!(house.next_messages().await, (1, 2, vec!["하나!".to_owned()]));
    assert_eq!(house.next_messages().await, (2, 3, vec![String::new()]));
    let gone = house.chat.edit(tab, &room, message.id, "다시").await.unwrap().stored().await.unwrap_err();
    assert_eq!(gone.refusal(), Refusal::MessageNotFound);
}

#[tokio::test]
async fn a_reader_who_is_too_far_behind_starts_again_and_one_from_the_future_too() {
    let house = house();
    let (owner, tab) = house.guest("철수").await;
    let room = house.room(&owner, "개발").await;
    house.chat.join(tab, &room, None).await.unwrap();
    for n in 0..502 {
        house.say(tab, &room, &format!("c{n}"), "…").await.unwrap();
    }
    let near = house.chat.sync(tab, &room, 2).await.unwrap();
    assert_eq!((near.messages.len(), near.rev, near.reset), (500, 502, false));
    let far = house.chat.sync(tab, &room, 1).await.unwrap();
    assert_eq!((far.messages.len(), far.rev, far.reset), (50, 502, true));
    assert!(house.chat.sync(tab, &room, 503).await.unwrap().reset);
}

#[tokio::test]
async fn a_broken_connection_is_a_leaving_only_after_the_grace() {
    let mut house = house();
    let (owner, tab) = house.guest("철수").await;
    let room = house.room(&owner, "개발").await;
    house.chat.join(tab, &room, None).await.unwrap();
    let presence = |event| match event {
        Happened::Presence { joined, left, .. } => Some((joined.len(), left.to_vec())),
        _ => None,
    };
    assert_eq!(house.next(presence).await, (1, vec![]));
    house.chat.disconnect(tab);
    assert_eq!(house.chat.members(&room).len(), 1, "still there for a moment");
    assert_eq!(house.next(presence).await, (0, vec![owner.id.clone()]));
    assert_eq!(house.chat.members(&room), []);
}

#[tokio::test]
async fn the_space_hears_who_made_and_who_entered_a_room() {
    let mut house = house();
    let (owner, tab) = house.guest("철수").await;
    let room = house.room(&owner, "개발").await;
    house.chat.join(tab, &room, None).await.unwrap();
    let notice = |event| if let Happened::Notice(notice) = event { Some(notice.korean()) } else { None };
    assert_eq!(house.next(notice).await, "철수님이 개발방을 만들었습니다.");
    assert_eq!(house.next(notice).await, "철수님이 개발방에 입장했습니다.");
    assert_eq!(house.chat.notices(&Space::main()).await.unwrap().len(), 2);
}

#[tokio::test]
async fn a_session_ends_when_nobody_uses_it_and_its_nickname_is_free_again() {
    let house = house();
    let (guest, token) = house.chat.enter("철수").await.unwrap();
    assert_eq!(house.chat.guest_of(&token).await.unwrap(), Some(guest));
    assert_eq!(house.chat.enter("철수").await.unwrap_err().refusal(), Refusal::NicknameTaken);
    house.clock.0.fetch_add(2 * 3_600_000, Ordering::SeqCst);
    assert_eq!(house.chat.guest_of(&token).await.unwrap(), None);
    assert_eq!(house.chat.expire_sessions().await.unwrap(), 1);
    house.chat.enter("철수").await.unwrap();
}

#[tokio::test]
async fn a_form_writes_with_the_same_allowance_as_a_socket() {
    let rate = Rate { per_second: 1.try_into().unwrap(), burst: 2.try_into().unwrap() };
    let house = house_with(Some((rate, rate)));
    let (owner, tab) = house.guest("철수").await;
    let room = house.room(&owner, "개발").await;
    house.chat.join(tab, &room, None).await.unwrap();
    house.say(tab, &room, "c1", "소켓").await.unwrap();
    let form =
        |client_id| SendRequest {
            room: &room, kind: MessageKind::Message, client_id, content: "양식", reply_to: None
        };
    house.chat.post(&owner, form("c2")).await.unwrap();
    assert!(matches!(house.chat.post(&owner, form("c3")).await, Err(Error::TooFast { .. })));
}

#[tokio::test]
async fn a_closed_house_refuses_and_keeps_what_it_acknowledged() {
    let house = house();
    let (owner, tab) = house.guest("철수").await;
    let room = house.room(&owner, "개발").await;
    house.chat.join(tab, &room, None).await.unwrap();
    house.say(tab, &room, "c1", "하나").await.unwrap();
    house.chat.close().await.unwrap();
    assert_eq!(house.say(tab, &room, "c2", "둘").await, Err(Refusal::Unavailable));
}
