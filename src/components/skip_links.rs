use leptos::prelude::*;

use super::ui::texts;
use crate::client::{
    state::{ChatState, RoomStatus},
    store::ChatStore,
};

/// Ways past the header, in sight only while a keyboard is on them.
#[component]
pub fn SkipLinks() -> impl IntoView {
    let texts = texts();
    let in_room = ChatStore::expect().select(can_write);
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

/// Whether the page has a composer to skip to.
fn can_write(state: &ChatState) -> bool {
    let open = state.room.as_ref().is_some_and(|view| view.status != RoomStatus::Missing);
    open && state.me.is_some()
}
