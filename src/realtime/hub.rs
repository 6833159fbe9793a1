//! The hub: who of this node's sockets hears what, and in which words.
//!
//! Each dialect has a [`Channel`] with its own list of members instead of the engine's rooms, because the engine does
//! not tell whose queue was full when it emits to a room. What happens is put into a dialect's words once, encoded
//! once, and handed to each of its sockets as the same bytes.

use std::{
    collections::HashMap,
    sync::{
        Arc, Mutex, MutexGuard, OnceLock,
        atomic::{AtomicU64, Ordering},
    },
};

use async_trait::async_trait;
use serde_json::value::RawValue;
use socketioxide::extract::{AckSender, SocketRef};
use tokio::sync::{Notify, mpsc};

use super::{
    exit::Packet,
    outbox::Outbox,
    telling::{Audience, Encoded, Telling},
};
use crate::{
    chat::{
        self, Chat, ConnectionId, JoinedRoom, Token,
        ports::{Bus, Happened, TokenHash},
    },
    domain::{GuestId, RoomId, Space},
};

/// Events that may wait for the hub; a full queue slows the journal down.
const QUEUE: usize = 256;

/// Delivers what happens to the sockets of this node.
#[derive(Default)]
pub struct Hub {
    channels: Mutex<Vec<Arc<Channel>>>,
}

/// A dialect's words for what happens in the house.
#[async_trait]
pub(super) trait Words: Send + Sync + 'static {
    /// Whether a client that was cut off gets what it missed when it comes back: then the house keeps nothing for one
    /// that reads too slowly.
    fn can_resume(&self) -> bool {
        false
    }

    /// What is told of it, and to whom; nothing when the dialect has no words for it.
    async fn tell(&self, happened: &Happened) -> Vec<Telling>;
}

/// The sockets of one dialect.
pub(super) struct Channel {
    words: Box<dyn Words>,
    listeners: Mutex<Listeners>,
}

#[derive(Default)]
struct Listeners {
    all: HashMap<u64, Arc<Listener>>,
    rooms: HashMap<RoomId, HashMap<u64, Arc<Listener>>>,
}

/// A room that somebody wants to come into, with what they know.
pub(super) struct Entry<'a> {
    pub room: &'a RoomId,
    pub password: Option<&'a str>,
    /// The revision from which on they want its messages; without one, the latest page.
    pub rev: Option<u64>,
}

/// One socket that hears the house.
pub(super) struct Listener {
    /// Never used twice in one run of the server.
    number: u64,
    channel: Arc<Channel>,
    outbox: Arc<Outbox<SocketRef>>,
    /// Whom the socket speaks for, once that is known.
    guest: OnceLock<GuestId>,
    /// The session by which they came, if they have one.
    session: OnceLock<TokenHash>,
    /// Whose list of rooms and notices the socket hears, where its dialect tells of them by space.
    space: OnceLock<Space>,
    hang_up: Arc<Notify>,
}

impl Hub {
    pub(super) fn start(bus: &dyn Bus) -> Arc<Self> {
        let hub = Arc::new(Self::default());
        tokio::spawn(hub.clone().deliver_all(bus.listen(QUEUE)));
        hub
    }

    /// A dialect whose sockets hear the house from now on.
    pub(super) fn open_channel(&self, words: impl Words) -> Arc<Channel> {
        let channel = Arc::new(Channel { words: Box::new(words), listeners: Mutex::default() });
        self.channels.lock().expect("no panic while held").push(channel.clone());
        channel
    }

    /// Calls `visit` with every socket.
    pub(super) fn each(&self, visit: impl Fn(&SocketRef)) {
        for channel in self.channels() {
            channel.everyone().iter().for_each(|listener| visit(listener.outbox.exit()));
        }
    }

    async fn deliver_all(self: Arc<Self>, mut events: mpsc::Receiver<Happened>) {
        while let Some(event) = events.recv().await {
            for channel in self.channels() {
                channel.deliver(&event).await;
            }
        }
    }

    fn channels(&self) -> Vec<Arc<Channel>> {
        self.channels.lock().expect("no panic while held").clone()
    }
}

impl Channel {
    /// A socket hears the house from now on; nothing is delivered before [`Listener::greet`].
    pub(super) fn add(self: &Arc<Self>, socket: SocketRef, hang_up: Arc<Notify>) -> Arc<Listener> {
        static NEXT: AtomicU64 = AtomicU64::new(1);
        let listener = Arc::new(Listener {
            number: NEXT.fetch_add(1, Ordering::Relaxed),
            channel: self.clone(),
            outbox: Outbox::new(socket, self.words.can_resume(), hang_up.clone()),
            guest: OnceLock::new(),
            session: OnceLock::new(),
            space: OnceLock::new(),
            hang_up,
        });
        self.listeners().all.insert(listener.number, listener.clone());
        listener
    }

    async fn deliver(&self, happened: &Happened) {
        if self.is_heard(happened) {
            for telling in self.words.tell(happened).await {
                self.tell(&telling);
            }
        }
        match happened {
            Happened::RoomEnded { room, .. } => drop(self.listeners().rooms.remove(room)),
            Happened::Kicked { room, guest } => self.put_out(room, guest),
            Happened::BotRevoked(bot) => self.cut_off(bot, None),
            Happened::SignedOut { guest, session } => self.cut_off(guest, *session),
            _ => {}
        }
    }

    /// The sockets of a guest hear nothing more of a room.
    fn put_out(&self, room: &RoomId, guest: &GuestId) {
        let is_theirs = |listener: &&Arc<Listener>| listener.guest.get() == Some(guest);
        self.inside(room).iter().filter(is_theirs).for_each(|listener| listener.unsubscribe(room));
    }

    /// Hangs up on the sockets of a guest; with a session, on those that came by it.
    fn cut_off(&self, guest: &GuestId, session: Option<TokenHash>) {
        let is_theirs = |listener: &&Arc<Listener>| {
            listener.guest.get() == Some(guest) && (session.is_none() || listener.session.get() == session.as_ref())
        };
        self.everyone().iter().filter(is_theirs).for_each(|listener| listener.cut_off());
    }

    /// Whether anybody here may hear of it: what nobody hears needs no words.
    fn is_heard(&self, happened: &Happened) -> bool {
        let listeners = self.listeners();
        match happened {
            Happened::Messages { room, .. } | Happened::Presence { room, .. } | Happened::Typing { room, .. } => {
                listeners.rooms.contains_key(room)
            }
            _ => !listeners.all.is_empty(),
        }
    }

    pub(super) fn tell(&self, telling: &Telling) {
        let audience = match &telling.to {
            Audience::Everyone | Audience::Space(_) | Audience::Guests(_) => self.everyone(),
            Audience::Room(room) => self.inside(room),
        };
        for listener in audience {
            if telling.is_for(listener.guest.get(), listener.space.get()) {
                listener.hear(&telling.event);
            }
        }
    }

    fn inside(&self, room: &RoomId) -> Vec<Arc<Listener>> {
        self.listeners().rooms.get(room).into_iter().flat_map(HashMap::values).cloned().collect()
    }

    fn everyone(&self) -> Vec<Arc<Listener>> {
        self.listeners().all.values().cloned().collect()
    }

    fn listeners(&self) -> MutexGuard<'_, Listeners> {
        self.listeners.lock().expect("no panic while held")
    }
}

impl Listener {
    /// Sends the greeting, and after it what happened since the socket was added.
    pub(super) fn greet(&self, greeting: Option<Encoded>) {
        self.outbox.open(greeting.map(Packet::Event));
    }

    /// The socket speaks for this guest from now on; it is the same one ever after.
    pub(super) fn speaks_for(&self, guest: &GuestId) {
        self.guest.get_or_init(|| guest.clone());
    }

    /// The socket came by this session; it is the same one ever after.
    pub(super) fn comes_by(&self, session: &Token) {
        self.session.get_or_init(|| session.hash());
    }

    /// The socket looks at this space from now on; it is the same one ever after.
    pub(super) fn looks_at(&self, space: &Space) {
        self.space.get_or_init(|| space.clone());
    }

    fn subscribe(self: &Arc<Self>, room: &RoomId) {
        let mut listeners = self.channel.listeners();
        // Not after the socket was cut off: it would hear a house that has forgotten it.
        if listeners.all.contains_key(&self.number) {
            listeners.rooms.entry(room.clone()).or_default().insert(self.number, self.clone());
        }
    }

    fn unsubscribe(&self, room: &RoomId) {
        let mut listeners = self.channel.listeners();
        if let Some(inside) = listeners.rooms.get_mut(room) {
            inside.remove(&self.number);
            if inside.is_empty() {
                listeners.rooms.remove(room);
            }
        }
    }

    /// Brings a connection into a room, whose events it hears from now on.
    ///
    /// # Errors
    /// Those of [`Chat::join`]; it is not in the room then.
    pub(super) async fn join(
        self: &Arc<Self>,
        chat: &Arc<Chat>,
        connection: ConnectionId,
        asked: &Entry<'_>,
    ) -> chat::Result<JoinedRoom> {
        let joined = self.come_in(chat, connection, asked).await;
        joined.inspect_err(|_| self.leave(chat, connection, asked.room))
    }

    async fn come_in(
        self: &Arc<Self>,
        chat: &Arc<Chat>,
        connection: ConnectionId,
        asked: &Entry<'_>,
    ) -> chat::Result<JoinedRoom> {
        let guest = chat.guest_behind(connection)?;
        let room = chat.room_for(&guest, asked.room).await?;
        // Checking a password takes its time, and nobody listens at the door meanwhile.
        chat.admit(&guest, &room, asked.password).await?;
        // First hear, then read: what is stored in between comes twice and is merged, and never not at all.
        self.subscribe(&room.id);
        chat.join(connection, &room.id, asked.rev, None).await
    }

    /// Takes a connection out of a room.
    pub(super) fn leave(&self, chat: &Arc<Chat>, connection: ConnectionId, room: &RoomId) {
        self.unsubscribe(room);
        chat.leave(connection, room);
    }

    /// The socket hears nothing more.
    pub(super) fn remove(&self) {
        self.outbox.shut();
        let mut listeners = self.channel.listeners();
        listeners.all.remove(&self.number);
        listeners.rooms.retain(|_, room| {
            room.remove(&self.number);
            !room.is_empty()
        });
    }

    /// Tells the socket something, after all that it was told before, its greeting first.
    pub(super) fn hear(&self, event: &Encoded) {
        self.outbox.send(Packet::Event(event.clone()));
    }

    /// Sends an answer, as soon as there is a place for it, after all that was sent before. A client that does not read
    /// its answers is cut off like one that does not read its events, only not at once.
    pub(super) async fn answer(&self, ack: AckSender, body: Box<RawValue>) {
        self.outbox.answer(Packet::Ack(ack, body)).await;
    }

    fn cut_off(&self) {
        self.remove();
        self.hang_up.notify_one();
    }
}
