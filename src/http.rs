//! HTTP: pages, forms, assets, health, and the rules that hold before any of them is reached.

pub mod assets;
mod body;
mod health;
mod language;
mod origin;
mod pages;
mod security;

use std::sync::Arc;

use axum::{Router, middleware};
use tower_http::{CompressionLevel, compression::CompressionLayer};

pub use self::{
    origin::Origins,
    pages::{Pages, Render},
    security::content_security_policy,
};
use crate::chat::Chat;

/// What the routes are made of.
pub struct Parts {
    pub chat: Arc<Chat>,
    /// The realtime endpoint.
    pub realtime: Router,
    /// The targets of the forms.
    pub actions: Router,
    pub assets: Router,
    pub pages: Pages,
    pub origins: Origins,
}

/// All routes of the house.
pub fn router(parts: Parts) -> Router {
    let actions = parts.actions.layer(middleware::from_fn(body::limit));
    // Level 5 of 11: a page in a millisecond, a tenth larger than in fifty.
    let pages = parts.pages.router().layer(CompressionLayer::new().quality(CompressionLevel::Precise(5)));
    let guarded = Router::new().merge(parts.realtime).merge(actions).merge(pages);
    let guarded = guarded.layer(middleware::from_fn_with_state(Arc::new(parts.origins), origin::check));
    Router::new()
        .merge(health::router(parts.chat))
        .merge(parts.assets)
        .merge(guarded)
        .layer(middleware::map_response(security::headers))
}
