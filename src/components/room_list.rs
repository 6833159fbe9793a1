use leptos::prelude::*;

use super::{live::switch, room_card::RoomCard, ui::texts};
use crate::client::store::ChatStore;

/// 채팅방 목록: every room, the most recently active first.
#[component]
pub fn RoomList() -> impl IntoView {
    let texts = texts();
    let rooms = ChatStore::expect().select(|state| state.rooms.clone());
    let ids = move || rooms.with(|rooms| rooms.iter().map(|room| room.id.clone()).collect::<Vec<_>>());
    view! {
        <ul class="room-list">
            <For each=ids key=|id| id.clone() let:id>
                <RoomCard id rooms />
            </For>
        </ul>
        <div class="empty" hidden=switch(move || rooms.with(|rooms| !rooms.is_empty()))>
            <p class="empty-title">{texts.no_rooms}</p>
            <p>{texts.no_rooms_hint}</p>
        </div>
    }
}
