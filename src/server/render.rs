//! Joins the app to the routes.

use std::sync::Arc;

use axum::{
    http::{HeaderValue, header},
    response::{Html, IntoResponse, Response},
};
use leptos::nonce::Nonce;

use crate::{
    app,
    http::{Render, assets::AssetUrls, content_security_policy},
    protocol::Snapshot,
};

pub(super) fn with(AssetUrls { js, wasm, css }: AssetUrls) -> Render {
    let assets = Arc::new(app::Assets { js, wasm, css });
    Arc::new(move |snapshot, _request| {
        let response = page(snapshot, &assets);
        Box::pin(async { response })
    })
}

fn page(snapshot: Snapshot, assets: &app::Assets) -> Response {
    let nonce = Nonce::new();
    let mut response = Html(app::render(snapshot, assets, &nonce)).into_response();
    let policy = HeaderValue::from_str(&content_security_policy(&nonce, "")).expect("a nonce is base64");
    response.headers_mut().insert(header::CONTENT_SECURITY_POLICY, policy);
    response
}
