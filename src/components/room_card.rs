use leptos::prelude::*;

use super::{
    moment::{iso, recent},
    ui::Ui,
};
use crate::{client::store::ChatStore, domain::RoomId, protocol::Room};

/// A room in the list, a link into it. It keeps its elements while the room changes, so that a keyboard's focus stays
/// on it.
#[component]
pub fn RoomCard(id: RoomId, rooms: Memo<Vec<Room>>) -> impl IntoView {
    let Ui { texts, zone, .. } = Ui::expect();
    let store = ChatStore::expect();
    let href = format!("/r/{id}");
    let here = {
        let id = id.clone();
        store.select(move |state| state.room.as_ref().is_some_and(|open| open.id == id))
    };
    let room = Memo::new(move |_| rooms.with(|rooms| rooms.iter().find(|room| room.id == id).cloned()));
    let show = move |part: fn(&Room) -> String| move || room.with(|room| room.as_ref().map(part));
    let at = move || room.with(|room| room.as_ref().map_or(0, |room| room.last_activity_at));
    let when = move || recent(texts, zone.get(), store.with(|state| state.now), at());
    let people = move || room.with(|room| room.as_ref().map(|room| (texts.people)(room.members)));
    view! {
        <li>
            <a class="room-card" href=href aria-current=move || here.get().then_some("page")>
                <bdi class="room-card-name">{show(|room| room.name.to_string())}</bdi>
                <bdi class="room-card-topic">{show(|room| room.topic.to_string())}</bdi>
                <span class="room-card-people">{people}</span>
                <span class="visually-hidden">{texts.last_activity}</span>
                <time class="room-card-time" datetime=move || iso(at())>
                    {when}
                </time>
            </a>
        </li>
    }
}
