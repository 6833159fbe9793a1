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

/// The development server's reload socket, which `cargo leptos watch` announces in the environment.
fn reload_socket() -> String {
    std::env::var("LEPTOS_RELOAD_PORT").map(|port| format!(" ws://127.0.0.1:{port}")).unwrap_or_default()
}

pub(super) fn with(urls: &AssetUrls) -> Render {
    let assets = Assets { js: urls.js.clone(), wasm: urls.wasm.clone(), css: urls.css.clone() };
    let reload = if cfg!(debug_assertions) { reload_socket() } else { String::new() };
    Arc::new(move |snapshot| {
        let nonce = BASE64_STANDARD.encode(rand::random::<[u8; 16]>());
        let policy = content_security_policy(&nonce, &reload);
        ([(header::CONTENT_SECURITY_POLICY, policy)], Html(app::render(snapshot, &assets, &nonce))).into_response()
    })
}
