use leptos::prelude::*;

use super::{room_card::RoomCard, ui::texts};
use crate::client::store::ChatStore;

/// 채팅방 목록: every room, the most recently active first.
#[component]
pub fn RoomList() -> impl IntoView {
    let texts = texts();
    let rooms = ChatStore::expect().select(|state| state.rooms.clone());
    let empty = Memo::new(move |_| rooms.with(Vec::is_empty));
    let ids = move || rooms.with(|rooms| rooms.iter().map(|room| room.id.clone()).collect::<Vec<_>>());
    view! {
        <ul class="room-list">
            <For each=ids key=|id| id.to_string() let:id>
                <RoomCard id rooms />
            </For>
        </ul>
        {move || {
            empty
                .get()
                .then(|| {
                    view! {
                        <div class="empty">
                            <p class="empty-title">{texts.no_rooms}</p>
                            <p>{texts.no_rooms_hint}</p>
                        </div>
                    }
                })
        }}
    }
}
