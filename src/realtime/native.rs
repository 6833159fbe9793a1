//! The native dialect, namespace `/v1`: the web page and bots. `docs/PROTOCOL.md` is its contract.

mod bots;
mod kicks;
mod search;
mod words;

use std::{sync::Arc, time::Duration};

use async_trait::async_trait;
use serde::Deserialize;
use serde_json::Value;
use socketioxide::extract::SocketRef;

pub(super) use self::words::NativeWords;
use super::{
    connection::{Answer, Dialect, Gateway, raw},
    hub::{Entry, Listener},
    line::Incoming,
    telling::Encoded,
};
use crate::{
    chat::{
        BotToken, Catch, ChangeRequest, Chat, ConnectionId, Error, Receipt, Result, RoomRequest, RoomWithMembers,
        SendRequest, Token,
    },
    domain::{self, AddressBlock, Guest, MessageKind, Reach, Refusal, RoomId, Space, Visibility},
    protocol::{
        CatchUp, Event, Joined, Me, Member, Message, Notice, Request, Room, cookies,
        event::{RoomClosed, Welcome},
        payload::{Done, History, MessageStored, Renamed, RoomChanged, RoomCreated},
        request,
    },
};

/// The dialect.
pub(super) struct Native {
    pub chat: Arc<Chat>,
    /// Whether guests come over HTTPS, where the session cookie has another name.
    pub secure: bool,
}

/// What a program may send with CONNECT.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Auth {
    nickname: Option<String>,
    token: Option<String>,
    space: Option<String>,
}

/// A guest with the session by which they came in.
pub(super) struct Admitted {
    guest: Guest,
    session: Token,
    /// The guest was made by this CONNECT and is told the token.
    is_new: bool,
    /// Whose rooms and notices they hear of.
    space: Space,
}

#[async_trait]
impl Dialect for Native {
    type Admitted = Admitted;
    type Gateway = Caller;

    async fn admit(&self, socket: &SocketRef, auth: Option<Value>) -> Result<Admitted, Refusal> {
        let cookies = socket.req_parts().headers.get("cookie").and_then(|value| value.to_str().ok());
        let session = cookies.and_then(|header| cookies::session(header, self.secure)).and_then(Token::parse);
        let auth: Auth = auth.and_then(|auth| serde_json::from_value(auth).ok()).unwrap_or_default();
        let from = socket.req_parts().extensions.get::<AddressBlock>();
        self.identify(auth, session, from).await.map_err(|error| error.refusal())
    }

    async fn receive(&self, admitted: Admitted, socket: &SocketRef, listener: &Arc<Listener>) -> Caller {
        let Admitted { guest, session, is_new, space } = admitted;
        // Before the house knows of the connection: from then on it can be cut off.
        listener.speaks_for(&guest.id);
        listener.comes_by(&session);
        let connection = self.chat.connect(&guest, &session);
        if !is_of_one_room(&guest) {
            listener.looks_at(&space);
        }
        match self.welcome(&guest, &space, &session, is_new).await {
            Ok(welcome) => listener.greet(Some(encoded(&welcome))),
            Err(error) => {
                error.refusal();
                let _ = socket.clone().disconnect();
            }
        }
        Caller { chat: self.chat.clone(), listener: listener.clone(), connection, space }
    }
}

impl Native {
    /// Who connects: by token, else by cookie, else as somebody new.
    async fn identify(&self, auth: Auth, session: Option<Token>, from: Option<&AddressBlock>) -> Result<Admitted> {
        if let Some(token) = auth.token.as_deref().and_then(BotToken::parse) {
            return self.identify_bot(&token).await;
        }
        let space = match &auth.space {
            Some(name) => self.chat.space(name).await?,
            None => Space::main(),
        };
        if let Some(token) = auth.token {
            let session = Token::parse(&token).ok_or(Refusal::InvalidToken)?;
            let guest = self.chat.guest_of(&session).await?.ok_or(Refusal::InvalidToken)?;
            return Ok(Admitted { guest, session, is_new: false, space });
        }
        if let Some(session) = session
            && let Some(guest) = self.chat.guest_of(&session).await?
        {
            return Ok(Admitted { guest, session, is_new: false, space });
        }
        let nickname = auth.nickname.ok_or(Refusal::NicknameRequired)?;
        from.map_or(Ok(()), |from| self.chat.check_newcomer(from))?;
        let (guest, session) = self.chat.enter(&nickname).await?;
        Ok(Admitted { guest, session, is_new: true, space })
    }

    /// A bot has one space, or none to look at.
    async fn identify_bot(&self, token: &BotToken) -> Result<Admitted> {
        let guest = self.chat.bot_of(token).await?;
        let space = match &guest.bot {
            Some(Reach::Space(space)) => space.clone(),
            _ => Space::main(),
        };
        Ok(Admitted { guest, session: token.session().clone(), is_new: false, space })
    }

    /// # Errors
    /// [`Refusal::InvalidToken`] when the session ended between the handshake and the connection, of which nobody told it.
    async fn welcome(&self, guest: &Guest, space: &Space, session: &Token, is_new: bool) -> Result<Event> {
        if guest.bot.is_none() && self.chat.guest_of(session).await?.is_none() {
            return Err(Refusal::InvalidToken.into());
        }
        let (rooms, notices) = self.surroundings(guest, space).await?;
        Ok(Event::Welcome(Welcome {
            me: Me { token: is_new.then(|| session.reveal().into()), ..Me::from(guest) },
            rooms: rooms.iter().map(|room| Room::new(&room.room, room.members)).collect(),
            notices: notices.iter().map(Notice::from).collect(),
            read: self.chat.marks(guest, space).await?,
            mentions: self.chat.mentions(guest, space).await?,
            now: self.chat.now(),
        }))
    }

    /// The rooms that a guest finds, and what was told of them: a room's bot finds its own.
    async fn surroundings(&self, guest: &Guest, space: &Space) -> Result<(Vec<RoomWithMembers>, Vec<domain::Notice>)> {
        if let Some(Reach::Room(room)) = &guest.bot {
            return Ok((Vec::from_iter(self.chat.room_in_list(room).await.ok()), Vec::new()));
        }
        Ok((self.chat.rooms(space).await?, self.chat.notices(space).await?))
    }
}

/// One connection, asking.
pub(super) struct Caller {
    chat: Arc<Chat>,
    listener: Arc<Listener>,
    connection: ConnectionId,
    space: Space,
}

#[async_trait]
impl Gateway for Caller {
    const QUESTIONS: &[&str] = &["joinRoom", "history", "sync", "ping"];

    async fn answer(&self, event: &mut Incoming) -> Result<Answer> {
        match request(event)? {
            Request::CreateRoom(asked) => Ok(Answer::now(&self.create_room(asked).await?)),
            Request::ChangeRoom(asked) => Ok(Answer::now(&self.change_room(asked).await?)),
            Request::CloseRoom(asked) => Ok(Answer::now(&self.close_room(&asked.room_id).await?)),
            Request::JoinRoom(asked) => Ok(Answer::now(&self.join(asked).await?)),
            Request::LeaveRoom(asked) => Ok(Answer::now(&self.leave(&asked.room_id))),
            Request::SendMessage(asked) => self.send(MessageKind::Message, asked).await.map(when_stored),
            Request::SendAlert(asked) => self.send(MessageKind::Alert, asked).await.map(when_stored),
            Request::EditMessage(asked) => self.edit(asked).await.map(when_stored),
            Request::DeleteMessage(asked) => self.delete(asked).await.map(when_stored),
            Request::React(asked) => self.react(asked).await.map(when_stored),
            Request::PinMessage(asked) => self.pin(asked).await.map(when_stored),
            Request::History(asked) => Ok(Answer::now(&self.history(asked).await?)),
            Request::Search(asked) => Ok(Answer::now(&self.search(asked).await?)),
            Request::Sync(asked) => Ok(Answer::now(&self.sync(asked).await?)),
            Request::Rename(asked) => Ok(Answer::now(&self.rename(&asked.nickname).await?)),
            Request::MarkRead(asked) => {
                self.chat.mark_read(self.connection, &asked.room_id, asked.seq).await?;
                Ok(Answer::now(&Done {}))
            }
            Request::SetBell(asked) => {
                self.chat.set_bell(&self.chat.guest(self.connection)?, &asked.room_id, asked.level).await?;
                Ok(Answer::now(&Done {}))
            }
            Request::Look(asked) => {
                self.chat.look(self.connection, asked.hidden)?;
                Ok(Answer::now(&Done {}))
            }
            Request::Typing(asked) => {
                self.chat.typing(self.connection, &asked.room_id).await?;
                Ok(Answer::now(&Done {}))
            }
            Request::Kick(asked) => Ok(Answer::now(&self.kick(asked).await?)),
            Request::LetIn(asked) => Ok(Answer::now(&self.let_in(asked).await?)),
            Request::Kicked(asked) => Ok(Answer::now(&self.kicked(&asked.room_id).await?)),
            Request::CreateBot(asked) => Ok(Answer::now(&self.create_bot(asked).await?)),
            Request::Bots(asked) => Ok(Answer::now(&self.bots(&asked.room_id).await?)),
            Request::RevokeBot(asked) => Ok(Answer::now(&self.revoke_bot(asked).await?)),
            Request::SetWebhook(asked) => Ok(Answer::now(&self.set_webhook(asked).await?)),
            Request::Ping(_) => Ok(Answer::now(&Done {})),
        }
    }

    async fn close(&self) {
        self.chat.disconnect(self.connection);
    }
}

impl Caller {
    async fn create_room(&self, asked: request::CreateRoom) -> Result<RoomCreated> {
        let guest = self.chat.guest(self.connection)?;
        let request = RoomRequest {
            space: self.space.clone(),
            visibility: visibility(asked.unlisted.unwrap_or_default()),
            announces: asked.announces.unwrap_or_default(),
            password: asked.password.as_deref(),
            capacity: asked.capacity,
            expires_in: asked.expires_in_secs.map(seconds),
            ..RoomRequest::open(&asked.name, asked.topic.as_deref().unwrap_or_default())
        };
        let room = self.chat.create_room(&guest, request).await?;
        Ok(RoomCreated { room: Room::new(&room, 0) })
    }

    async fn change_room(&self, asked: request::ChangeRoom) -> Result<RoomChanged> {
        let guest = self.chat.guest(self.connection)?;
        let request = ChangeRequest {
            name: asked.name.as_deref(),
            topic: asked.topic.as_deref(),
            visibility: asked.unlisted.map(visibility),
            announces: asked.announces,
            password: asked.password.as_deref(),
            capacity: asked.capacity,
            expires_in: asked.expires_in_secs.map(seconds),
        };
        let room = self.chat.change_room(&guest, &asked.room_id, request).await?;
        Ok(RoomChanged { room: Room::new(&room, self.chat.members(&room.id).len()) })
    }

    async fn close_room(&self, room: &RoomId) -> Result<Done> {
        self.chat.close_room(&self.chat.guest(self.connection)?, room).await?;
        Ok(Done {})
    }

    async fn join(&self, asked: request::JoinRoom) -> Result<Joined> {
        let entry = Entry { room: &asked.room_id, password: asked.password.as_deref(), rev: asked.rev };
        let joined = match self.listener.join(&self.chat, self.connection, &entry).await {
            Err(Error::Refused(Refusal::RoomClosed)) => return self.tell_ending(&asked.room_id).await,
            joined => joined?,
        };
        Ok(Joined {
            room: Room::new(&joined.room, joined.members.len()),
            catch_up: joined.catch.into(),
            members: joined.members.iter().map(Member::from).collect(),
            pins: self.chat.pins(&asked.room_id).await?,
        })
    }

    /// Who comes too late, because they were offline when the room ended, hears why it did, as they would have then.
    async fn tell_ending<T>(&self, room: &RoomId) -> Result<T> {
        if let Some(ending) = self.chat.ending(room).await? {
            let reason = ending.code().to_owned();
            self.listener.hear(&encoded(&Event::RoomClosed(RoomClosed { room_id: room.clone(), reason })));
        }
        Err(Refusal::RoomClosed.into())
    }

    fn leave(&self, room: &RoomId) -> Done {
        self.listener.leave(&self.chat, self.connection, room);
        Done {}
    }

    async fn send(&self, kind: MessageKind, asked: request::Send) -> Result<Receipt> {
        let request = SendRequest {
            room: &asked.room_id,
            kind,
            client_id: &asked.client_id,
            content: &asked.content,
            reply_to: asked.reply_to,
            pictures: &asked.pictures,
        };
        self.chat.send(self.connection, request).await
    }

    async fn edit(&self, asked: request::Edit) -> Result<Receipt> {
        self.chat.edit(self.connection, &asked.room_id, asked.id, &asked.content, asked.rev).await
    }

    async fn delete(&self, asked: request::Delete) -> Result<Receipt> {
        self.chat.delete(self.connection, &asked.room_id, asked.id).await
    }

    async fn react(&self, asked: request::React) -> Result<Receipt> {
        self.chat.react(self.connection, &asked.room_id, asked.id, &asked.emoji, asked.given).await
    }

    async fn pin(&self, asked: request::Pin) -> Result<Receipt> {
        self.chat.pin(self.connection, &asked.room_id, asked.id, asked.pinned).await
    }

    async fn history(&self, asked: request::History) -> Result<History> {
        let limit = asked.limit.unwrap_or(u32::MAX);
        let messages = self.chat.history(self.connection, &asked.room_id, asked.before, limit).await?;
        Ok(History { messages: messages.iter().map(Message::from).collect() })
    }

    async fn sync(&self, asked: request::Sync) -> Result<CatchUp> {
        Ok(self.chat.sync(self.connection, &asked.room_id, asked.rev).await?.into())
    }

    async fn rename(&self, nickname: &str) -> Result<Renamed> {
        let guest = self.chat.guest(self.connection)?;
        Ok(Renamed { me: Me::from(&self.chat.rename(&guest, nickname).await?) })
    }
}

fn request(event: &mut Incoming) -> Result<Request, Refusal> {
    match event.payload.take() {
        Some(payload) => Request::parse(&event.name, payload),
        None if Request::NAMES.contains(&&*event.name) => Err(Refusal::BadRequest),
        None => Err(Refusal::UnknownEvent),
    }
}

/// Returns once the message has its place in the journal, so that a burst of one socket shares a commit.
fn when_stored(receipt: Receipt) -> Answer {
    Answer::when_stored(receipt, |message| raw(&MessageStored { message: Message::from(message) }))
}

fn visibility(unlisted: bool) -> Visibility {
    if unlisted { Visibility::Unlisted } else { Visibility::Listed }
}

fn seconds(number: u32) -> Duration {
    Duration::from_secs(number.into())
}

fn is_of_one_room(guest: &Guest) -> bool {
    matches!(guest.bot, Some(Reach::Room(_)))
}

fn encoded(event: &Event) -> Encoded {
    Encoded::from_json(event.name(), event.payload())
}

impl From<Catch> for CatchUp {
    fn from(catch: Catch) -> Self {
        Self { messages: catch.messages.iter().map(Message::from).collect(), rev: catch.rev, reset: catch.reset }
    }
}
