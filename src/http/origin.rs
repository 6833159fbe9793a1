//! Who may ask from where. A browser attaches the session cookie to whatever site makes it ask, so what changes
//! something, or opens a socket, must come from our own pages (or from the operator's list).

use std::sync::Arc;

use axum::{
    extract::{Request, State},
    http::{HeaderMap, Method, StatusCode, header},
    middleware::Next,
    response::{IntoResponse, Response},
};

use crate::protocol::{ENDPOINT, cookies};

/// The origins that may ask besides our own, such as `https://chat.example.org`.
#[derive(Clone, Debug, Default)]
pub struct Origins(Vec<String>);

impl Origins {
    pub fn new(allowed: impl IntoIterator<Item = String>) -> Self {
        Self(allowed.into_iter().map(|origin| origin.trim_end_matches('/').to_ascii_lowercase()).collect())
    }

    /// Whether the `Origin` header names our own host or one of the list. `None` when there is no such header.
    fn allows(&self, headers: &HeaderMap) -> Option<bool> {
        let origin = headers.get(header::ORIGIN)?;
        let Ok(origin) = origin.to_str().map(str::to_ascii_lowercase) else { return Some(false) };
        let host = headers.get(header::HOST).and_then(|host| host.to_str().ok());
        let own = origin.split_once("://").zip(host).is_some_and(|((scheme, authority), host)| {
            matches!(scheme, "http" | "https") && authority.eq_ignore_ascii_case(host)
        });
        Some(own || self.0.contains(&origin))
    }
}

/// Refuses with 403 what comes from a foreign page.
pub async fn check(State(origins): State<Arc<Origins>>, request: Request, next: Next) -> Response {
    let headers = request.headers();
    let allowed = if request.uri().path().starts_with(ENDPOINT.trim_end_matches('/')) {
        realtime_may_ask(&origins, headers)
    } else {
        matches!(*request.method(), Method::GET | Method::HEAD) || form_may_post(&origins, headers)
    };
    if allowed {
        return next.run(request).await;
    }
    (StatusCode::FORBIDDEN, "403: this request came from another site").into_response()
}

/// A browser says where a form was posted from; who says nothing is refused.
fn form_may_post(origins: &Origins, headers: &HeaderMap) -> bool {
    origins.allows(headers).unwrap_or_else(|| fetch_site(headers) == Some("same-origin"))
}

/// Programs send no `Origin` and may connect; browsers always send one with a WebSocket, and leave it out only of a
/// same-origin GET.
fn realtime_may_ask(origins: &Origins, headers: &HeaderMap) -> bool {
    if let Some(allowed) = origins.allows(headers) {
        return allowed;
    }
    if headers.contains_key(header::UPGRADE) {
        return !carries_session(headers);
    }
    fetch_site(headers).is_none_or(|site| site == "same-origin")
}

fn fetch_site(headers: &HeaderMap) -> Option<&str> {
    headers.get("sec-fetch-site").and_then(|site| site.to_str().ok())
}

fn carries_session(headers: &HeaderMap) -> bool {
    let cookies = headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok());
    cookies.into_iter().any(|header| [false, true].iter().any(|secure| cookies::session(header, *secure).is_some()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(pairs: &[(&'static str, &str)]) -> HeaderMap {
        pairs.iter().map(|(name, value)| (header::HeaderName::from_static(name), value.parse().unwrap())).collect()
    }

    fn house() -> Origins {
        Origins::new(["https://friend.example/".to_owned()])
    }

    const HOST: (&str, &str) = ("host", "chat.example:3000");
    const SESSION: (&str, &str) = ("cookie", "sarangbang=abc");

    #[test]
    fn our_own_pages_may_do_everything() {
        let own = headers(&[HOST, ("origin", "http://chat.example:3000"), SESSION, ("upgrade", "websocket")]);
        assert!(form_may_post(&house(), &own));
        assert!(realtime_may_ask(&house(), &own));
    }

    #[test]
    fn a_listed_origin_may_and_a_foreign_or_opaque_one_may_not() {
        for (origin, allowed) in [
            ("https://friend.example", true),
            ("https://evil.example", false),
            ("http://chat.example", false),
            ("http://chat.example:3000.evil.example", false),
            ("file://chat.example:3000", false),
            ("null", false),
        ] {
            let asked = headers(&[HOST, ("origin", origin)]);
            assert_eq!(form_may_post(&house(), &asked), allowed, "form from {origin}");
            assert_eq!(realtime_may_ask(&house(), &asked), allowed, "socket from {origin}");
        }
    }

    #[test]
    fn a_form_without_any_sign_of_its_origin_is_refused() {
        assert!(!form_may_post(&house(), &headers(&[HOST])));
        assert!(!form_may_post(&house(), &headers(&[HOST, ("sec-fetch-site", "cross-site")])));
        assert!(form_may_post(&house(), &headers(&[HOST, ("sec-fetch-site", "same-origin")])));
    }

    #[test]
    fn a_websocket_with_a_session_needs_an_origin_and_a_program_without_one_does_not() {
        let upgrade = ("upgrade", "websocket");
        assert!(!realtime_may_ask(&house(), &headers(&[HOST, upgrade, SESSION])));
        assert!(realtime_may_ask(&house(), &headers(&[HOST, upgrade])));
    }

    #[test]
    fn polling_may_leave_the_origin_out_on_our_own_page_only() {
        assert!(realtime_may_ask(&house(), &headers(&[HOST, SESSION, ("sec-fetch-site", "same-origin")])));
        for site in ["cross-site", "same-site", "none"] {
            assert!(!realtime_may_ask(&house(), &headers(&[HOST, SESSION, ("sec-fetch-site", site)])), "{site}");
        }
        assert!(realtime_may_ask(&house(), &headers(&[HOST])), "a program");
    }
}
