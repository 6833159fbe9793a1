//! HTTP: pages, forms, assets, health, and the rules that hold before any of them is reached.

mod address;
mod anonymous;
mod api;
pub mod assets;
mod bare;
mod bell;
mod body;
mod echo;
mod export;
mod health;
mod installed;
mod invite;
mod language;
mod live;
mod origin;
mod own;
mod own_export;
mod pages;
mod passage;
mod pictures;
mod places;
mod room_settings;
mod search;
mod security;
mod sessions;
mod visit;

use std::sync::Arc;

use axum::{Router, middleware};
use tower_http::{CompressionLevel, compression::CompressionLayer};

pub use self::{
    address::{Peer, TrustedProxies},
    anonymous::Anonymous,
    api::document as api_document,
    echo::Echo,
    export::Paper,
    live::{Frame, Frames},
    origin::Origins,
    pages::{Pages, Render},
    pictures::Uploads,
    places::{Place, Places},
    security::content_security_policy,
};
use crate::chat::Chat;

/// What the routes are made of.
pub struct Parts {
    pub chat: Arc<Chat>,
    /// The realtime endpoint.
    pub realtime: Router,
    /// The REST side of the anonymous dialect.
    pub anonymous: Anonymous,
    /// The targets of the forms.
    pub actions: Router,
    pub assets: Router,
    pub pages: Pages,
    /// Conversations that go on without scripts.
    pub frames: Arc<Frames>,
    pub echo: Arc<Echo>,
    pub origins: Origins,
    pub proxies: TrustedProxies,
    /// For the realtime sessions.
    pub places: Arc<Places>,
}

/// All routes of the house. They want to know the [`Peer`] of a connection.
pub fn router(parts: Parts) -> Router {
    let Parts { origins, .. } = parts;
    let realtime = parts
        .realtime
        .layer(middleware::from_fn_with_state(parts.places, sessions::count))
        .layer(origins.cors())
        .layer(middleware::from_fn_with_state(origins.clone(), origin::check_connection))
        .layer(middleware::map_response(security::uncached));
    let calls = parts
        .anonymous
        .router()
        .merge(api::router(parts.chat.clone()))
        .layer(origins.cors())
        .layer(middleware::from_fn_with_state(origins.clone(), origin::check_call))
        .layer(middleware::map_response(security::uncached));
    let actions = parts.actions.layer(middleware::from_fn(body::limit_form));
    // Level 5 of 11: a page in a millisecond, a tenth larger than in fifty.
    // Not compressed: what is said must not wait until it is worth a block.
    let live = live::router(parts.pages.clone(), parts.frames);
    let pages = parts.pages.router().layer(CompressionLayer::new().quality(CompressionLevel::Precise(5)));
    let own = actions.merge(pages).merge(live).layer(middleware::from_fn_with_state(origins, origin::check_form));
    Router::new()
        .merge(health::router(parts.chat))
        .merge(parts.assets)
        .merge(parts.echo.router())
        .merge(realtime)
        .merge(calls)
        .merge(own)
        .layer(middleware::from_fn_with_state(parts.proxies, address::note))
        .layer(middleware::map_response(security::headers))
}
