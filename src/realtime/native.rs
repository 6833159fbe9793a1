//! The native dialect, namespace `/v1`: the web page and bots. `docs/PROTOCOL.md` is its contract.

mod bots;

use std::{
    sync::{Arc, Mutex},
    time::Duration,
};

use serde::{Deserialize, Serialize};
use serde_json::value::to_raw_value;
use socketioxide::{
    SocketError, SocketIo,
    extract::{AckSender, SocketRef, TryData},
    handler::ConnectHandler,
};
use tokio::{sync::Semaphore, time::sleep};

use super::{
    hub::{Hub, Listener},
    line::Line,
    pace::Pace,
};
use crate::{
    chat::{
        BotToken, Catch, ChangeRequest, Chat, Error, JoinedRoom, Receipt, Result, RoomRequest, RoomWithMembers,
        SendRequest, Token,
    },
    domain::{self, AddressBlock, Guest, MessageKind, Reach, Refusal, RoomId, Space, Visibility},
    protocol::{
        Ack, CatchUp, Event, Joined, Me, Member, Message, NAMESPACE, Notice, Request, Room, cookies,
        event::Welcome,
        payload::{Done, History, MessageStored, Renamed, RoomChanged, RoomCreated},
        request,
    },
};

/// Messages of one socket that may wait for their commit together. A batch answers them all at once, and the socket's
/// queue must hold these answers beside what others say.
const UNANSWERED: usize = 64;

/// What a program may send with CONNECT.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Auth {
    nickname: Option<String>,
    token: Option<String>,
}

/// A socket between the middleware that let it in and the handler that serves it.
struct Admitted {
    guest: Guest,
    session: Token,
    /// The guest was made by this CONNECT and is told the token.
    is_new: bool,
    line: Line,
}

/// Serves the dialect.
pub(super) fn register(io: &SocketIo, chat: Arc<Chat>, hub: Arc<Hub>, secure: bool) {
    let gatekeeper = chat.clone();
    let admit = move |socket: SocketRef, TryData(auth): TryData<Auth>| {
        let line = Line::attach(&socket);
        let chat = gatekeeper.clone();
        async move {
            let cookies = socket.req_parts().headers.get("cookie").and_then(|value| value.to_str().ok());
            let session = cookies.and_then(|header| cookies::session(header, secure)).and_then(Token::parse);
            let from = socket.req_parts().extensions.get::<AddressBlock>();
            let identity = identify(&chat, auth.unwrap_or_default(), session, from).await;
            let (guest, session, is_new) = identity.map_err(|error| error.refusal())?;
            socket.extensions.insert(Arc::new(Mutex::new(Some(Admitted { guest, session, is_new, line }))));
            Ok::<_, Refusal>(())
        }
    };
    let serve = move |socket: SocketRef| {
        let (chat, hub) = (chat.clone(), hub.clone());
        async move {
            let admitted = socket.extensions.remove::<Arc<Mutex<Option<Admitted>>>>();
            let admitted = admitted.and_then(|admitted| admitted.lock().expect("no panic while held").take());
            if let Some(admitted) = admitted {
                serve(chat, hub, socket, admitted).await;
            }
        }
    };
    io.ns(NAMESPACE, serve.with(admit));
}

/// Who connects, with the session and whether it is new: by token, else by cookie, else as somebody new.
async fn identify(
    chat: &Chat,
    auth: Auth,
    session: Option<Token>,
    from: Option<&AddressBlock>,
) -> Result<(Guest, Token, bool)> {
    if let Some(token) = auth.token.as_deref().and_then(BotToken::parse) {
        return Ok((chat.bot_of(&token).await?, token.session().clone(), false));
    }
    if let Some(token) = auth.token {
        let token = Token::parse(&token).ok_or(Refusal::InvalidToken)?;
        return Ok((chat.guest_of(&token).await?.ok_or(Refusal::InvalidToken)?, token, false));
    }
    if let Some(token) = session
        && let Some(guest) = chat.guest_of(&token).await?
    {
        return Ok((guest, token, false));
    }
    let nickname = auth.nickname.ok_or(Refusal::NicknameRequired)?;
    from.map_or(Ok(()), |from| chat.check_newcomer(from))?;
    let (guest, token) = chat.enter(&nickname).await?;
    Ok((guest, token, true))
}

/// The life of a connection.
async fn serve(chat: Arc<Chat>, hub: Arc<Hub>, socket: SocketRef, admitted: Admitted) {
    let Admitted { guest, session, is_new, mut line } = admitted;
    let connection = chat.connect(&guest, &session);
    let listener = hub.add(connection, &guest, socket.clone(), line.hang_up_signal());
    match welcome(&chat, &guest, is_new.then_some(session)).await {
        Ok(welcome) => hub.greet(&listener, &welcome),
        Err(error) => {
            error.refusal();
            let _ = socket.clone().disconnect();
        }
    }
    let caller = Caller { chat, hub, listener, unanswered: Arc::new(Semaphore::new(UNANSWERED)) };
    let mut pace = Pace::new();
    while let Some(mut incoming) = line.next().await {
        let request = incoming.take_request();
        if !line.has_ended() {
            pace.keep(caller.answer(request, incoming.ack).await).await;
        } else if !is_reading(&request) {
            // What somebody wrote before they went is stored; what they wanted to read nobody needs.
            caller.answer(request, incoming.ack).await;
        }
    }
    caller.hub.remove(connection);
    caller.chat.disconnect(connection);
    disconnect_when_possible(socket).await;
}

/// Ends a connection that we have hung up. The engine refuses that while the socket's queue is full, so it is asked
/// again; a peer that reads nothing at all is ended by `TCP_USER_TIMEOUT` meanwhile.
async fn disconnect_when_possible(socket: SocketRef) {
    while socket.connected() && matches!(socket.clone().disconnect(), Err(SocketError::InternalChannelFull)) {
        sleep(Duration::from_millis(500)).await;
    }
}

async fn welcome(chat: &Chat, guest: &Guest, token: Option<Token>) -> Result<Event> {
    let (rooms, notices) = surroundings(chat, guest).await?;
    Ok(Event::Welcome(Welcome {
        me: Me { token: token.map(|token| token.reveal().into()), ..Me::from(guest) },
        rooms: rooms.iter().map(|room| Room::new(&room.room, room.members)).collect(),
        notices: notices.iter().map(Notice::from).collect(),
    }))
}

/// The rooms that a guest finds, and what was told of them: a room's bot finds its own.
async fn surroundings(chat: &Chat, guest: &Guest) -> Result<(Vec<RoomWithMembers>, Vec<domain::Notice>)> {
    let space = match &guest.bot {
        Some(Reach::Room(room)) => return Ok((Vec::from_iter(chat.room_in_list(room).await.ok()), Vec::new())),
        Some(Reach::Space(space)) => space.clone(),
        None => Space::main(),
    };
    Ok((chat.rooms(&space).await?, chat.notices(&space).await?))
}

/// One connection, asking.
#[derive(Clone)]
struct Caller {
    chat: Arc<Chat>,
    hub: Arc<Hub>,
    listener: Arc<Listener>,
    /// One permit per message that waits for its commit.
    unanswered: Arc<Semaphore>,
}

impl Caller {
    /// Answers a request. Returns how many bytes that took; the answer to a message comes later and counts for none.
    async fn answer(&self, request: Result<Request, Refusal>, ack: AckSender) -> usize {
        match request {
            Ok(Request::CreateRoom(asked)) => self.reply(ack, self.create_room(asked).await),
            Ok(Request::ChangeRoom(asked)) => self.reply(ack, self.change_room(asked).await),
            Ok(Request::CloseRoom(asked)) => self.reply(ack, self.close_room(&asked.room_id).await),
            Ok(Request::JoinRoom(asked)) => self.reply(ack, self.join(asked).await),
            Ok(Request::LeaveRoom(asked)) => self.reply(ack, self.leave(&asked.room_id)),
            Ok(Request::SendMessage(asked)) => {
                self.reply_when_stored(ack, self.send(MessageKind::Message, asked).await).await
            }
            Ok(Request::SendAlert(asked)) => {
                self.reply_when_stored(ack, self.send(MessageKind::Alert, asked).await).await
            }
            Ok(Request::EditMessage(asked)) => self.reply_when_stored(ack, self.edit(asked).await).await,
            Ok(Request::DeleteMessage(asked)) => self.reply_when_stored(ack, self.delete(asked).await).await,
            Ok(Request::CreateBot(asked)) => self.reply(ack, self.create_bot(asked).await),
            Ok(Request::Bots(asked)) => self.reply(ack, self.bots(&asked.room_id).await),
            Ok(Request::RevokeBot(asked)) => self.reply(ack, self.revoke_bot(asked).await),
            Ok(Request::SetWebhook(asked)) => self.reply(ack, self.set_webhook(asked).await),
            Ok(Request::History(asked)) => self.reply(ack, self.history(asked).await),
            Ok(Request::Sync(asked)) => self.reply(ack, self.sync(asked).await),
            Ok(Request::Rename(asked)) => self.reply(ack, self.rename(&asked.nickname).await),
            Ok(Request::Typing(asked)) => {
                let told = self.chat.typing(self.listener.connection, &asked.room_id).await;
                self.reply(ack, told.map(|()| Done {}))
            }
            Ok(Request::Ping(_)) => self.reply(ack, Ok(Done {})),
            Err(refusal) => self.reply::<Done>(ack, Err(refusal.into())),
        }
    }

    async fn create_room(&self, asked: request::CreateRoom) -> Result<RoomCreated> {
        let guest = self.chat.guest(self.listener.connection)?;
        let request = RoomRequest {
            visibility: visibility(asked.unlisted.unwrap_or_default()),
            password: asked.password.as_deref(),
            capacity: asked.capacity,
            expires_in: asked.expires_in_secs.map(seconds),
            ..RoomRequest::open(&asked.name, asked.topic.as_deref().unwrap_or_default())
        };
        let room = self.chat.create_room(&guest, request).await?;
        Ok(RoomCreated { room: Room::new(&room, 0) })
    }

    async fn change_room(&self, asked: request::ChangeRoom) -> Result<RoomChanged> {
        let guest = self.chat.guest(self.listener.connection)?;
        let request = ChangeRequest {
            name: asked.name.as_deref(),
            topic: asked.topic.as_deref(),
            visibility: asked.unlisted.map(visibility),
            password: asked.password.as_deref(),
            capacity: asked.capacity,
            expires_in: asked.expires_in_secs.map(seconds),
        };
        let room = self.chat.change_room(&guest, &asked.room_id, request).await?;
        Ok(RoomChanged { room: Room::new(&room, self.chat.members(&room.id).len()) })
    }

    async fn close_room(&self, room: &RoomId) -> Result<Done> {
        self.chat.close_room(&self.chat.guest(self.listener.connection)?, room).await?;
        Ok(Done {})
    }

    async fn join(&self, asked: request::JoinRoom) -> Result<Joined> {
        let joined = self.come_in(&asked).await.inspect_err(|_| {
            self.hub.unsubscribe(self.listener.connection, &asked.room_id);
            self.chat.leave(self.listener.connection, &asked.room_id);
        })?;
        Ok(Joined {
            room: Room::new(&joined.room, joined.members.len()),
            catch_up: joined.catch.into(),
            members: joined.members.iter().map(Member::from).collect(),
        })
    }

    async fn come_in(&self, asked: &request::JoinRoom) -> Result<JoinedRoom> {
        let connection = self.listener.connection;
        let guest = self.chat.guest(connection)?;
        let room = self.chat.room_for(&guest, &asked.room_id).await?;
        // Checking a password takes its time, and nobody listens at the door meanwhile.
        self.chat.admit(&guest, &room, asked.password.as_deref()).await?;
        // First hear, then read: what is stored in between comes twice and is merged, and never not at all.
        self.hub.subscribe(&self.listener, &asked.room_id);
        self.chat.join(connection, &asked.room_id, asked.rev, None).await
    }

    fn leave(&self, room: &RoomId) -> Result<Done> {
        self.hub.unsubscribe(self.listener.connection, room);
        self.chat.leave(self.listener.connection, room);
        Ok(Done {})
    }

    async fn send(&self, kind: MessageKind, asked: request::Send) -> Result<Receipt> {
        let request = SendRequest {
            room: &asked.room_id,
            kind,
            client_id: &asked.client_id,
            content: &asked.content,
            reply_to: asked.reply_to,
        };
        self.chat.send(self.listener.connection, request).await
    }

    async fn edit(&self, asked: request::Edit) -> Result<Receipt> {
        self.chat.edit(self.listener.connection, &asked.room_id, asked.id, &asked.content, asked.rev).await
    }

    async fn delete(&self, asked: request::Delete) -> Result<Receipt> {
        self.chat.delete(self.listener.connection, &asked.room_id, asked.id).await
    }

    /// Returns once the message has its place in the journal, so that a burst of one socket shares a commit; the ack
    /// follows when it is stored.
    async fn reply_when_stored(&self, ack: AckSender, queued: Result<Receipt>) -> usize {
        match queued {
            Ok(receipt) => {
                let (caller, permit) = (self.clone(), self.unanswered.clone().acquire_owned().await);
                tokio::spawn(async move {
                    caller.reply(ack, stored(receipt).await);
                    drop(permit);
                });
                0
            }
            Err(error) => self.reply::<MessageStored>(ack, Err(error)),
        }
    }

    async fn history(&self, asked: request::History) -> Result<History> {
        let limit = asked.limit.unwrap_or(u32::MAX);
        let messages = self.chat.history(self.listener.connection, &asked.room_id, asked.before, limit).await?;
        Ok(History { messages: messages.iter().map(Message::from).collect() })
    }

    async fn sync(&self, asked: request::Sync) -> Result<CatchUp> {
        Ok(self.chat.sync(self.listener.connection, &asked.room_id, asked.rev).await?.into())
    }

    async fn rename(&self, nickname: &str) -> Result<Renamed> {
        let guest = self.chat.guest(self.listener.connection)?;
        Ok(Renamed { me: Me::from(&self.chat.rename(&guest, nickname).await?) })
    }

    /// Answers a request. A client that does not read its acks is cut off like one that does not read its events.
    fn reply<T: Serialize>(&self, ack: AckSender, outcome: Result<T>) -> usize {
        let body = match outcome {
            Ok(data) => Ack::ok(data),
            Err(error @ Error::TooFast { retry_in_ms }) => {
                Ack { retry_in_ms: Some(retry_in_ms), ..Ack::refused(error.refusal()) }
            }
            Err(error) => Ack::refused(error.refusal()),
        };
        let body = to_raw_value(&body).expect("an ack is made of strings and numbers");
        self.hub.check(&self.listener, &ack.send(&[&*body]));
        body.get().len()
    }
}

fn visibility(unlisted: bool) -> Visibility {
    if unlisted { Visibility::Unlisted } else { Visibility::Listed }
}

fn seconds(number: u32) -> Duration {
    Duration::from_secs(number.into())
}

fn is_reading(request: &Result<Request, Refusal>) -> bool {
    matches!(request, Ok(Request::JoinRoom(_) | Request::History(_) | Request::Sync(_) | Request::Ping(_)) | Err(_))
}

impl From<Catch> for CatchUp {
    fn from(catch: Catch) -> Self {
        Self { messages: catch.messages.iter().map(Message::from).collect(), rev: catch.rev, reset: catch.reset }
    }
}

async fn stored(receipt: Receipt) -> Result<MessageStored> {
    Ok(MessageStored { message: Message::from(&receipt.stored().await?) })
}
