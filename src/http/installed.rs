//! What makes the house an app on somebody's home screen: what it is called there, and what it shows when it cannot be
//! reached.

use axum::{
    extract::State,
    http::{HeaderMap, header},
    response::Response,
};

use super::{
    Pages, language,
    visit::{look, text},
};

/// `/manifest.webmanifest`, in the visitor's language.
pub async fn manifest(pages: State<Pages>, headers: HeaderMap) -> Response {
    Pages::personal((pages.render.manifest)(language_of(&headers)))
}

/// `/offline`, which the service worker keeps.
pub async fn offline(pages: State<Pages>, headers: HeaderMap) -> Response {
    Pages::personal((pages.render.offline)(language_of(&headers), look(&headers)))
}

fn language_of(headers: &HeaderMap) -> &'static str {
    language::choose(text(headers, header::COOKIE), text(headers, header::ACCEPT_LANGUAGE))
}
