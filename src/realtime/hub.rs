//! The hub: who of this node's sockets hears what.
//!
//! It keeps its own list of members instead of the engine's rooms, because the engine does not tell whose queue was
//! full when it emits to a room. An event is encoded once and handed to each socket as the same bytes.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, MutexGuard},
};

use serde_json::value::RawValue;
use socketioxide::{SendError, SocketError, extract::SocketRef};
use tokio::sync::{Notify, mpsc};

use crate::{
    chat::{
        Chat, ConnectionId,
        ports::{Bus, Happened},
    },
    domain::{Guest, GuestId, Reach, RoomId},
    protocol::{
        Event, Me, Member, Message, Notice, Room,
        event::{Messages, Presence, RoomChanges, RoomClosed, Typing},
        payload::Renamed,
    },
};

/// Events that may wait for the hub; a full queue slows the journal down.
const QUEUE: usize = 256;

/// Rooms up to this size get their whole list of members with every change.
const WHOLE_LIST: usize = 50;

/// Delivers what happens to the sockets of this node.
pub struct Hub {
    chat: Arc<Chat>,
    listeners: Mutex<Listeners>,
}

#[derive(Default)]
struct Listeners {
    house: HashMap<ConnectionId, Arc<Listener>>,
    rooms: HashMap<RoomId, HashMap<ConnectionId, Arc<Listener>>>,
}

/// One socket that hears the house.
pub(super) struct Listener {
    pub connection: ConnectionId,
    guest: GuestId,
    /// Whether it hears what concerns the whole house. A room's bot does not.
    hears_lobby: bool,
    socket: SocketRef,
    hang_up: Arc<Notify>,
    /// Events that came before the welcome, which is the first event on every connection. `None` once it is out.
    early: Mutex<Option<Vec<Encoded>>>,
}

/// An event, encoded once for everyone.
#[derive(Clone)]
struct Encoded {
    name: &'static str,
    payload: Arc<RawValue>,
}

impl Hub {
    pub(super) fn start(chat: Arc<Chat>, bus: &dyn Bus) -> Arc<Self> {
        let hub = Arc::new(Self { chat, listeners: Mutex::default() });
        tokio::spawn(hub.clone().deliver_all(bus.listen(QUEUE)));
        hub
    }

    /// A socket hears the house from now on; nothing is delivered before [`greet`](Self::greet).
    pub(super) fn add(
        &self,
        connection: ConnectionId,
        guest: &Guest,
        socket: SocketRef,
        hang_up: Arc<Notify>,
    ) -> Arc<Listener> {
        let early = Mutex::new(Some(Vec::new()));
        let hears_lobby = !matches!(guest.bot, Some(Reach::Room(_)));
        let guest = guest.id.clone();
        let listener = Arc::new(Listener { connection, guest, hears_lobby, socket, hang_up, early });
        self.listeners().house.insert(connection, listener.clone());
        listener
    }

    /// Sends the welcome, and after it what happened since the socket was added.
    pub(super) fn greet(&self, listener: &Arc<Listener>, welcome: &Event) {
        self.emit(listener, &Encoded::new(welcome));
        let mut early = listener.early.lock().expect("no panic while held");
        for event in early.take().into_iter().flatten() {
            self.emit(listener, &event);
        }
    }

    pub(super) fn remove(&self, connection: ConnectionId) {
        let mut listeners = self.listeners();
        listeners.house.remove(&connection);
        listeners.rooms.retain(|_, room| {
            room.remove(&connection);
            !room.is_empty()
        });
    }

    pub(super) fn subscribe(&self, listener: &Arc<Listener>, room: &RoomId) {
        let mut listeners = self.listeners();
        // Not after the socket was cut off: it would hear a house that has forgotten it.
        if listeners.house.contains_key(&listener.connection) {
            listeners.rooms.entry(room.clone()).or_default().insert(listener.connection, listener.clone());
        }
    }

    pub(super) fn unsubscribe(&self, connection: ConnectionId, room: &RoomId) {
        let mut listeners = self.listeners();
        if let Some(inside) = listeners.rooms.get_mut(room) {
            inside.remove(&connection);
            if inside.is_empty() {
                listeners.rooms.remove(room);
            }
        }
    }

    /// Calls `visit` with every socket.
    pub(super) fn each(&self, visit: impl Fn(&SocketRef)) {
        self.everyone().iter().for_each(|listener| visit(&listener.socket));
    }

    async fn deliver_all(self: Arc<Self>, mut events: mpsc::Receiver<Happened>) {
        while let Some(event) = events.recv().await {
            self.deliver(event).await;
        }
    }

    async fn deliver(&self, event: Happened) {
        match event {
            Happened::Messages { room, from_rev, to_rev, messages } => {
                let messages = messages.iter().map(Message::from).collect();
                let event = Event::Messages(Messages { room_id: room.clone(), from_rev, to_rev, messages });
                self.tell(&self.inside(&room), &event);
            }
            Happened::Notice(notice) => self.tell(&self.lobby(), &Event::Notice(Notice::from(&*notice))),
            Happened::RoomCreated(room) => {
                let mut added = self.rooms_in_list(&[room]).await;
                // It may have been hidden since.
                added.retain(|room| !room.unlisted);
                self.tell(&self.lobby(), &Event::Rooms(RoomChanges { added, ..RoomChanges::default() }));
            }
            Happened::RoomsChanged(rooms) => self.tell_changes(&rooms).await,
            Happened::RoomHidden(room) => {
                self.tell(&self.lobby(), &gone(room.clone()));
                self.tell_changes(&[room]).await;
            }
            Happened::RoomEnded { room, ending, was_listed } => {
                let inside = self.listeners().rooms.remove(&room);
                let inside: Vec<_> = inside.into_iter().flat_map(HashMap::into_values).collect();
                let closed = RoomClosed { room_id: room.clone(), reason: ending.code().to_owned() };
                self.tell(&inside, &Event::RoomClosed(closed));
                if was_listed {
                    self.tell(&self.lobby(), &gone(room));
                }
            }
            Happened::Presence { room, joined, left } => {
                let members = self.chat.members(&room);
                let event = Event::Presence(Presence {
                    room_id: room.clone(),
                    count: u32::try_from(members.len()).unwrap_or(u32::MAX),
                    members: (members.len() <= WHOLE_LIST).then(|| members.iter().map(Member::from).collect()),
                    joined: joined.iter().map(Member::from).collect(),
                    left: left.to_vec(),
                });
                self.tell(&self.inside(&room), &event);
            }
            Happened::Renamed(guest) => {
                let own: Vec<_> = self.everyone().into_iter().filter(|listener| listener.guest == guest.id).collect();
                self.tell(&own, &Event::Renamed(Renamed { me: Me::from(&guest) }));
            }
            Happened::BotRevoked(bot) => {
                let own: Vec<_> = self.everyone().into_iter().filter(|listener| listener.guest == bot).collect();
                own.iter().for_each(|listener| self.hang_up(listener));
            }
            Happened::WebhooksChanged => {}
            Happened::Typing { room, guest } => {
                let others: Vec<_> =
                    self.inside(&room).into_iter().filter(|listener| listener.guest != guest.id).collect();
                self.tell(&others, &Event::Typing(Typing { room_id: room, member: Member::from(&guest) }));
            }
        }
    }

    /// Tells everyone of rooms that are listed, and of others those who are in them.
    async fn tell_changes(&self, rooms: &[RoomId]) {
        let (unlisted, changed): (Vec<_>, Vec<_>) =
            self.rooms_in_list(rooms).await.into_iter().partition(|room| room.unlisted);
        for room in unlisted {
            let inside = self.inside(&room.id);
            self.tell(&inside, &Event::Rooms(RoomChanges { changed: vec![room], ..RoomChanges::default() }));
        }
        if !changed.is_empty() {
            self.tell(&self.lobby(), &Event::Rooms(RoomChanges { changed, ..RoomChanges::default() }));
        }
    }

    async fn rooms_in_list(&self, rooms: &[RoomId]) -> Vec<Room> {
        let mut found = Vec::with_capacity(rooms.len());
        for id in rooms {
            if let Ok(room) = self.chat.room_in_list(id).await {
                found.push(Room::new(&room.room, room.members));
            }
        }
        found
    }

    fn tell(&self, listeners: &[Arc<Listener>], event: &Event) {
        let event = Encoded::new(event);
        for listener in listeners {
            if let Some(early) = &mut *listener.early.lock().expect("no panic while held") {
                early.push(event.clone());
                continue;
            }
            self.emit(listener, &event);
        }
    }

    fn emit(&self, listener: &Arc<Listener>, event: &Encoded) {
        self.check(listener, &listener.socket.emit(event.name, &[&*event.payload]));
    }

    /// Looks at what became of a packet. A socket whose queue is full has stopped reading: it is cut off, and resumes
    /// by its revision when it comes back.
    pub(super) fn check(&self, listener: &Arc<Listener>, outcome: &Result<(), SendError>) {
        if let Err(SendError::Socket(SocketError::InternalChannelFull)) = outcome {
            self.cut_off(listener);
        }
    }

    fn cut_off(&self, listener: &Arc<Listener>) {
        tracing::info!(connection = ?listener.connection, "cut off a reader that is too slow");
        self.hang_up(listener);
    }

    fn hang_up(&self, listener: &Arc<Listener>) {
        self.remove(listener.connection);
        listener.hang_up.notify_one();
    }

    fn inside(&self, room: &RoomId) -> Vec<Arc<Listener>> {
        self.listeners().rooms.get(room).into_iter().flat_map(HashMap::values).cloned().collect()
    }

    fn everyone(&self) -> Vec<Arc<Listener>> {
        self.listeners().house.values().cloned().collect()
    }

    fn lobby(&self) -> Vec<Arc<Listener>> {
        self.listeners().house.values().filter(|listener| listener.hears_lobby).cloned().collect()
    }

    fn listeners(&self) -> MutexGuard<'_, Listeners> {
        self.listeners.lock().expect("no panic while held")
    }
}

/// A room is in the list no more.
fn gone(room: RoomId) -> Event {
    Event::Rooms(RoomChanges { removed: vec![room], ..RoomChanges::default() })
}

impl Encoded {
    fn new(event: &Event) -> Self {
        let payload = RawValue::from_string(event.payload()).expect("an event's payload is JSON");
        Self { name: event.name(), payload: payload.into() }
    }
}
