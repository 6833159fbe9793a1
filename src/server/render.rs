//! Joins the app to the routes: documents, with the policy that their scripts' nonce is part of.

use std::sync::Arc;

use axum::{
    http::header,
    response::{Html, IntoResponse, Response},
};
use base64::{Engine, prelude::BASE64_STANDARD};

use crate::{
    app::{self, Assets},
    domain::RoomId,
    http::{self, Frame, Paper, Render, assets::AssetUrls, content_security_policy},
    protocol::{Message, live::Parting},
};

/// The address of the reload socket, which `cargo leptos watch` announces in the environment.
fn reload_socket() -> Option<String> {
    let port: u16 = std::env::var("LEPTOS_RELOAD_PORT").ok()?.parse().ok()?;
    std::env::var_os("LEPTOS_WATCH").map(|_| format!("ws://127.0.0.1:{port}/live_reload"))
}

pub(super) fn with(urls: &AssetUrls) -> Render {
    let reload = if cfg!(debug_assertions) { reload_socket() } else { None };
    let AssetUrls { js, wasm, css, check, palette, mention, passkey, apart, pictures, bell } = urls.clone();
    let assets = Assets { js, wasm, css, check, palette, mention, passkey, apart, pictures, bell, reload };
    let api = serde_json::to_value(http::api_document()).expect("the description is JSON");
    let (for_check, for_api, for_settings) = (assets.clone(), assets.clone(), assets.clone());
    let (for_search, for_passage, for_live) = (assets.clone(), assets.clone(), assets.clone());
    let (for_help, for_invite) = (assets.clone(), assets.clone());
    let (for_bell, for_offline) = (assets.clone(), assets.clone());
    let (for_own, for_return) = (assets.clone(), assets.clone());
    Render {
        page: Arc::new(move |snapshot, look| document(&assets, |nonce| app::render(snapshot, look, &assets, nonce))),
        check: Arc::new(move |language, look| {
            document(&for_check, |nonce| app::render_check(language, look, &for_check, nonce))
        }),
        api_docs: Arc::new(move |language, look| {
            document(&for_api, |_| app::render_api_docs(language, look, api.clone(), &for_api))
        }),
        settings: Arc::new(move |settings, look| {
            document(&for_settings, |_| app::render_settings(settings, look, &for_settings))
        }),
        help: Arc::new(move |language, look| document(&for_help, |_| app::render_help(language, look, &for_help))),
        invite: Arc::new(move |page, look| {
            document(&for_invite, |nonce| app::render_invite(page, look, &for_invite, nonce))
        }),
        bell: Arc::new(move |page, look| document(&for_bell, |nonce| app::render_bell(page, look, &for_bell, nonce))),
        manifest: Arc::new(|language| {
            ([(header::CONTENT_TYPE, "application/manifest+json")], app::render_manifest(language)).into_response()
        }),
        offline: Arc::new(move |language, look| {
            document(&for_offline, |_| app::render_offline(language, look, &for_offline))
        }),
        search: Arc::new(move |page, look| document(&for_search, |_| app::render_search(page, look, &for_search))),
        passage: Arc::new(move |page, look| document(&for_passage, |_| app::render_passage(page, look, &for_passage))),
        live: Arc::new(move |page, look| Box::new(app::LiveDocument::new(page, look, for_live.clone()))),
        own: Arc::new(move |page| document(&for_own, |nonce| app::render_own(page, &for_own, nonce))),
        come_back: Arc::new(move |page| document(&for_return, |nonce| app::render_come_back(page, &for_return, nonce))),
        export: Arc::new(|export| Box::new(app::Document::new(export))),
        own_export: Arc::new(|export| Box::new(app::OwnDocument::new(export))),
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

impl Frame for app::LiveDocument {
    fn head(&mut self, messages: Vec<Arc<Message>>, has_older: bool) -> String {
        Self::head(self, messages, has_older)
    }

    fn rows(&mut self, messages: Vec<Arc<Message>>) -> String {
        Self::rows(self, messages)
    }

    fn end(&mut self, parting: Parting) -> String {
        Self::end(self, parting)
    }
}

impl Paper for app::OwnDocument {
    fn ending(&self) -> &'static str {
        "html"
    }

    fn media_type(&self) -> &'static str {
        "text/html; charset=utf-8"
    }

    fn policy(&self) -> Option<String> {
        Some(app::Document::policy() + "; frame-ancestors 'none'")
    }

    fn stands_alone(&self) -> bool {
        true
    }

    fn head(&mut self) -> String {
        Self::head(self)
    }

    fn room(&mut self, _id: &RoomId, name: &str) -> String {
        Self::room(self, name)
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
