use leptos::prelude::*;

use super::{
    live::{switch, text},
    room_header::is_owner,
    ui::texts,
};
use crate::{
    client::{state::ChatState, store::ChatStore},
    domain::RoomId,
};

/// Says ten minutes and a minute before the room ends that it does, and what can still be done. It reads the same in
/// between, so that those who listen hear it twice and not all the time.
#[component]
pub fn EndNotice(id: RoomId) -> impl IntoView {
    let texts = texts();
    let store = ChatStore::expect();
    let soon = store.select(ChatState::ends_soon);
    view! {
        <div class="end-notice" role="status">
            <p class="banner" hidden=switch(move || soon.get().is_none())>
                {text(move || soon.get().map(|soon| (texts.ends_soon)(soon).to_owned()).unwrap_or_default())}
                " "
                <a href=format!("/r/{id}/export.html") download=true>
                    {texts.export}
                </a>
                " "
                <a href=format!("/r/{id}/settings#end") hidden=switch(move || !store.with(is_owner))>
                    {texts.extend}
                </a>
            </p>
        </div>
    }
}
