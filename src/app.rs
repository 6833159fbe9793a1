//! The Leptos app.

/// Takes over the page that the server rendered.
#[cfg(feature = "hydrate")]
pub fn hydrate() {}
