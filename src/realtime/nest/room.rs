//! `/room`: making rooms, going into them, writing there.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, MutexGuard},
};

use async_trait::async_trait;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use socketioxide::extract::SocketRef;

use crate::{
    chat::{Chat, Receipt, Result, RoomRequest, ports::Happened},
    domain::{Message, Refusal, RoomId, Space},
    protocol::payload::Done,
    realtime::{
        connection::{Answer, Dialect, Gateway, raw},
        hub::{Listener, Words},
        line::Incoming,
        refusals::{Explain, ended, kicked},
        telling::{Audience, Encoded, Telling},
        visitors::{Seat, Visitors},
    },
};

/// The rooms.
pub(in crate::realtime) struct Rooms {
    pub chat: Arc<Chat>,
    pub visitors: Arc<Visitors>,
}

#[async_trait]
impl Dialect for Rooms {
    type Admitted = ();
    type Gateway = Caller;

    async fn admit(&self, _: &SocketRef, _: Option<Value>) -> Result<(), Refusal> {
        Ok(())
    }

    async fn receive(&self, (): (), socket: &SocketRef, listener: &Arc<Listener>) -> Caller {
        // The tutorial's own server forgot this: a newcomer saw no rooms until somebody made one.
        let names = names(&self.chat).await;
        listener.greet(names.map(|names| Encoded::new("rooms", &names)));
        let seat = self.visitors.seat(socket, listener);
        Caller { chat: self.chat.clone(), seat, rooms: Mutex::default() }
    }
}

/// One connection.
pub(in crate::realtime) struct Caller {
    chat: Arc<Chat>,
    seat: Seat,
    /// The rooms that it has joined, by the names that it knows them by.
    rooms: Mutex<HashMap<String, RoomId>>,
}

#[derive(Deserialize)]
struct CreateRoom {
    room: String,
    nickname: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct JoinRoom {
    room: String,
    nickname: String,
    /// Empty at first.
    to_leave_room: Option<String>,
}

#[derive(Deserialize)]
struct Send {
    message: String,
    nickname: String,
    room: String,
}

#[async_trait]
impl Gateway for Caller {
    async fn answer(&self, event: &mut Incoming) -> Result<Answer> {
        match &*event.name {
            "createRoom" => self.create_room(event.read()?).await?,
            "joinRoom" => self.join(event.read()?).await?,
            "message" => return Ok(Answer::when_stored(self.send(event.read()?).await?, |_| raw(&Done {}))),
            _ => return Err(Refusal::UnknownEvent.into()),
        }
        Ok(Answer::now(&Done {}))
    }

    fn refused(&self, refusal: Refusal) {
        self.seat.refuse(refusal);
    }

    async fn close(&self) {
        self.seat.leave().await;
    }
}

impl Caller {
    async fn create_room(&self, asked: CreateRoom) -> Result<()> {
        let guest = self.seat.guest(Some(&asked.nickname)).await?;
        self.chat.create_room(&guest, RoomRequest::open(&asked.room, "")).await?;
        Ok(())
    }

    /// The old room is left last: who cannot come into the new one stays where they are.
    async fn join(&self, asked: JoinRoom) -> Result<()> {
        let room = self.chat.room_named(&asked.room).await?;
        self.seat.join(Some(&asked.nickname), &room).await?;
        let mut rooms = self.rooms();
        let left = asked.to_leave_room.and_then(|name| rooms.remove(&name));
        if let Some(left) = left.filter(|left| *left != room.id) {
            self.seat.leave_room(&left);
        }
        rooms.insert(asked.room, room.id);
        // Rooms may have ended meanwhile.
        rooms.retain(|_, room| self.seat.is_in(room));
        Ok(())
    }

    async fn send(&self, asked: Send) -> Result<Receipt> {
        let room = self.rooms().get(&asked.room).cloned().ok_or(Refusal::NotInRoom)?;
        self.seat.send(Some(&asked.nickname), &room, &asked.message, "").await
    }

    fn rooms(&self) -> MutexGuard<'_, HashMap<String, RoomId>> {
        self.rooms.lock().expect("no panic while held")
    }
}

/// The names of the rooms that one can enter here, the oldest first: where the tutorial's page shows them, a list that is
/// sorted anew with every message would jump. `None` when they cannot be read.
async fn names(chat: &Chat) -> Option<Vec<Arc<str>>> {
    let rooms = chat.rooms(&Space::main()).await.inspect_err(|error| _ = error.refusal()).ok()?;
    let mut rooms: Vec<_> = rooms.into_iter().map(|room| room.room).filter(|room| !room.is_locked).collect();
    rooms.sort_by_key(|room| room.created_at);
    Some(rooms.into_iter().map(|room| room.name).collect())
}

/// What is told of the rooms.
pub(in crate::realtime) struct RoomWords {
    pub chat: Arc<Chat>,
    pub explain: Explain,
}

impl RoomWords {
    /// The rooms, as everyone here is to see them now.
    async fn rooms(&self) -> Option<Telling> {
        names(&self.chat).await.map(|names| Telling::new(Audience::Everyone, "rooms", &names))
    }
}

/// `message`, as others in the room get it.
#[derive(Serialize)]
struct Line {
    message: String,
}

#[async_trait]
impl Words for RoomWords {
    async fn tell(&self, happened: &Happened) -> Vec<Telling> {
        match happened {
            Happened::Messages { messages, .. } => {
                messages.iter().filter(|message| message.is_as_written()).map(line).collect()
            }
            Happened::RoomCreated(_) | Happened::RoomHidden(_) | Happened::RoomRenamed(_) => {
                self.rooms().await.into_iter().collect()
            }
            Happened::RoomEnded { room, was_listed, .. } => {
                let notice = Telling::of(Audience::Room(room.clone()), ended(self.explain));
                let rooms = if *was_listed { self.rooms().await } else { None };
                std::iter::once(notice).chain(rooms).collect()
            }
            Happened::Kicked { guest, .. } => vec![kicked(self.explain, guest)],
            _ => Vec::new(),
        }
    }
}

fn line(message: &Message) -> Telling {
    let line = if message.is_passage() {
        Line { message: message.content.to_string() }
    } else {
        Line { message: format!("{}: {}", message.author.nickname, message.plain()) }
    };
    Telling::new(Audience::Room(message.room_id.clone()), "message", &line).except(&message.author.id)
}
