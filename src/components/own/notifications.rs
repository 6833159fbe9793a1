use leptos::prelude::*;

/// The place for what a guest wants to be told of while they look elsewhere.
#[component]
pub fn Notifications() -> impl IntoView {}
