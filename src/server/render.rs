//! Joins the app to the routes: the document of a snapshot, with the policy that its scripts' nonce is part of.

use std::sync::Arc;

use axum::{
    http::header,
    response::{Html, IntoResponse},
};
use base64::{Engine, prelude::BASE64_STANDARD};

use crate::{
    app::{self, Assets},
    http::{Render, assets::AssetUrls, content_security_policy},
};

/// The address of the reload socket, which `cargo leptos watch` announces in the environment.
fn reload_socket() -> Option<String> {
    let port: u16 = std::env::var("LEPTOS_RELOAD_PORT").ok()?.parse().ok()?;
    std::env::var_os("LEPTOS_WATCH").map(|_| format!("ws://127.0.0.1:{port}/live_reload"))
}

pub(super) fn with(urls: &AssetUrls) -> Render {
    let reload = if cfg!(debug_assertions) { reload_socket() } else { None };
    let assets = Assets { js: urls.js.clone(), wasm: urls.wasm.clone(), css: urls.css.clone(), reload };
    Arc::new(move |snapshot| {
        let nonce = BASE64_STANDARD.encode(rand::random::<[u8; 16]>());
        let policy = content_security_policy(&nonce, assets.reload.as_deref());
        ([(header::CONTENT_SECURITY_POLICY, policy)], Html(app::render(snapshot, &assets, &nonce))).into_response()
    })
}
