//! The REST side of the anonymous dialect, `/chat/…`, with the names and shapes of the original server.

mod answer;

use std::{collections::HashMap, sync::Arc, time::Duration};

use axum::{
    Extension, Router,
    body::Bytes,
    extract::{Path, Query, State},
    http::{HeaderMap, StatusCode, header},
    middleware,
    response::Response,
    routing::{get, patch, post},
};
use serde::{Deserialize, de::DeserializeOwned};

use self::answer::{Answer, answered};
use super::{bare, body, origin::Session};
use crate::{
    chat::{Chat, Error, Result, RoomRequest, Token},
    domain::{self, AddressBlock, Guest, Refusal, RoomId},
    protocol::{
        anonymous::{AccessCheck, Chatter, CreateRoom, Message, Rename, Room},
        cookies,
    },
};

/// How long a room lives of which nobody said how long.
const DAY: u32 = 24 * 60 * 60;

/// What the routes need.
#[derive(Clone)]
pub struct Anonymous {
    pub chat: Arc<Chat>,
    /// Whether guests come over HTTPS, where the session cookie has another name.
    pub secure: bool,
}

impl Anonymous {
    pub(super) fn router(self) -> Router {
        let routes = Router::new()
            .route("/rooms", get(rooms).post(create_room))
            .route("/rooms/{room}", get(room))
            .route("/rooms/{room}/access-check", post(access_check))
            .route("/rooms/{room}/{chatter}/reentry-check", get(reentry_check))
            .route("/messages/{room}/{page}", get(no_messages))
            .route("/messages/{room}/{page}/{chatter}", get(messages))
            .route("/chatters/{chatter}/nickname", patch(rename))
            .fallback(async || StatusCode::NOT_FOUND)
            .layer(middleware::from_fn(body::limit))
            .layer(middleware::map_response(|response| bare::shaped(response, answer::refused_bare)))
            .with_state(self);
        Router::new().nest("/chat", routes)
    }

    fn session(&self, headers: &HeaderMap) -> Option<Token> {
        let cookie = headers.get(header::COOKIE).and_then(|value| value.to_str().ok())?;
        cookies::session(cookie, self.secure).and_then(Token::parse)
    }

    /// Whoever asks; somebody new gets a session, which the second value keeps in the browser.
    async fn person(&self, headers: &HeaderMap, from: &AddressBlock) -> Result<(Guest, Option<String>)> {
        let session = self.session(headers);
        let (guest, token) = self.chat.chatter(session.clone(), Some(from)).await?;
        let is_new = session.as_ref() != Some(&token);
        Ok((guest, is_new.then(|| cookies::kept_session(&token.reveal(), self.secure))))
    }

    /// The guest of the session, if that is the chatter who is named.
    async fn own(&self, headers: &HeaderMap, chatter: &str) -> Result<Option<Guest>> {
        let guest = match self.session(headers) {
            Some(session) => self.chat.guest_of(&session).await?,
            None => None,
        };
        Ok(guest.filter(|guest| guest.id.as_str() == chatter))
    }

    fn shown(&self, room: &domain::Room) -> Room {
        Room::new(room, self.chat.members(&room.id).len())
    }

    /// Lets a session into a room if it knows the password. Whether it does.
    async fn admit(&self, guest: &Guest, room: &domain::Room, password: Option<&str>) -> Result<bool> {
        match self.chat.admit(guest, room, password).await {
            Ok(()) => {}
            Err(Error::Refused(Refusal::WrongPassword | Refusal::PasswordRequired)) => return Ok(false),
            Err(error) => return Err(error),
        }
        if self.chat.has_place(guest, room) { Ok(true) } else { Err(Refusal::RoomFull.into()) }
    }

    /// Whether somebody without a session gets into a room. Nothing would remember that they knew the password, so a
    /// locked one wants to hear it when they join.
    fn look_in(&self, room: &domain::Room) -> Result<bool> {
        match room.capacity {
            _ if room.is_locked => Err(Refusal::PasswordRequired.into()),
            Some(capacity) if self.chat.members(&room.id).len() >= capacity as usize => Err(Refusal::RoomFull.into()),
            _ => Ok(true),
        }
    }
}

#[derive(Deserialize)]
struct Filter {
    namespace: Option<String>,
}

async fn rooms(State(api): State<Anonymous>, Query(filter): Query<Filter>) -> Response {
    let found = async {
        let spaces = match filter.namespace {
            Some(name) => vec![api.chat.space(&name).await?],
            None => api.chat.spaces().await?,
        };
        let mut rooms = Vec::new();
        for space in spaces {
            rooms.extend(api.chat.rooms(&space).await?.iter().map(|room| Room::new(&room.room, room.members)));
        }
        Ok(rooms)
    };
    answered(found.await)
}

async fn create_room(
    State(api): State<Anonymous>,
    Extension(from): Extension<AddressBlock>,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let made = async {
        let asked: CreateRoom = read(&body)?;
        let password = asked.password.as_deref().filter(|password| !password.is_empty());
        if asked.is_password != password.is_some() {
            return Err(Refusal::BadRequest.into());
        }
        let space = api.chat.space(&asked.namespace).await?;
        let (guest, cookie) = api.person(&headers, &from).await?;
        let request = RoomRequest {
            space,
            announces: true,
            password,
            capacity: Some(asked.capacity),
            expires_in: Some(Duration::from_secs(asked.expires_in_secs.unwrap_or(DAY).into())),
            ..RoomRequest::open(&asked.title, "")
        };
        let room = api.chat.create_room(&guest, request).await?;
        Ok(Answer { status: StatusCode::CREATED, cookie, data: api.shown(&room) })
    };
    answer::given(made.await)
}

async fn room(State(api): State<Anonymous>, Path(id): Path<String>) -> Response {
    answered(api.chat.room(&RoomId::new(id)).await.map(|room| api.shown(&room)))
}

async fn access_check(
    State(api): State<Anonymous>,
    Path(id): Path<String>,
    Extension(from): Extension<AddressBlock>,
    Extension(session): Extension<Session>,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let checked = async {
        let asked = if body.is_empty() { AccessCheck::default() } else { read(&body)? };
        let room = api.chat.room(&RoomId::new(id)).await?;
        if session == Session::Withheld {
            return api.look_in(&room).map(|data| Answer { status: StatusCode::OK, cookie: None, data });
        }
        let (guest, cookie) = api.person(&headers, &from).await?;
        let data = api.admit(&guest, &room, asked.password.as_deref()).await?;
        Ok(Answer { status: StatusCode::OK, cookie, data })
    };
    answer::given(checked.await)
}

/// Whether this session's chatter has been in the room; of somebody else's, or of `undefined`, it says no.
async fn reentry_check(
    State(api): State<Anonymous>,
    Path((id, chatter)): Path<(String, String)>,
    headers: HeaderMap,
) -> Response {
    let checked = async {
        let room = api.chat.room(&RoomId::new(id)).await?;
        match api.own(&headers, &chatter).await? {
            Some(guest) => Ok(api.chat.may_enter(&guest, &room).await? && api.chat.is_member(&guest, &room.id).await?),
            None => Ok(false),
        }
    };
    answered(checked.await)
}

/// Who names no chatter has not been in the room, and sees nothing of it.
async fn no_messages(State(api): State<Anonymous>, Path((id, page)): Path<(String, String)>) -> Response {
    let page = async {
        number(&page)?;
        api.chat.room(&RoomId::new(id)).await?;
        Ok(Vec::<Message>::new())
    };
    answered(page.await)
}

async fn messages(
    State(api): State<Anonymous>,
    Path((id, page, chatter)): Path<(String, String, String)>,
    headers: HeaderMap,
) -> Response {
    let found = async {
        let page = number(&page)?;
        let room = api.chat.room(&RoomId::new(id)).await?;
        // As a page's script writes a chatter that it does not have.
        if matches!(&*chatter, "undefined" | "null") {
            return Ok(Vec::new());
        }
        let guest = api.own(&headers, &chatter).await?.ok_or(Refusal::ChatterNotFound)?;
        match api.chat.door(&guest, &room).await? {
            None => with_chatters(&api.chat, &room.id, &api.chat.chatter_page(&room, &guest, page).await?).await,
            Some(Refusal::Kicked) => Err(Refusal::Kicked.into()),
            Some(_) => Err(Refusal::RoomNotFound.into()),
        }
    };
    answered(found.await)
}

async fn with_chatters(chat: &Chat, room: &RoomId, messages: &[domain::Message]) -> Result<Vec<Message>> {
    let author = |message: &domain::Message| Guest::person(message.author.id.clone(), message.author.nickname.clone());
    let authors: HashMap<_, _> = messages.iter().map(|message| (&message.author.id, author(message))).collect();
    let chatters = chat.as_chatters(room, authors.into_values().collect()).await?;
    let known: HashMap<_, _> =
        chatters.iter().map(|chatter| (&chatter.guest.id, (chatter.since, chatter.is_here))).collect();
    let shown = messages.iter().map(|message| {
        let (since, is_here) = known.get(&message.author.id).copied().unwrap_or((message.created_at, false));
        Message::new(message, since, is_here)
    });
    Ok(shown.collect())
}

async fn rename(
    State(api): State<Anonymous>,
    Path(chatter): Path<String>,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let renamed = async {
        let asked: Rename = read(&body)?;
        let guest = api.own(&headers, &chatter).await?.ok_or(Refusal::ChatterNotFound)?;
        let guest = api.chat.rename(&guest, &asked.nickname).await?;
        let chatter = api.chat.chatter_anywhere(guest).await?;
        Ok(Chatter::new(&chatter.guest, chatter.since, chatter.is_here))
    };
    answered(renamed.await)
}

fn read<T: DeserializeOwned>(body: &Bytes) -> Result<T> {
    Ok(serde_json::from_slice(body).map_err(|_| Refusal::BadRequest)?)
}

fn number(page: &str) -> Result<u32> {
    Ok(page.parse().ok().filter(|page| *page > 0).ok_or(Refusal::BadRequest)?)
}
