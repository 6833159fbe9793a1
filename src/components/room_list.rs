use leptos::prelude::*;

use super::{
    block::Block,
    list::{Entry, Key, List},
    live::switch,
    room_card::RoomCard,
    ui::texts,
};
use crate::{client::store::ChatStore, protocol::Room};

/// 채팅방 목록: every room, the most recently active first.
#[component]
pub fn RoomList() -> Block {
    let texts = texts();
    let rooms = ChatStore::expect().select(|state| state.rooms.clone());
    let entry = move |room: &Room| {
        let id = room.id.clone();
        Entry::new(Key::Text(id.as_str().into()), move || view! { <RoomCard id rooms /> })
    };
    let entries = Box::new(move || rooms.with(|rooms| rooms.iter().map(entry).collect()));
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
