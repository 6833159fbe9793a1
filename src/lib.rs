//! Sarangbang (사랑방): a self-hosted chat house in one binary.
//!
//! # Layout
//!
//! | module | what it holds | may use |
//! | --- | --- | --- |
//! | [`domain`] | ids, names, rooms, messages, limits, refusals | nothing of ours |
//! | [`protocol`] | requests, acks, events, the Socket.IO text codec, the page's first state | `domain` |
//! | `chat` | the chat service: one use-case a file, the journal, and the ports it needs (`Store`, `Bus`, `Clock`) | `domain` |
//! | `storage`, `bus`, `album` | engines behind the ports | `chat::ports`, `domain` |
//! | `realtime` | Socket.IO: one gateway a dialect, the hub that delivers events to sockets | `chat`, `protocol`, `domain` |
//! | `http` | routes, cookies, Origin and CSP, health, embedded assets | `chat`, `protocol`, `domain` |
//! | `outside` | how the house asks others: at public addresses only | `chat::ports` |
//! | `bells` | tells guests who look elsewhere what they want to be told, on their pages and by Web Push | `chat`, `outside`, `domain` |
//! | `webhooks` | tells bots without a connection what was written | `chat`, `outside`, `protocol`, `domain` |
//! | [`client`] | what the page knows and how it stays true | `protocol`, `domain` |
//! | [`i18n`] | every text of the page in Korean and English | `protocol`, `domain` |
//! | [`actions`] | server functions, the targets of the forms | `chat` inside their bodies only |
//! | [`components`], [`pages`], [`app`] | the Leptos app | `client`, `i18n`, server functions |
//! | `settings` | the settings, in layers | nothing of ours |
//! | `server`, `commands` | the composition root, and what else the binary does: backup, restore, doctor. They alone name concrete engines | everything |
//!
//! `docs/ARCHITECTURE.md` follows a message through these rooms from the keystroke to the other screen;
//! `tests/architecture.rs` keeps the table true.

pub mod actions;
pub mod app;
pub mod client;
pub mod components;
pub mod domain;
pub mod i18n;
pub mod pages;
pub mod protocol;

#[cfg(feature = "ssr")]
pub mod album;
#[cfg(feature = "ssr")]
pub mod bells;
#[cfg(feature = "ssr")]
pub mod bus;
#[cfg(feature = "ssr")]
pub mod chat;
#[cfg(feature = "ssr")]
pub mod commands;
#[cfg(feature = "ssr")]
pub mod http;
#[cfg(feature = "ssr")]
pub mod outside;
#[cfg(feature = "ssr")]
pub mod realtime;
#[cfg(feature = "ssr")]
pub mod server;
#[cfg(feature = "ssr")]
pub mod settings;
#[cfg(feature = "ssr")]
pub mod storage;
#[cfg(feature = "ssr")]
pub mod webhooks;

/// Reads what the server's page brings. Called once by the page's script, a task before [`hydrate`].
#[cfg(feature = "hydrate")]
#[wasm_bindgen::prelude::wasm_bindgen]
pub fn read() {
    // The browser tells where it was, beside this.
    std::panic::set_hook(Box::new(|panic| error(&panic.to_string())));
    app::read();
}

/// Makes the page that the server rendered live. Called once by the page's script.
#[cfg(feature = "hydrate")]
#[wasm_bindgen::prelude::wasm_bindgen]
pub fn hydrate() {
    app::hydrate();
}

#[cfg(feature = "hydrate")]
#[wasm_bindgen::prelude::wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_namespace = console)]
    fn error(text: &str);
}
