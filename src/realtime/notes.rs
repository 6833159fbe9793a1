//! The dialect of the gateway notes, namespace `/chats`: rooms by number or name, messages without authors.

use std::{
    collections::HashMap,
    fmt,
    sync::{Arc, Mutex, MutexGuard},
};

use async_trait::async_trait;
use serde::Deserialize;
use serde_json::Value;
use socketioxide::extract::SocketRef;

use super::{
    connection::{Answer, Dialect, Gateway, raw},
    hub::{Listener, Words},
    line::Incoming,
    refusals::{Explain, ended, kicked},
    telling::{Audience, Telling},
    visitors::{Seat, Visitors},
};
use crate::{
    chat::{Chat, Error, Receipt, Result, RoomRequest, ports::Happened},
    domain::{Message, Refusal, Room, RoomId, Visibility},
    protocol::{
        self,
        payload::{Done, MessageStored},
    },
};

pub(super) const NAMESPACE: &str = "/chats";

/// Rooms that one request may enter.
const ROOMS: usize = 100;

/// In front of the client ids of messages that their author does not want to hear. Whoever hears it knows by that,
/// without a memory of what was sent how.
const FOR_OTHERS: &str = "others-";

/// The dialect.
pub(super) struct Notes {
    pub chat: Arc<Chat>,
    pub visitors: Arc<Visitors>,
}

#[async_trait]
impl Dialect for Notes {
    type Admitted = ();
    type Gateway = Caller;

    async fn admit(&self, _: &SocketRef, _: Option<Value>) -> Result<(), Refusal> {
        Ok(())
    }

    async fn receive(&self, (): (), socket: &SocketRef, listener: &Arc<Listener>) -> Caller {
        listener.greet(None);
        let seat = self.visitors.seat(socket, listener);
        Caller { chat: self.chat.clone(), seat, rooms: Mutex::default() }
    }
}

/// One connection.
pub(super) struct Caller {
    chat: Arc<Chat>,
    seat: Seat,
    /// The rooms that it has entered, by the ids that it knows them by.
    rooms: Mutex<HashMap<String, RoomId>>,
}

/// A room's id as clients of this dialect write it.
#[derive(Deserialize)]
#[serde(untagged)]
enum ChatId {
    Number(i64),
    Text(String),
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct SendMessage {
    message: String,
    chat_id: ChatId,
    /// To all but the sender.
    #[serde(default)]
    broadcast: bool,
}

#[async_trait]
impl Gateway for Caller {
    async fn answer(&self, event: &mut Incoming) -> Result<Answer> {
        match &*event.name {
            "enter_chat" => {
                self.enter(event.read()?).await?;
                Ok(Answer::now(&Done {}))
            }
            "send_message" => Ok(Answer::when_stored(self.send(event.read()?).await?, |message| {
                raw(&MessageStored { message: protocol::Message::from(message) })
            })),
            _ => Err(Refusal::UnknownEvent.into()),
        }
    }

    fn refused(&self, refusal: Refusal) {
        self.seat.refuse(refusal);
    }

    async fn close(&self) {
        self.seat.leave().await;
    }
}

impl Caller {
    /// Comes into all of these rooms, or into none when one of them is refused.
    async fn enter(&self, ids: Vec<ChatId>) -> Result<()> {
        if ids.len() > ROOMS {
            return Err(Refusal::BadRequest.into());
        }
        let (mut entered, mut new) = (Vec::with_capacity(ids.len()), Vec::new());
        for id in ids {
            let id = id.to_string();
            match self.come_into(&id).await {
                Ok((room, was_in)) => {
                    new.extend((!was_in).then(|| room.clone()));
                    entered.push((id, room));
                }
                Err(refused) => {
                    new.iter().for_each(|room| self.seat.leave_room(room));
                    return Err(refused);
                }
            }
        }
        self.rooms().extend(entered);
        // Rooms may have ended meanwhile.
        self.rooms().retain(|_, room| self.seat.is_in(room));
        Ok(())
    }

    /// The room that it came into, and whether it had been there before.
    async fn come_into(&self, id: &str) -> Result<(RoomId, bool)> {
        let room = self.room(id).await?;
        let was_in = self.seat.is_in(&room.id);
        self.seat.join(None, &room).await?;
        Ok((room.id, was_in))
    }

    /// The room with this id, or this name in `main`, or a new one that passes when nobody needs it any more.
    async fn room(&self, id: &str) -> Result<Room> {
        let found = match self.chat.room(&RoomId::new(id)).await {
            Err(Error::Refused(Refusal::RoomNotFound)) => self.chat.room_named(id).await,
            found => found,
        };
        match found {
            Err(Error::Refused(Refusal::RoomNotFound)) => {
                let guest = self.seat.guest(None).await?;
                let request = RoomRequest { visibility: Visibility::Passing, ..RoomRequest::open(id, "") };
                match self.chat.create_room(&guest, request).await {
                    // Somebody was faster.
                    Err(Error::Refused(Refusal::RoomNameTaken)) => self.chat.room_named(id).await,
                    made => made,
                }
            }
            found => found,
        }
    }

    async fn send(&self, asked: SendMessage) -> Result<Receipt> {
        let room = self.rooms().get(&asked.chat_id.to_string()).cloned().ok_or(Refusal::NotInRoom)?;
        let mark = if asked.broadcast { FOR_OTHERS } else { "" };
        self.seat.send(None, &room, &asked.message, mark).await
    }

    fn rooms(&self) -> MutexGuard<'_, HashMap<String, RoomId>> {
        self.rooms.lock().expect("no panic while held")
    }
}

impl fmt::Display for ChatId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Number(number) => number.fmt(f),
            Self::Text(text) => text.fmt(f),
        }
    }
}

/// What is told in the rooms.
pub(super) struct NotesWords(pub Explain);

#[async_trait]
impl Words for NotesWords {
    async fn tell(&self, happened: &Happened) -> Vec<Telling> {
        match happened {
            Happened::Messages { messages, .. } => {
                messages.iter().filter(|message| message.is_as_written()).map(received).collect()
            }
            Happened::RoomEnded { room, .. } => vec![Telling::of(Audience::Room(room.clone()), ended(self.0))],
            Happened::Kicked { guest, .. } => vec![kicked(self.0, guest)],
            _ => Vec::new(),
        }
    }
}

fn received(message: &Message) -> Telling {
    let telling = Telling::new(Audience::Room(message.room_id.clone()), "receive_message", &message.plain());
    if message.client_id.as_str().starts_with(FOR_OTHERS) { telling.except(&message.author.id) } else { telling }
}
