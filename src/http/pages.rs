//! Pages: from an address and a cookie to the [`Snapshot`] that the app renders.

use std::sync::Arc;

use axum::{
    Router,
    body::Body,
    extract::{DefaultBodyLimit, State},
    http::{HeaderMap, HeaderValue, StatusCode, Uri, header},
    response::Response,
    routing::{get, post},
};
use uuid::Uuid;

use super::{
    bell,
    export::{self, Paper},
    installed, invite, language,
    live::Frame,
    own, own_export, passage,
    pictures::{self, Uploads},
    room_settings, search,
    visit::{fields, look, parameter, text, utc_offset},
};
use crate::{
    chat::{Chat, Error, Refused, Result, Token},
    domain::{Ending, Guest, Refusal, Space, limits},
    protocol::{
        Look, Me, Member, Message, Notice, Room, Route, Snapshot, Typed,
        bell::BellPage,
        cookies,
        export::{Export, OwnExport},
        invite::InvitePage,
        live::LivePage,
        own::OwnPage,
        passage::PassagePage,
        room_settings::RoomSettings,
        search::SearchPage,
        snapshot::{Fields, Page},
    },
};

/// Renders a document in the language of a tag.
type RenderIn = dyn Fn(&str, Look) -> Response + Send + Sync;

/// Renders whole documents. The app does it; http only knows when.
#[derive(Clone)]
pub struct Render {
    pub page: Arc<dyn Fn(Snapshot, Look) -> Response + Send + Sync>,
    /// The page `/check` in the language of this tag.
    pub check: Arc<RenderIn>,
    /// The page `/api/docs` in the language of this tag.
    pub api_docs: Arc<RenderIn>,
    /// The page `/help` in the language of this tag.
    pub help: Arc<RenderIn>,
    /// The page of a room's bell.
    pub bell: Arc<dyn Fn(BellPage, Look) -> Response + Send + Sync>,
    /// The web app manifest in the language of this tag.
    pub manifest: Arc<dyn Fn(&str) -> Response + Send + Sync>,
    /// What the house's app shows when the house cannot be reached.
    pub offline: Arc<RenderIn>,
    pub invite: Arc<dyn Fn(InvitePage, Look) -> Response + Send + Sync>,
    pub settings: Arc<dyn Fn(RoomSettings, Look) -> Response + Send + Sync>,
    pub search: Arc<dyn Fn(SearchPage, Look) -> Response + Send + Sync>,
    /// A part of a room's conversation.
    pub passage: Arc<dyn Fn(PassagePage, Look) -> Response + Send + Sync>,
    /// A room's conversation as a document that goes on.
    pub live: Arc<dyn Fn(LivePage, Look) -> Box<dyn Frame> + Send + Sync>,
    pub own: Arc<dyn Fn(OwnPage) -> Response + Send + Sync>,
    /// Where somebody comes back with a passkey.
    pub come_back: Arc<dyn Fn(OwnPage) -> Response + Send + Sync>,
    /// What was said in a room, as a document to keep.
    pub export: Arc<dyn Fn(Export) -> Box<dyn Paper> + Send + Sync>,
    /// What one guest wrote, in the same way.
    pub own_export: Arc<dyn Fn(OwnExport) -> Box<dyn Paper> + Send + Sync>,
    /// What a page shows of pictures that are about to be sent, in the language of this tag; each has at most so many
    /// bytes.
    pub pictures: PictureTray,
}

/// Renders the part of a page that is about pictures.
pub type PictureTray = Arc<dyn Fn(&str, u32) -> Response + Send + Sync>;

/// The pages of the house.
#[derive(Clone)]
pub struct Pages {
    pub chat: Arc<Chat>,
    pub render: Render,
    /// Whether guests come over HTTPS, where the session cookie has another name.
    pub secure: bool,
    /// Where guests find the house, if the operator says so.
    pub public_origin: Option<String>,
    /// Minutes east of UTC for browsers that have not told theirs yet.
    pub utc_offset: i32,
    pub uploads: Uploads,
    /// The house's public key for browsers that have themselves pushed to, in base64url; `None` when it does not push.
    pub push_key: Option<Arc<str>>,
}

impl Pages {
    pub(super) fn router(self) -> Router {
        // All pages of the app are the fallback: `Route` reads the address, here as in the browser.
        Router::new()
            .route("/check", get(check))
            .route("/api/docs", get(api_docs))
            .route("/help", get(help))
            .route("/manifest.webmanifest", get(installed::manifest))
            .route("/offline", get(installed::offline))
            .route("/search", get(search::page))
            .route("/me", get(own::page))
            .route("/me/export.html", get(own_export::html))
            .route("/me/export.json", get(own_export::json))
            .route("/me/passkey", post(own::claim_options))
            .route(
                "/me/push",
                get(bell::key).post(bell::subscribe).layer(DefaultBodyLimit::max(bell::SUBSCRIPTION_BYTES)),
            )
            .route("/me/push/end", post(bell::unsubscribe))
            .route("/me/return", get(own::come_back).post(own::return_options))
            .route("/r/{room}/m/{seq}", get(passage::page))
            .route("/r/{room}/bell", get(bell::page))
            .route("/r/{room}/invite", get(invite::page))
            .route("/r/{room}/settings", get(room_settings::page))
            .route("/r/{room}/export.html", get(export::html))
            .route("/r/{room}/export.json", get(export::json))
            .merge(pictures::router(&self.uploads))
            .fallback(get(page))
            .with_state(self)
    }

    /// The page at an address, which may be that there is none.
    pub(super) async fn answer(&self, uri: &Uri, headers: &HeaderMap) -> Response {
        match self.snapshot(headers, uri).await {
            Ok(snapshot) => self.show(snapshot, headers),
            Err(error) => Self::out_of_order(&error),
        }
    }

    /// The same, with the reason why it is not another page.
    pub(super) async fn answer_refused(&self, uri: &Uri, headers: &HeaderMap, refusal: Refusal) -> Response {
        match self.snapshot(headers, uri).await {
            Ok(snapshot) => self.show(Snapshot { refused: Some(refusal.code().to_owned()), ..snapshot }, headers),
            Err(error) => Self::out_of_order(&error),
        }
    }

    fn show(&self, snapshot: Snapshot, headers: &HeaderMap) -> Response {
        let found = !matches!(snapshot.page, Page::NotFound | Page::RoomNotFound { .. });
        let is_stranger = snapshot.me.is_none() && matches!(snapshot.page, Page::Lobby);
        let mut response = (self.render.page)(snapshot, look(headers));
        if is_stranger && let Some(cookie) = self.blank_session(headers) {
            response.headers_mut().append(header::SET_COOKIE, cookie);
        }
        if !found {
            *response.status_mut() = StatusCode::NOT_FOUND;
        }
        Self::personal(response)
    }

    pub(super) fn personal(mut response: Response) -> Response {
        let headers = response.headers_mut();
        // Personal, and new at every visit; `no-store` would keep it out of the browser's back button too.
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("private, no-cache"));
        headers.insert(header::VARY, HeaderValue::from_static("cookie, accept-language, accept-encoding"));
        response
    }

    /// The last resort, in both languages, when not even the rooms can be read.
    pub(super) fn out_of_order(error: &Error) -> Response {
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

    async fn snapshot(&self, headers: &HeaderMap, uri: &Uri) -> Result<Snapshot> {
        let cookie = text(headers, header::COOKIE);
        let guest = self.guest(cookie).await?;
        guest.iter().for_each(|guest| self.chat.note_act(&guest.id));
        let route = Route::parse(uri.path());
        let space = self.space(&route).await?;
        let route = if space.is_some() { route } else { Route::NotFound };
        let space = space.unwrap_or_else(Space::main);
        let rooms = self.chat.rooms(&space).await?;
        let notices = self.chat.notices(&space).await?;
        let (read, mentions) = match &guest {
            Some(guest) => (self.chat.marks(guest, &space).await?, self.chat.mentions(guest, &space).await?),
            None => Default::default(),
        };
        let refused = parameter(uri, "refused").and_then(|code| Refusal::from_code(&code));
        let asked = match &guest {
            Some(guest) if refused.is_some() => self.asked_for(guest, &route, uri).await?,
            Some(_) => Asked::default(),
            // It cannot be kept for them: they are not known yet.
            None => Asked { typed: nickname(uri), ..Asked::default() },
        };
        Ok(Snapshot {
            page: self.page(route, guest.as_ref()).await?,
            space,
            language: language::choose(cookie, text(headers, header::ACCEPT_LANGUAGE)).to_owned(),
            now: self.chat.now(),
            utc_offset: utc_offset(cookie).unwrap_or(self.utc_offset),
            me: guest.as_ref().map(Me::from),
            rooms: rooms.iter().map(|room| Room::new(&room.room, room.members)).collect(),
            notices: notices.iter().map(Notice::from).collect(),
            read,
            mentions,
            // The same again: the message may have been stored although the house could not say so.
            form_id: asked.form_id.unwrap_or_else(|| Uuid::new_v4().to_string()),
            refused: refused.map(|refusal| refusal.code().to_owned()),
            typed: asked.typed,
            fields: asked.fields,
        })
    }

    /// Whose rooms and notices a page shows; `None` for a space that is not there.
    async fn space(&self, route: &Route) -> Result<Option<Space>> {
        match route {
            Route::Space(space) => match self.chat.space(space.as_str()).await {
                Err(Error::Refused(Refusal::SpaceNotFound)) => Ok(None),
                found => found.map(Some),
            },
            Route::Room(id) => match self.chat.room(id).await {
                Err(Error::Refused(_)) => Ok(Some(Space::main())),
                found => found.map(|room| Some(room.space)),
            },
            Route::Lobby | Route::NotFound => Ok(Some(Space::main())),
        }
    }

    /// What a form of the guest was refused that is on this page. The house keeps it; an address, which anybody may have
    /// made, says nothing of what a guest wants to say.
    async fn asked_for(&self, guest: &Guest, route: &Route, uri: &Uri) -> Result<Asked> {
        Ok(match (self.chat.refused(guest), route) {
            (Some(Refused::Message { room, client_id, content, pictures }), Route::Room(shown)) if room == *shown => {
                let pictures = self.chat.unsent(guest, &room, pictures).await?;
                let pictures = (!pictures.is_empty()).then(|| serde_json::json!(pictures).to_string());
                Asked {
                    form_id: Some(client_id.to_string()),
                    typed: Some(Typed::Message(content)),
                    fields: Fields::new(pictures.map(|pictures| ("pictures", pictures))),
                }
            }
            (Some(Refused::Room { name, topic, capacity, life, unlisted }), Route::Lobby | Route::Space(_)) => {
                let unlisted = if unlisted { "true" } else { "" };
                let number = |number: u64| if number == 0 { String::new() } else { number.to_string() };
                let (capacity, life) = (number(capacity.into()), number(life.as_secs()));
                let fields = [("name", name), ("topic", topic), ("capacity", capacity), ("life", life)];
                let fields = fields.into_iter().chain([("unlisted", unlisted.to_owned())]);
                Asked { fields: Fields::new(fields), ..Asked::default() }
            }
            _ => Asked { fields: fields(uri, &["retry_in"]), ..Asked::default() },
        })
    }

    async fn page(&self, route: Route, guest: Option<&Guest>) -> Result<Page> {
        let id = match route {
            Route::Lobby | Route::Space(_) => return Ok(Page::Lobby),
            Route::NotFound => return Ok(Page::NotFound),
            Route::Room(id) => id,
        };
        let (room, catch) = match self.chat.read(&id).await {
            Ok(read) => read,
            Err(Error::Refused(Refusal::RoomNotFound)) => return Ok(Page::RoomNotFound { room_id: id }),
            Err(Error::Refused(Refusal::RoomClosed)) => {
                let reason = self.chat.ending(&id).await?.map_or("", Ending::code).to_owned();
                return Ok(Page::RoomClosed { room_id: id, reason });
            }
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
            return Ok(Page::Room {
                room,
                messages: Vec::new(),
                rev: 0,
                members: Vec::new(),
                pins: Vec::new(),
                is_member: false,
            });
        };
        self.chat.saw(guest, &id);
        let is_member = self.chat.is_member(guest, &id).await?;
        let messages = catch.messages.iter().map(Message::from).collect();
        let members = members.iter().map(Member::from).collect();
        let pins = self.chat.pins(&id).await?;
        Ok(Page::Room { room, messages, rev: catch.rev, members, pins, is_member })
    }

    pub(super) async fn guest(&self, cookie: Option<&str>) -> Result<Option<Guest>> {
        match self.session(cookie) {
            Some(token) => self.chat.guest_of(&token).await,
            None => Ok(None),
        }
    }

    pub(super) fn session(&self, cookie: Option<&str>) -> Option<Token> {
        cookie.and_then(|header| cookies::session(header, self.secure)).and_then(Token::parse)
    }

    /// A session that is nobody's yet, for a browser that has none: with it a client of the anonymous dialect, whose
    /// handshake sets no cookie, is the same chatter again.
    fn blank_session(&self, headers: &HeaderMap) -> Option<HeaderValue> {
        let has_one = self.session(text(headers, header::COOKIE)).is_some_and(|token| self.chat.is_blank(&token));
        let new = || cookies::kept_session(&self.chat.blank_session().reveal(), self.secure);
        if has_one { None } else { HeaderValue::from_str(&new()).ok() }
    }
}

async fn page(State(pages): State<Pages>, uri: Uri, headers: HeaderMap) -> Response {
    pages.answer(&uri, &headers).await
}

/// Knows nobody and asks no store: it is for when something does not work.
async fn check(State(pages): State<Pages>, headers: HeaderMap) -> Response {
    let language = language::choose(text(&headers, header::COOKIE), text(&headers, header::ACCEPT_LANGUAGE));
    Pages::personal((pages.render.check)(language, look(&headers)))
}

async fn api_docs(State(pages): State<Pages>, headers: HeaderMap) -> Response {
    let language = language::choose(text(&headers, header::COOKIE), text(&headers, header::ACCEPT_LANGUAGE));
    Pages::personal((pages.render.api_docs)(language, look(&headers)))
}

async fn help(State(pages): State<Pages>, headers: HeaderMap) -> Response {
    let language = language::choose(text(&headers, header::COOKIE), text(&headers, header::ACCEPT_LANGUAGE));
    Pages::personal((pages.render.help)(language, look(&headers)))
}

/// What a refused form asked for.
#[derive(Default)]
struct Asked {
    /// Of the message, if it was one.
    form_id: Option<String>,
    typed: Option<Typed>,
    fields: Fields,
}

/// The nickname that a stranger asked for.
fn nickname(uri: &Uri) -> Option<Typed> {
    parameter(uri, "typed").filter(|typed| typed.len() <= limits::NICKNAME.bytes).map(Typed::Nickname)
}
