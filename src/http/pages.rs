//! Pages: from an address and a cookie to the [`Snapshot`] that the app renders.

use std::sync::Arc;

use axum::{
    Router,
    body::Body,
    extract::State,
    http::{HeaderMap, HeaderValue, StatusCode, Uri, header},
    response::Response,
    routing::get,
};
use uuid::Uuid;

use super::language;
use crate::{
    chat::{Chat, Error, Result, Token},
    domain::{Guest, Refusal, Space, limits},
    protocol::{Me, Member, Message, Notice, Room, Route, Snapshot, cookies, snapshot::Page},
};

/// Renders whole documents. The app does it; http only knows when.
#[derive(Clone)]
pub struct Render {
    pub page: Arc<dyn Fn(Snapshot) -> Response + Send + Sync>,
    /// The page `/check` in the language of this tag.
    pub check: Arc<dyn Fn(&str) -> Response + Send + Sync>,
    /// The page `/api/docs` in the language of this tag.
    pub api_docs: Arc<dyn Fn(&str) -> Response + Send + Sync>,
}

/// The pages of the house.
#[derive(Clone)]
pub struct Pages {
    pub chat: Arc<Chat>,
    pub render: Render,
    /// Whether guests come over HTTPS, where the session cookie has another name.
    pub secure: bool,
    /// Minutes east of UTC for browsers that have not told theirs yet.
    pub utc_offset: i32,
}

impl Pages {
    pub(super) fn router(self) -> Router {
        // All pages of the app are the fallback: `Route` reads the address, here as in the browser.
        Router::new().route("/check", get(check)).route("/api/docs", get(api_docs)).fallback(get(page)).with_state(self)
    }

    async fn snapshot(&self, headers: &HeaderMap, uri: &Uri) -> Result<Snapshot> {
        let cookie = text(headers, header::COOKIE);
        let guest = self.guest(cookie).await?;
        let space = Space::main();
        let rooms = self.chat.rooms(&space).await?;
        let notices = self.chat.notices(&space).await?;
        let route = Route::parse(uri.path());
        let refused = parameter(uri, "refused").and_then(|code| Refusal::from_code(&code));
        let draft = match (&route, &guest, refused) {
            (Route::Room(room), Some(guest), Some(_)) => self.chat.take_refused(guest, room),
            _ => None,
        };
        let (form_id, draft) = draft.map(|draft| (draft.client_id, draft.content)).unzip();
        Ok(Snapshot {
            page: self.page(route, guest.as_ref()).await?,
            language: language::choose(cookie, text(headers, header::ACCEPT_LANGUAGE)).to_owned(),
            now: self.chat.now(),
            utc_offset: utc_offset(cookie).unwrap_or(self.utc_offset),
            me: guest.as_ref().map(Me::from),
            rooms: rooms.iter().map(|room| Room::new(&room.room, room.members)).collect(),
            notices: notices.iter().map(Notice::from).collect(),
            // The same again: the message may have been stored although the house could not say so.
            form_id: form_id.unwrap_or_else(|| Uuid::new_v4().to_string()),
            refused: refused.map(|refusal| refusal.code().to_owned()),
            typed: draft.or_else(|| parameter(uri, "typed").filter(|typed| typed.len() <= limits::NICKNAME.bytes)),
        })
    }

    async fn page(&self, route: Route, guest: Option<&Guest>) -> Result<Page> {
        let id = match route {
            Route::Lobby => return Ok(Page::Lobby),
            Route::NotFound => return Ok(Page::NotFound),
            Route::Room(id) => id,
        };
        let (room, catch) = match self.chat.read(&id).await {
            Ok(read) => read,
            Err(Error::Refused(Refusal::RoomNotFound)) => return Ok(Page::RoomNotFound { room_id: id }),
            Err(Error::Refused(Refusal::RoomClosed)) => return Ok(Page::RoomClosed { room_id: id }),
            Err(error) => return Err(error),
        };
        let is_admitted = match guest {
            Some(guest) => self.chat.may_enter(guest, &room.room).await?,
            None => true,
        };
        let members = self.chat.members(&id);
        let room = Room::new(&room.room, room.members);
        if !is_admitted {
            return Ok(Page::Locked { room });
        }
        let Some(guest) = guest else {
            // A stranger is asked for a nickname before anything that was said in the room is shown.
            return Ok(Page::Room { room, messages: Vec::new(), rev: 0, members: Vec::new(), is_member: false });
        };
        let is_member = self.chat.is_member(guest, &id).await?;
        let messages = catch.messages.iter().map(Message::from).collect();
        let members = members.iter().map(Member::from).collect();
        Ok(Page::Room { room, messages, rev: catch.rev, members, is_member })
    }

    async fn guest(&self, cookie: Option<&str>) -> Result<Option<Guest>> {
        let token = cookie.and_then(|header| cookies::session(header, self.secure)).and_then(Token::parse);
        match token {
            Some(token) => self.chat.guest_of(&token).await,
            None => Ok(None),
        }
    }
}

async fn page(State(pages): State<Pages>, uri: Uri, headers: HeaderMap) -> Response {
    let snapshot = match pages.snapshot(&headers, &uri).await {
        Ok(snapshot) => snapshot,
        Err(error) => return out_of_order(&error),
    };
    let found = !matches!(snapshot.page, Page::NotFound | Page::RoomNotFound { .. });
    let mut response = (pages.render.page)(snapshot);
    if !found {
        *response.status_mut() = StatusCode::NOT_FOUND;
    }
    personal(response)
}

/// Knows nobody and asks no store: it is for when something does not work.
async fn check(State(pages): State<Pages>, headers: HeaderMap) -> Response {
    let language = language::choose(text(&headers, header::COOKIE), text(&headers, header::ACCEPT_LANGUAGE));
    personal((pages.render.check)(language))
}

async fn api_docs(State(pages): State<Pages>, headers: HeaderMap) -> Response {
    let language = language::choose(text(&headers, header::COOKIE), text(&headers, header::ACCEPT_LANGUAGE));
    personal((pages.render.api_docs)(language))
}

fn personal(mut response: Response) -> Response {
    let headers = response.headers_mut();
    // Personal, and new at every visit; `no-store` would keep it out of the browser's back button too.
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("private, no-cache"));
    headers.insert(header::VARY, HeaderValue::from_static("cookie, accept-language, accept-encoding"));
    response
}

/// The last resort, in both languages, when not even the rooms can be read.
fn out_of_order(error: &Error) -> Response {
    error.refusal();
    let mut response = Response::new(Body::from(
        "지금은 열 수 없습니다. 잠시 뒤에 다시 시도해 주세요.\nThe house is out of order. Please try again in a moment.\n",
    ));
    *response.status_mut() = StatusCode::SERVICE_UNAVAILABLE;
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("text/plain; charset=utf-8"));
    headers.insert(header::RETRY_AFTER, HeaderValue::from_static("5"));
    response
}

fn text(headers: &HeaderMap, name: header::HeaderName) -> Option<&str> {
    headers.get(name).and_then(|value| value.to_str().ok())
}

/// No zone on Earth is further than 14 hours from UTC.
fn utc_offset(cookie: Option<&str>) -> Option<i32> {
    let minutes: i32 = cookies::value(cookie?, cookies::UTC_OFFSET)?.parse().ok()?;
    (-14 * 60..=14 * 60).contains(&minutes).then_some(minutes)
}

/// What a form's redirect carries.
fn parameter(uri: &Uri, name: &str) -> Option<String> {
    let mut pairs = form_urlencoded::parse(uri.query()?.as_bytes());
    pairs.find_map(|(key, value)| (key == name).then(|| value.into_owned()))
}
