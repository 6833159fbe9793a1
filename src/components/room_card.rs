use leptos::prelude::*;

use super::{
    block::Block,
    live::{Text, switch, text},
    moment::{iso, recent},
    room_terms::{left, people},
    ui::Ui,
};
use crate::{
    client::{selected::Selected, store::ChatStore},
    domain::RoomId,
    protocol::Room,
};

/// A room in the list, a link into it. It keeps its elements while the room changes, so that a keyboard's focus stays
/// on it.
#[component]
pub fn RoomCard(id: RoomId, rooms: Selected<Vec<Room>>) -> Block {
    let Ui { texts, zone, .. } = Ui::expect();
    let store = ChatStore::expect();
    let show = |part: Box<dyn Fn(&Room) -> String + Send>| -> Text {
        let id = id.clone();
        text(move || rooms.with(|rooms| rooms.iter().find(|room| room.id == id).map(&part).unwrap_or_default()))
    };
    let current = {
        let id = id.clone();
        let is_here = move || store.with(|state| state.room.as_ref().is_some_and(|open| open.id == id));
        text(move || if is_here() { "page" } else { "false" }.to_owned())
    };
    let unread = {
        let id = id.clone();
        move || store.with(|state| state.rooms.iter().find(|room| room.id == id).map_or(0, |room| state.unread(room)))
    };
    let none_unread = switch({
        let unread = unread.clone();
        move || unread() == 0
    });
    let called = {
        let id = id.clone();
        switch(move || !store.with(|state| state.is_called(&id)))
    };
    let when = move |room: &Room| recent(texts, zone.get(), store.with(|state| state.now), room.last_activity_at);
    let ends = move |room: &Room| left(texts, store.with(|state| state.now), room);
    let open = {
        let id = id.clone();
        switch(move || !rooms.with(|rooms| rooms.iter().any(|room| room.id == id && room.locked)))
    };
    Block::new(view! {
        <li>
            <a class="room-card" href=format!("/r/{id}") aria-current=current>
                <span class="room-card-title">
                    <span class="room-card-lock" hidden=open>
                        <span class="visually-hidden">{texts.locked}</span>
                    </span>
                    <bdi class="room-card-name">{show(Box::new(|room| room.name.to_string()))}</bdi>
                    <span class="room-card-call" hidden=called>
                        "@"
                        <span class="visually-hidden">{texts.called}</span>
                    </span>
                    <span class="room-card-unread" hidden=none_unread>
                        <span class="visually-hidden">{texts.unread}</span>
                        {text(move || unread().to_string())}
                    </span>
                </span>
                <bdi class="room-card-topic">{show(Box::new(|room| room.topic.to_string()))}</bdi>
                <span class="room-card-people">{show(Box::new(|room| people(texts, room)))}</span>
                <span class="visually-hidden">{texts.last_activity}</span>
                <time class="room-card-time" datetime=show(Box::new(|room| iso(room.last_activity_at)))>
                    {show(Box::new(when))}
                </time>
                <span class="room-card-end">{show(Box::new(ends))}</span>
            </a>
        </li>
    })
}
