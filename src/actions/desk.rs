//! What every server function needs: the chat service, who is asking, and the way back.

use std::{sync::Arc, time::Duration};

use axum::http::{HeaderValue, StatusCode, Uri, header, request::Parts};
use leptos::prelude::*;
use leptos_axum::ResponseOptions;

use crate::{
    chat::{self, Chat, Error, Result, Site, Token},
    domain::{AddressBlock, Guest, Refusal, RoomId, Visibility},
    protocol::{Route, cookies},
};

/// Put into the context of every server function by the composition root.
#[derive(Clone)]
pub struct Desk {
    pub chat: Arc<Chat>,
    /// Whether guests come over HTTPS.
    pub secure: bool,
}

impl Desk {
    pub fn expect() -> Self {
        expect_context()
    }

    /// The session whose cookie came with the form.
    pub fn session(&self) -> Option<Token> {
        let parts: Parts = expect_context();
        let cookie = parts.headers.get(header::COOKIE).and_then(|value| value.to_str().ok());
        cookie.and_then(|header| cookies::session(header, self.secure)).and_then(Token::parse)
    }

    /// The guest whose session cookie came with the form.
    ///
    /// # Errors
    /// [`Refusal::NicknameRequired`].
    pub async fn guest(&self) -> Result<Guest> {
        let guest = match self.session() {
            Some(token) => self.chat.guest_of(&token).await?,
            None => None,
        };
        guest.ok_or(Error::Refused(Refusal::NicknameRequired))
    }

    /// Takes a nickname for somebody new, from the address that the form came from.
    ///
    /// # Errors
    /// When too many came from there, and the `nickname_…` refusals.
    pub async fn enter(&self, nickname: &str) -> Result<Token> {
        let parts: Parts = expect_context();
        if let Some(from) = parts.extensions.get::<AddressBlock>() {
            self.chat.check_newcomer(from)?;
        }
        Ok(self.chat.enter(nickname).await?.1)
    }

    /// Keeps a session in the browser.
    pub fn keep_session(&self, token: &Token) {
        set_cookie(&cookies::kept_session(&token.reveal(), self.secure));
    }

    /// Takes the session out of the browser.
    pub fn end_session(&self) {
        set_cookie(&cookies::ended_session(self.secure));
    }

    /// Has the next page say that somebody was forgotten.
    pub fn say_farewell(&self) {
        let secure = if self.secure { "; Secure" } else { "" };
        set_cookie(&format!("{}=1; HttpOnly; Path=/me; SameSite=Lax; Max-Age=60{secure}", cookies::FAREWELL));
    }

    /// Keeps a cookie that is no secret.
    pub fn keep_choice(&self, name: &str, value: &str) {
        set_cookie(&cookies::kept(&format!("{name}={value}"), self.secure));
    }
}

fn set_cookie(cookie: &str) {
    if let Ok(cookie) = HeaderValue::from_str(cookie) {
        expect_context::<ResponseOptions>().append_header(header::SET_COOKIE, cookie);
    }
}

/// The room that a form names, and its page; the lobby when there can be no such room.
pub fn room_and_page(id: &str) -> (Result<RoomId>, String) {
    match RoomId::parse(id) {
        Some(id) => (Ok(id.clone()), Route::Room(id).path()),
        None => (Err(Refusal::RoomNotFound.into()), Route::Lobby.path()),
    }
}

/// Takes whoever asks out of a room; the path of the lobby.
pub async fn leave(desk: &Desk, room: &RoomId) -> String {
    // Whoever cannot be recognized has left already.
    if let Ok(guest) = desk.guest().await {
        desk.chat.stop_reading(&guest.id, room);
    }
    lobby_of(desk, room).await
}

/// The path of the lobby beside a room that was left.
pub async fn lobby_of(desk: &Desk, room: &RoomId) -> String {
    let room = desk.chat.room(room).await;
    // A room that is gone is left all the same.
    room.map_or(Route::Lobby, |room| Route::lobby(&room.space)).path()
}

/// More than this of a field is not given back: it would make an address that no proxy takes.
const TYPED_BYTES: usize = 1_000;

/// Where a form leads back to with what was typed in it, which the page fills in again.
pub fn with_typed(back: &str, typed: &[(&str, &str)]) -> String {
    let kept = typed.iter().filter(|(_, text)| !text.is_empty() && text.len() <= TYPED_BYTES);
    let query = form_urlencoded::Serializer::new(String::new()).extend_pairs(kept).finish();
    if query.is_empty() { back.to_owned() } else { format!("{back}?{query}") }
}

/// Answers the form: to `path` when it went well, else `back` to where it was, with the reason in the query.
pub fn answer(outcome: Result<String>, back: &str) {
    redirect(&outcome.unwrap_or_else(|error| refused(&error, back)));
}

/// Answers a form of a section of a room's settings: back there, with what came of it and what was typed.
pub async fn answer_settings<T>(
    desk: &Desk,
    room_id: &str,
    section: &'static str,
    typed: &[(&str, &str)],
    outcome: Result<T>,
) {
    let Route::Room(room) = Route::parse(&format!("/r/{room_id}")) else { return redirect("/") };
    let page = format!("/r/{room}/settings");
    let target = match outcome {
        Ok(_) => {
            if let Ok(owner) = desk.guest().await {
                desk.chat.note_saved(&owner, &room, section);
            }
            format!("{page}#{section}")
        }
        Err(error) => match error.refusal() {
            // To everybody but its owner the page is none.
            Refusal::NicknameRequired | Refusal::NotOwner | Refusal::RoomNotFound => page,
            Refusal::RoomClosed => format!("/r/{room}"),
            _ => {
                let told: Vec<_> = [("section", section)].into_iter().chain(typed.iter().copied()).collect();
                format!("{}#{section}", refused(&error, &with_typed(&page, &told)))
            }
        },
    };
    redirect(&target);
}

/// Answers a form of a section of the visitor's own page: back there, with what came of it and what was typed.
pub async fn answer_own(desk: &Desk, section: &'static str, typed: &[(&str, &str)], outcome: Result<()>) {
    let target = match outcome {
        Ok(()) => {
            if let Ok(guest) = desk.guest().await {
                desk.chat.note_saved_own(&guest, section);
            }
            format!("/me#{section}")
        }
        Err(error) => {
            let told: Vec<_> = [("section", section)].into_iter().chain(typed.iter().copied()).collect();
            format!("{}#{section}", refused(&error, &with_typed("/me", &told)))
        }
    };
    redirect(&target);
}

/// Where the form was, as its request was checked for.
///
/// # Errors
/// [`Refusal::BadRequest`] when the browser does not say.
pub fn site() -> Result<Site> {
    let parts: Parts = expect_context();
    Ok(parts.extensions.get::<Site>().cloned().ok_or(Refusal::BadRequest)?)
}

/// Bytes in base64url.
///
/// # Errors
/// [`Refusal::BadRequest`].
pub fn bytes(text: &str) -> Result<Vec<u8>> {
    Ok(chat::decoded(text).ok_or(Refusal::BadRequest)?)
}

/// `back`, with the reason in the query. A browser that has no session yet is asked for a nickname by the page itself.
fn refused(error: &Error, back: &str) -> String {
    let (separator, code) = (if back.contains('?') { '&' } else { '?' }, error.refusal().code());
    let retry_in = match error {
        Error::TooFast { retry_in_ms } => format!("retry_in={}&", retry_in_ms.div_ceil(1_000)),
        _ => String::new(),
    };
    format!("{back}{separator}{retry_in}refused={code}")
}

fn redirect(target: &str) {
    let options = expect_context::<ResponseOptions>();
    // 303, so that going back or reloading does not post again.
    options.set_status(StatusCode::SEE_OTHER);
    let target = HeaderValue::from_str(target).unwrap_or(HeaderValue::from_static("/"));
    options.insert_header(header::LOCATION, target);
}

/// A number that somebody typed; nothing is 0. What is no number is larger than anything that is allowed.
pub fn number(typed: &str) -> u32 {
    let typed = typed.trim();
    if typed.is_empty() { 0 } else { typed.parse().unwrap_or(u32::MAX) }
}

/// The same, as a time.
pub fn seconds(typed: &str) -> Duration {
    Duration::from_secs(number(typed).into())
}

pub fn visibility(listed: bool) -> Visibility {
    if listed { Visibility::Listed } else { Visibility::Unlisted }
}

/// A path of this site and nothing else: `//evil.example` and `/\evil.example` lead elsewhere.
pub fn own_path(path: &str) -> String {
    let (place, query) = path.split_once('?').unwrap_or((path, ""));
    let own = place.starts_with('/')
        && !place.starts_with("//")
        && place.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'/' | b'-' | b'_' | b'.'))
        && query.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_.*+%=&".contains(&byte));
    if own { path.to_owned() } else { "/".to_owned() }
}

/// The path of the page with the form, as far as the browser tells.
pub fn form_page() -> String {
    let parts: Parts = expect_context();
    let referer = parts.headers.get(header::REFERER).and_then(|value| value.to_str().ok());
    referer.and_then(|address| address.parse::<Uri>().ok()).map_or_else(|| "/".to_owned(), |page| own_path(page.path()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn leads_nowhere_else() {
        for own in ["/r/4fXq2Lw9", "/search?q=%ED%9A%8C+a&room=4fXq2Lw9"] {
            assert_eq!(own_path(own), own);
        }
        for elsewhere in [
            "//evil.example",
            "/\\evil.example",
            "https://evil.example",
            "",
            "r/x",
            "/a\r\nb",
            "/%0d",
            "?/x",
            "//evil.example?q=1",
            "/a?b\r\nc",
        ] {
            assert_eq!(own_path(elsewhere), "/", "{elsewhere:?}");
        }
    }
}
