//! The anonymous dialect, a namespace per space: rooms by id, people by a nickname that they got.

mod lists;
mod words;

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, MutexGuard},
};

use async_trait::async_trait;
use serde_json::Value;
use socketioxide::extract::SocketRef;
use tokio::sync::Mutex as AsyncMutex;

pub(super) use self::{lists::Lists, words::AnonymousWords};
use super::{
    connection::{Answer, Dialect, Gateway, raw},
    hub::{Entry, Listener},
    line::Incoming,
    telling::Encoded,
};
use crate::{
    chat::{Chat, ConnectionId, Error, Receipt, Result, SendRequest, Token},
    domain::{AddressBlock, Guest, MessageKind, Millis, Refusal, Room, RoomId, Space},
    protocol::{
        anonymous::{Chatter, InRoom, JoinRoom, LeaveRoom, Message, Send},
        cookies,
        payload::Done,
    },
};

/// The dialect, in one space.
pub(super) struct Anonymous {
    pub chat: Arc<Chat>,
    pub space: Space,
    /// Whether guests come over HTTPS, where the session cookie has another name.
    pub secure: bool,
}

#[async_trait]
impl Dialect for Anonymous {
    type Admitted = ();
    type Gateway = Caller;

    async fn admit(&self, _: &SocketRef, _: Option<Value>) -> Result<(), Refusal> {
        Ok(())
    }

    async fn receive(&self, (): (), socket: &SocketRef, listener: &Arc<Listener>) -> Caller {
        listener.greet(None);
        let cookies = socket.req_parts().headers.get("cookie").and_then(|value| value.to_str().ok());
        Caller {
            chat: self.chat.clone(),
            space: self.space.clone(),
            listener: listener.clone(),
            session: cookies.and_then(|header| cookies::session(header, self.secure)).and_then(Token::parse),
            from: socket.req_parts().extensions.get().cloned(),
            person: AsyncMutex::new(None),
            rooms: Mutex::default(),
        }
    }
}

/// One connection.
pub(super) struct Caller {
    chat: Arc<Chat>,
    space: Space,
    listener: Arc<Listener>,
    /// As the handshake brought it; it may be nobody's.
    session: Option<Token>,
    from: Option<AddressBlock>,
    /// From the first room on.
    person: AsyncMutex<Option<Person>>,
    /// The rooms that it has joined, with when the person first came into each.
    rooms: Mutex<HashMap<RoomId, Millis>>,
}

#[derive(Clone)]
struct Person {
    guest: Guest,
    connection: ConnectionId,
    /// Gone with the connection.
    is_visitor: bool,
}

#[async_trait]
impl Gateway for Caller {
    async fn answer(&self, event: &mut Incoming) -> Result<Answer> {
        match &*event.name {
            "joinRoom" => Ok(Answer::now(&self.join(event.read()?).await?)),
            "leaveRoom" => {
                let asked = if event.payload.is_some() { event.read::<Option<LeaveRoom>>()? } else { None };
                self.leave(asked.unwrap_or_default().room_id).await;
                Ok(Answer::now(&Done {}))
            }
            "sendMessage" => self.send(MessageKind::Message, event.read()?).await,
            "sendAlert" => self.send(MessageKind::Alert, event.read()?).await,
            "returnChatters" => self.return_chatters(event.read()?).await,
            _ => Err(Refusal::UnknownEvent.into()),
        }
    }

    async fn close(&self) {
        let Some(person) = self.person.lock().await.take() else { return };
        self.chat.hang_up(person.connection);
        if person.is_visitor {
            self.chat.end_visit(&person.guest).await;
        }
    }
}

impl Caller {
    async fn join(&self, asked: JoinRoom) -> Result<Chatter> {
        let room = self.room(&asked.room_id).await?;
        let person = self.person(asked.chatter_id.as_deref().filter(|id| !id.is_empty())).await?;
        if !self.chat.is_in(person.connection, &room.id) {
            self.chat.check_entry(&person.guest)?;
        }
        let entry = Entry { room: &room.id, password: asked.password.as_deref(), rev: None };
        self.listener.join(&self.chat, person.connection, &entry).await?;
        let guest = self.chat.guest(person.connection)?;
        let chatter = self.chat.as_chatters(&room.id, vec![guest]).await?.into_iter().next();
        let chatter = chatter.ok_or(Refusal::ChatterNotFound)?;
        let mut rooms = self.rooms();
        rooms.insert(room.id, chatter.since);
        // Rooms may have ended meanwhile.
        rooms.retain(|room, _| self.chat.is_in(person.connection, room));
        Ok(words::shown(&chatter))
    }

    /// A room of this space; those of others are not here.
    async fn room(&self, id: &RoomId) -> Result<Room> {
        let room = self.chat.room(id).await?;
        if room.space == self.space { Ok(room) } else { Err(Refusal::RoomNotFound.into()) }
    }

    /// Who this is, from now on: the session's guest, or somebody without a session who cannot come back. Whoever asks
    /// to be a certain chatter must have the session that made it, or have made it on this connection; who has no
    /// session at all is somebody new.
    async fn person(&self, wanted: Option<&str>) -> Result<Person> {
        let mut person = self.person.lock().await;
        let session = self.session.as_ref();
        if person.is_none() {
            let known = match session {
                Some(token) => self.chat.guest_of(token).await?,
                None => None,
            };
            let is_mine = known.as_ref().is_some_and(|guest| Some(guest.id.as_str()) == wanted);
            if session.is_some() && wanted.is_some() && !is_mine {
                return Err(Refusal::ChatterNotFound.into());
            }
            *person = Some(self.come(known).await?);
        } else if let (Some(person), Some(wanted)) = (&*person, wanted)
            && person.guest.id.as_str() != wanted
        {
            return Err(Refusal::ChatterNotFound.into());
        }
        person.clone().ok_or(Error::Refused(Refusal::ChatterNotFound))
    }

    async fn come(&self, known: Option<Guest>) -> Result<Person> {
        let blank = self.session.as_ref().filter(|token| self.chat.is_blank(token));
        let (guest, session) = match (known, blank) {
            (Some(guest), _) => (guest, self.session.as_ref()),
            (None, Some(token)) => (self.chat.chatter(Some(token.clone()), self.from.as_ref()).await?.0, Some(token)),
            (None, None) => (self.chat.chatter_for_now(self.from.as_ref()).await?, None),
        };
        let connection = self.chat.connect_chatter(&guest, session);
        self.listener.speaks_for(&guest.id);
        if let Some(session) = session {
            self.listener.comes_by(session);
        }
        Ok(Person { guest, connection, is_visitor: session.is_none() })
    }

    async fn leave(&self, only: Option<RoomId>) {
        let Some(person) = self.person.lock().await.clone() else { return };
        let left: Vec<_> = match only {
            Some(room) => vec![room],
            None => self.rooms().keys().cloned().collect(),
        };
        for room in left {
            self.rooms().remove(&room);
            self.listener.leave(&self.chat, person.connection, &room);
        }
    }

    async fn send(&self, kind: MessageKind, asked: Send) -> Result<Answer> {
        let since = self.rooms().get(&asked.room_id).copied();
        let receipt = self.queue(kind, &asked).await?;
        Ok(Answer::when_stored(receipt, move |message| {
            raw(&Message::new(message, since.unwrap_or(message.created_at), true))
        }))
    }

    async fn queue(&self, kind: MessageKind, asked: &Send) -> Result<Receipt> {
        let person = self.person.lock().await.clone().ok_or(Refusal::NotInRoom)?;
        self.check_open(&asked.room_id).await?;
        let client_id = uuid::Uuid::new_v4().to_string();
        let (room, content) = (&asked.room_id, &asked.content);
        self.chat
            .send(
                person.connection,
                SendRequest { room, kind, client_id: &client_id, content, reply_to: None, pictures: &[] },
            )
            .await
    }

    /// What has ended says so, and not that one was put out of it.
    async fn check_open(&self, room: &RoomId) -> Result<()> {
        match self.room(room).await {
            Err(Error::Refused(Refusal::RoomClosed)) => Err(Refusal::RoomClosed.into()),
            _ => Ok(()),
        }
    }

    /// Tells the asker who is there: by the event that they listen to, and by the ack.
    async fn return_chatters(&self, asked: InRoom) -> Result<Answer> {
        if !self.rooms().contains_key(&asked.room_id) {
            return Err(Refusal::NotInRoom.into());
        }
        self.check_open(&asked.room_id).await?;
        let chatters: Vec<_> = self.chat.chatters(&asked.room_id).await?.iter().map(words::shown).collect();
        self.listener.hear(&Encoded::new("returnChatters", &chatters));
        Ok(Answer::now(&chatters))
    }

    fn rooms(&self) -> MutexGuard<'_, HashMap<RoomId, Millis>> {
        self.rooms.lock().expect("no panic while held")
    }
}
