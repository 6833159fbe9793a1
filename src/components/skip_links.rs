use leptos::prelude::*;

use super::{live::switch, ui::texts};
use crate::client::{state::ChatState, store::ChatStore};

/// Ways past the header, in sight only while a keyboard is on them.
#[component]
pub fn SkipLinks() -> impl IntoView {
    let texts = texts();
    let store = ChatStore::expect();
    view! {
        <nav aria-label=texts.skip>
            <a class="skip-link" href="#main">
                {texts.skip_to_content}
            </a>
            <a class="skip-link" href="#composer-text" hidden=switch(move || !store.with(can_write))>
                {texts.skip_to_composer}
            </a>
        </nav>
    }
}

/// Whether the page has a composer to skip to.
fn can_write(state: &ChatState) -> bool {
    state.room.as_ref().is_some_and(|view| !view.is_shut())
}
