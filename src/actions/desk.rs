//! What every server function needs: the chat service, who is asking, and the way back.

use std::sync::Arc;

use axum::http::{HeaderValue, StatusCode, header, request::Parts};
use leptos::prelude::*;
use leptos_axum::ResponseOptions;

use crate::{
    chat::{Chat, Error, Result, Token},
    domain::{AddressBlock, Guest, Refusal},
    protocol::cookies,
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

    /// The guest whose session cookie came with the form.
    ///
    /// # Errors
    /// [`Refusal::NicknameRequired`].
    pub async fn guest(&self) -> Result<Guest> {
        let parts: Parts = expect_context();
        let cookie = parts.headers.get(header::COOKIE).and_then(|value| value.to_str().ok());
        let token = cookie.and_then(|header| cookies::session(header, self.secure)).and_then(Token::parse);
        let guest = match token {
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

    /// Keeps a session in the browser. 400 days is the longest that browsers keep a cookie; the session itself ends
    /// earlier, on the server.
    pub fn keep_session(&self, token: &Token) {
        let (name, token) = (cookies::session_name(self.secure), token.reveal());
        self.keep(&format!("{name}={token}; HttpOnly"));
    }

    /// Keeps a cookie that is no secret.
    pub fn keep_choice(&self, name: &str, value: &str) {
        self.keep(&format!("{name}={value}"));
    }

    fn keep(&self, cookie: &str) {
        let secure = if self.secure { "; Secure" } else { "" };
        let cookie = format!("{cookie}; Path=/; SameSite=Lax; Max-Age={}{secure}", 400 * 24 * 60 * 60);
        if let Ok(cookie) = HeaderValue::from_str(&cookie) {
            expect_context::<ResponseOptions>().append_header(header::SET_COOKIE, cookie);
        }
    }
}

/// Where a form leads back to with what was typed in it, which the page fills in again.
pub fn with_typed(back: &str, typed: &str) -> String {
    let typed: String = form_urlencoded::byte_serialize(typed.as_bytes()).collect();
    format!("{back}?typed={typed}")
}

/// Answers the form: to `path` when it went well, else `back` to where it was, with the reason in the query.
pub fn answer(outcome: Result<String>, back: &str) {
    let target = outcome.unwrap_or_else(|error| {
        let code = error.refusal().code();
        // A browser that has no session yet is asked for a nickname by the page itself.
        let separator = if back.contains('?') { '&' } else { '?' };
        format!("{back}{separator}refused={code}")
    });
    let options = expect_context::<ResponseOptions>();
    // 303, so that going back or reloading does not post again.
    options.set_status(StatusCode::SEE_OTHER);
    let target = HeaderValue::from_str(&target).unwrap_or(HeaderValue::from_static("/"));
    options.insert_header(header::LOCATION, target);
}

/// Where the forms about a room's bots are.
pub fn bots_section(room: &str) -> String {
    own_path(&format!("/r/{room}/settings")) + "?section=bots"
}

/// A path of this site and nothing else: `//evil.example` and `/\evil.example` lead elsewhere.
pub fn own_path(path: &str) -> String {
    let own = path.starts_with('/')
        && !path.starts_with("//")
        && path.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'/' | b'-' | b'_' | b'.'));
    if own { path.to_owned() } else { "/".to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn leads_nowhere_else() {
        assert_eq!(own_path("/r/4fXq2Lw9"), "/r/4fXq2Lw9");
        for elsewhere in ["//evil.example", "/\\evil.example", "https://evil.example", "", "r/x", "/a\r\nb", "/%0d"] {
            assert_eq!(own_path(elsewhere), "/", "{elsewhere:?}");
        }
    }
}
