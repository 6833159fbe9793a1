use leptos::prelude::*;

use super::ui::texts;

/// The name of the house, a link to the lobby.
#[component]
pub fn Brand() -> impl IntoView {
    view! {
        <a class="brand" href="/">
            <span class="brand-mark" aria-hidden="true"></span>
            <span class="brand-name">{texts().house}</span>
        </a>
    }
}
