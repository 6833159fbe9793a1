//! Who may ask from where. A browser attaches the session cookie to whatever site makes it ask, so what changes
//! something, or opens a socket, must come from our own pages. The operator may let pages of other origins connect;
//! pages and forms stay our own whatever the list says.

use std::time::Duration;

use axum::{
    extract::{Request, State},
    http::{HeaderMap, HeaderValue, Method, StatusCode, header, request::Parts},
    middleware::Next,
    response::{IntoResponse, Response},
};
use tower_http::cors::{AllowCredentials, AllowHeaders, AllowOrigin, CorsLayer};

use crate::{chat::Site, protocol::cookies};

/// How long a browser may remember what a preflight was told.
const PREFLIGHT_AGE: Duration = Duration::from_secs(10 * 60);

/// Which origins may ask besides the one that the `Host` header names.
#[derive(Clone, Debug, Default)]
pub struct Origins {
    /// The house's own, where a proxy lets it have another `Host`.
    own: Option<String>,
    /// Whose pages may connect, with the sessions of their visitors when they are of the house's site.
    named: Vec<String>,
    /// Whether any other page may connect too, without a session.
    any: bool,
}

/// Whether a browser carries the session of its visitor to the house and keeps the one that it gets there. One in
/// between would replace the visitor's: browsers send `SameSite=Lax` cookies with no request from another site but keep
/// those of the answer, when the request was a form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Session {
    Carried,
    Withheld,
}

/// What a page's origin is to the house.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Relation {
    Own,
    /// Named by the operator.
    Friend,
    /// Anybody, where the operator lets anybody in.
    Stranger,
    Foreign,
}

impl Origins {
    /// The origin of the house, and those that the operator lets connect; `*` lets all.
    ///
    /// All are written as browsers write them: `https://chat.example.org`.
    pub fn new(own: Option<String>, allowed: impl IntoIterator<Item = String>) -> Self {
        let (any, named): (Vec<_>, _) = allowed.into_iter().partition(|origin| origin == "*");
        Self { own, named, any: !any.is_empty() }
    }

    /// `None` for a request without an `Origin`.
    fn relation(&self, headers: &HeaderMap) -> Option<Relation> {
        let origin = headers.get(header::ORIGIN)?;
        let otherwise = if self.any { Relation::Stranger } else { Relation::Foreign };
        let Ok(origin) = origin.to_str().map(str::to_ascii_lowercase) else { return Some(otherwise) };
        Some(if self.own.as_ref() == Some(&origin) || self.is_host(&origin, headers) {
            Relation::Own
        } else if self.named.contains(&origin) {
            Relation::Friend
        } else {
            otherwise
        })
    }

    /// The house's own origin, as the page knows it that asks.
    fn own_site(&self, headers: &HeaderMap) -> Option<Site> {
        let origin = sign(headers, "origin")?;
        (self.relation(headers) == Some(Relation::Own)).then(|| Site::new(origin))
    }

    /// Whether an origin is the host that was asked. A page under the public name that came in another way than the
    /// house is published is not ours: without TLS, whoever stands on its way may have written it.
    fn is_host(&self, origin: &str, headers: &HeaderMap) -> bool {
        let Some((scheme @ ("http" | "https"), authority)) = origin.split_once("://") else { return false };
        let host = headers.get(header::HOST).and_then(|host| host.to_str().ok());
        let published = self.own.as_deref().and_then(|own| own.split_once("://"));
        host.is_some_and(|host| host.eq_ignore_ascii_case(authority))
            && published.is_none_or(|(by, name)| name != authority || by == scheme)
    }

    /// See [`Session`]. Programs carry theirs.
    fn session(&self, headers: &HeaderMap) -> Session {
        match self.relation(headers) {
            Some(Relation::Stranger | Relation::Foreign) => Session::Withheld,
            Some(Relation::Friend) if fetch_site(headers) == Some("cross-site") => Session::Withheld,
            Some(Relation::Friend | Relation::Own) | None => Session::Carried,
        }
    }

    /// Answers preflights, and lets pages of the origins that may connect read the answers. To be put inside
    /// [`check_connection`], which refuses all others.
    pub fn cors(&self) -> CorsLayer {
        let (reading, keeping) = (self.clone(), self.clone());
        let may_read =
            move |_: &HeaderValue, parts: &Parts| reading.relation(&parts.headers) != Some(Relation::Foreign);
        let keeps_session = move |_: &HeaderValue, parts: &Parts| {
            matches!(keeping.relation(&parts.headers), Some(Relation::Own | Relation::Friend))
        };
        CorsLayer::new()
            .allow_origin(AllowOrigin::predicate(may_read))
            .allow_credentials(AllowCredentials::predicate(keeps_session))
            .allow_methods([Method::GET, Method::POST, Method::PATCH, Method::PUT, Method::DELETE])
            // Programs name headers of their own, as the Socket.IO client's `extraHeaders`.
            .allow_headers(AllowHeaders::mirror_request())
            .max_age(PREFLIGHT_AGE)
    }
}

/// For pages and forms: refuses with 403 what another site's page posts. Where the page was that posted, handlers find
/// among the extensions as a [`Site`].
pub async fn check_form(State(origins): State<Origins>, mut request: Request, next: Next) -> Response {
    let only_reads = matches!(*request.method(), Method::GET | Method::HEAD);
    if let Some(site) = origins.own_site(request.headers()) {
        request.extensions_mut().insert(site);
    }
    if only_reads || form_may_post(&origins, request.headers()) {
        return next.run(request).await;
    }
    foreign()
}

/// For what programs and allowed pages ask too, the realtime endpoint first of all: refuses with 403 what comes from
/// any other page. Where no session is carried, cookies are taken away in both directions, so that a stranger's page
/// neither speaks for the session of its visitor nor replaces it; handlers find the [`Session`] among the extensions.
pub async fn check_connection(State(origins): State<Origins>, mut request: Request, next: Next) -> Response {
    if !may_connect(&origins, request.headers()) {
        return foreign();
    }
    let session = origins.session(request.headers());
    if session == Session::Withheld {
        request.headers_mut().remove(header::COOKIE);
    }
    request.extensions_mut().insert(session);
    let mut response = next.run(request).await;
    if session == Session::Withheld {
        response.headers_mut().remove(header::SET_COOKIE);
    }
    response
}

/// Like [`check_connection`], for what one may look at, too: addresses that somebody opens in the browser.
pub async fn check_call(origins: State<Origins>, mut request: Request, next: Next) -> Response {
    if !is_visit(&request) {
        return check_connection(origins, request, next).await;
    }
    request.extensions_mut().insert(Session::Carried);
    next.run(request).await
}

/// Whether a browser shows the answer to its user, and to no page: the address was typed or followed.
fn is_visit(request: &Request) -> bool {
    let headers = request.headers();
    let only_reads = matches!(*request.method(), Method::GET | Method::HEAD);
    let is_shown = sign(headers, "sec-fetch-mode") == Some("navigate") || fetch_site(headers) == Some("none");
    only_reads && is_shown && !headers.contains_key(header::ORIGIN) && !headers.contains_key(header::UPGRADE)
}

fn foreign() -> Response {
    (StatusCode::FORBIDDEN, "403: this request came from another site").into_response()
}

/// A browser says where a form was posted from; who says nothing is refused.
fn form_may_post(origins: &Origins, headers: &HeaderMap) -> bool {
    match origins.relation(headers) {
        Some(relation) => relation == Relation::Own,
        None => fetch_site(headers) == Some("same-origin"),
    }
}

/// Programs send no `Origin` and may connect; browsers always send one with a WebSocket, and leave it out only of a
/// same-origin GET.
fn may_connect(origins: &Origins, headers: &HeaderMap) -> bool {
    if let Some(relation) = origins.relation(headers) {
        return relation != Relation::Foreign;
    }
    if headers.contains_key(header::UPGRADE) {
        return !carries_session(headers);
    }
    fetch_site(headers).is_none_or(|site| site == "same-origin")
}

fn fetch_site(headers: &HeaderMap) -> Option<&str> {
    sign(headers, "sec-fetch-site")
}

/// What a browser tells of where a request comes from.
fn sign<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers.get(name).and_then(|value| value.to_str().ok())
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
        Origins::new(Some("https://house.example".to_owned()), ["https://friend.example".to_owned()])
    }

    const HOST: (&str, &str) = ("host", "chat.example:3000");
    const SESSION: (&str, &str) = ("cookie", "sarangbang=abc");

    #[test]
    fn our_own_pages_may_do_everything() {
        let own = headers(&[HOST, ("origin", "http://chat.example:3000"), SESSION, ("upgrade", "websocket")]);
        assert!(form_may_post(&house(), &own));
        assert!(may_connect(&house(), &own));
    }

    #[test]
    fn a_listed_origin_may_connect_and_a_foreign_or_opaque_one_may_not() {
        for (origin, allowed) in [
            ("https://house.example", true),
            ("https://friend.example", true),
            ("https://friend.example:8443", false),
            ("https://evil.example", false),
            ("http://chat.example", false),
            ("http://chat.example:3000.evil.example", false),
            ("file://chat.example:3000", false),
            ("null", false),
        ] {
            let asked = headers(&[HOST, ("origin", origin)]);
            assert_eq!(may_connect(&house(), &asked), allowed, "socket from {origin}");
            assert_eq!(form_may_post(&house(), &asked), origin == "https://house.example", "form from {origin}");
        }
    }

    #[test]
    fn a_page_of_the_public_name_that_came_without_tls_is_foreign() {
        let host = ("host", "house.example");
        for (origin, own) in [("https://house.example", true), ("http://house.example", false)] {
            let asked = headers(&[host, ("origin", origin)]);
            assert_eq!(may_connect(&house(), &asked), own, "socket from {origin}");
            assert_eq!(form_may_post(&house(), &asked), own, "form from {origin}");
        }
    }

    #[test]
    fn a_house_that_is_open_to_all_tells_friends_from_strangers() {
        let open = Origins::new(None, ["*".to_owned(), "https://friend.example".to_owned()]);
        for (origin, relation) in [
            ("http://chat.example:3000", Relation::Own),
            ("https://friend.example", Relation::Friend),
            ("https://anybody.example", Relation::Stranger),
            // A page that was opened from a file.
            ("null", Relation::Stranger),
        ] {
            let asked = headers(&[HOST, ("origin", origin)]);
            assert_eq!(open.relation(&asked), Some(relation), "{origin}");
            assert!(may_connect(&open, &asked), "socket from {origin}");
            assert_eq!(form_may_post(&open, &asked), relation == Relation::Own, "form from {origin}");
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
        assert!(!may_connect(&house(), &headers(&[HOST, upgrade, SESSION])));
        assert!(may_connect(&house(), &headers(&[HOST, upgrade])));
    }

    #[test]
    fn polling_may_leave_the_origin_out_on_our_own_page_only() {
        assert!(may_connect(&house(), &headers(&[HOST, SESSION, ("sec-fetch-site", "same-origin")])));
        for site in ["cross-site", "same-site", "none"] {
            assert!(!may_connect(&house(), &headers(&[HOST, SESSION, ("sec-fetch-site", site)])), "{site}");
        }
        assert!(may_connect(&house(), &headers(&[HOST])), "a program");
    }
}
