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
    let guarded = Router::new().merge(parts.realtime).merge(actions).merge(parts.pages.router());
    let guarded = guarded.layer(middleware::from_fn_with_state(Arc::new(parts.origins), origin::check));
    Router::new()
        .merge(health::router(parts.chat))
        .merge(parts.assets)
        .merge(guarded)
        .layer(middleware::map_response(security::headers))
}
