use leptos::prelude::*;

use super::{
    block::Block,
    list::{Entry, Key, List},
    live::switch,
    room_card::RoomCard,
    ui::texts,
};
use crate::{client::store::ChatStore, domain::RoomId};

/// 채팅방 목록: every room, the most recently active first.
#[component]
pub fn RoomList() -> Block {
    let texts = texts();
    let rooms = ChatStore::expect().select(|state| state.rooms.iter().map(|room| room.id.clone()).collect::<Vec<_>>());
    let entry = |id: RoomId| Entry::new(Key::Text(id.as_str().into()), move || view! { <RoomCard id /> });
    let entries = Box::new(move || rooms.get().into_iter().map(entry).collect());
    Block::new(view! {
        <ul class="room-list">
            <List entries />
        </ul>
        <div class="empty" hidden=switch(move || rooms.with(|rooms| !rooms.is_empty()))>
            <p class="empty-title">{texts.no_rooms}</p>
            <p>{texts.no_rooms_hint}</p>
        </div>
    })
}
