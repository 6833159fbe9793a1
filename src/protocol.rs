//! The contract between the house and its clients: requests, acks, events, and the first state of a page.
//!
//! Compiled into both the server and the browser, so neither can speak without the other. `docs/PROTOCOL.md` tells
//! how to use it; its lists of requests, events and error codes are generated from here ([`catalogue`]).

#[cfg(feature = "ssr")]
pub mod anonymous;
#[cfg(feature = "ssr")]
pub mod bell;
#[cfg(feature = "ssr")]
pub mod bot;
#[cfg(feature = "ssr")]
pub mod catalogue;
pub mod codec;
#[cfg(feature = "ssr")]
pub mod cookies;
pub mod event;
#[cfg(feature = "ssr")]
pub mod export;
#[cfg(feature = "ssr")]
pub mod invite;
pub mod json;
#[cfg(feature = "ssr")]
pub mod kick;
#[cfg(feature = "ssr")]
pub mod live;
#[cfg(feature = "ssr")]
pub mod look;
#[cfg(feature = "ssr")]
pub mod own;
#[cfg(feature = "ssr")]
pub mod passage;
pub mod payload;
pub mod request;
#[cfg(feature = "ssr")]
pub mod room_settings;
pub mod route;
#[cfg(feature = "ssr")]
pub mod search;
pub mod snapshot;

pub use event::Event;
#[cfg(feature = "ssr")]
pub use look::Look;
pub use payload::{Ack, CatchUp, Joined, Me, Member, Message, Notice, Room};
pub use request::Request;
pub use route::Route;
pub use snapshot::{Snapshot, Typed};

/// The namespace of the native dialect.
pub const NAMESPACE: &str = "/v1";

/// Where the realtime endpoint is served, with the slash at the end that Socket.IO clients send.
pub const ENDPOINT: &str = "/socket.io/";
