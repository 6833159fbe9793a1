//! The client's side of the house: what the page knows, and how it stays true.
//!
//! - [`state`]: everything that is shown, changed only by [`state::ChatState::apply`]. Pure, tested natively.
//! - [`selected`]: parts of the state that components follow.
//! - [`soon`]: what the page does a little later, or when its window tells of something.
//! - [`store`]: the state, whose parts components follow, and the verbs that they call.
//! - [`keys`]: what a key press in the composer means. Pure, tested natively.
//! - [`time`]: from a moment to hours, minutes and days in a zone. Pure.
//! - [`wire`]: the conversation with the server, without what carries it. Pure, tested natively; `tests/faults.rs` drives
//!   it over real sockets.
//! - `clock`: the server's time, by the device's clock. Pure, tested natively.
//! - `mailbox`: which frames a POST of long-polling carries. Pure, tested natively.
//! - `socket`, `transport`, `shelf`, `navigation`: the browser's side, compiled for the page only.

#[cfg(any(feature = "hydrate", test))]
mod clock;
pub mod keys;
#[cfg(any(feature = "hydrate", test))]
mod mailbox;
pub use crate::protocol::route;
pub mod selected;
#[cfg(feature = "hydrate")]
mod shelf;
pub mod soon;
pub mod state;
pub mod store;
pub mod time;
#[cfg(feature = "hydrate")]
mod transport;
#[cfg(any(feature = "hydrate", test))]
mod uuid;
pub mod wire;

#[cfg(feature = "hydrate")]
pub mod navigation;
#[cfg(feature = "hydrate")]
pub mod socket;

/// Makes the page live: from here on it talks with the server over its socket and goes from page to page by itself.
/// Called once, after hydration. A stranger's page stays as the server made it.
#[cfg(feature = "hydrate")]
pub fn start(store: store::ChatStore) {
    navigation::take_over(store);
    socket::connect(store);
}
