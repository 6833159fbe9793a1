use leptos::prelude::*;

use super::ui::texts;
use crate::client::store::ChatStore;

/// Ways past the header, in sight only while a keyboard is on them.
#[component]
pub fn SkipLinks() -> impl IntoView {
    let texts = texts();
    let in_room = ChatStore::expect().select(|state| state.room.is_some() && state.me.is_some());
    view! {
        <a class="skip-link" href="#main">
            {texts.skip_to_content}
        </a>
        {move || {
            in_room
                .get()
                .then(|| {
                    view! {
                        <a class="skip-link" href="#composer-text">
                            {texts.skip_to_composer}
                        </a>
                    }
                })
        }}
    }
}
