//! Joins the app to the routes: documents, with the policy that their scripts' nonce is part of.

use std::sync::Arc;

use axum::{
    http::header,
    response::{Html, IntoResponse, Response},
};
use base64::{Engine, prelude::BASE64_STANDARD};

use crate::{
    app::{self, Assets},
    http::{self, Paper, Render, assets::AssetUrls, content_security_policy},
    protocol::Message,
};

/// The address of the reload socket, which `cargo leptos watch` announces in the environment.
fn reload_socket() -> Option<String> {
    let port: u16 = std::env::var("LEPTOS_RELOAD_PORT").ok()?.parse().ok()?;
    std::env::var_os("LEPTOS_WATCH").map(|_| format!("ws://127.0.0.1:{port}/live_reload"))
}

pub(super) fn with(urls: &AssetUrls) -> Render {
    let reload = if cfg!(debug_assertions) { reload_socket() } else { None };
    let AssetUrls { js, wasm, css, check, apart, pictures } = urls.clone();
    let assets = Assets { js, wasm, css, check, apart, pictures, reload };
    let api = serde_json::to_value(http::api_document()).expect("the description is JSON");
    let (for_check, for_api, for_settings) = (assets.clone(), assets.clone(), assets.clone());
    let (for_search, for_passage) = (assets.clone(), assets.clone());
    Render {
        page: Arc::new(move |snapshot| document(&assets, |nonce| app::render(snapshot, &assets, nonce))),
        check: Arc::new(move |language| document(&for_check, |nonce| app::render_check(language, &for_check, nonce))),
        api_docs: Arc::new(move |language| {
            document(&for_api, |_| app::render_api_docs(language, api.clone(), &for_api))
        }),
        settings: Arc::new(move |settings| document(&for_settings, |_| app::render_settings(settings, &for_settings))),
        search: Arc::new(move |page| document(&for_search, |_| app::render_search(page, &for_search))),
        passage: Arc::new(move |page| document(&for_passage, |_| app::render_passage(page, &for_passage))),
        export: Arc::new(|export| Box::new(app::Document::new(export))),
        pictures: Arc::new(|language, largest| Html(app::render_picture_tray(language, largest)).into_response()),
    }
}

impl Paper for app::Document {
    fn ending(&self) -> &'static str {
        "html"
    }

    fn media_type(&self) -> &'static str {
        "text/html; charset=utf-8"
    }

    fn policy(&self) -> Option<String> {
        Some(Self::policy() + "; frame-ancestors 'none'")
    }

    fn stands_alone(&self) -> bool {
        true
    }

    fn head(&mut self) -> String {
        Self::head(self)
    }

    fn lines(&mut self, messages: &[Message]) -> String {
        Self::lines(self, messages)
    }

    fn foot(&mut self) -> String {
        Self::foot(self)
    }
}

/// A document that was rendered for a new nonce.
fn document(assets: &Assets, render: impl FnOnce(&str) -> String) -> Response {
    let nonce = BASE64_STANDARD.encode(rand::random::<[u8; 16]>());
    let policy = content_security_policy(&nonce, assets.reload.as_deref());
    ([(header::CONTENT_SECURITY_POLICY, policy)], Html(render(&nonce))).into_response()
}
