use leptos::prelude::*;

use super::{
    live::{switch, text},
    room_links::{export_link, is_owner, link},
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
    let (soon, is_owner) = (store.select(ChatState::ends_soon), store.select(is_owner));
    let words = move || soon.get().map(|soon| texts.ends_soon(soon)).unwrap_or_default();
    view! {
        <div class="end-notice" role="status">
            <p class="banner" hidden=switch(move || words().is_empty())>
                {text(move || words().to_owned())}
                <span class="room-link" inner_html=export_link(&id, texts)></span>
                <span
                    class="room-link"
                    hidden=switch(move || !is_owner.get())
                    inner_html=link(&id, "settings#end", "", texts.extend)
                ></span>
            </p>
        </div>
    }
}
