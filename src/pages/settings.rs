use leptos::prelude::*;

use crate::{
    components::{
        PageHead,
        settings::{Bots, Closing, Desk, End, Export, Lock, People, Terms},
    },
    protocol::room_settings::RoomSettings,
};

/// What the owner of a room decides about it.
#[component]
pub fn Settings(settings: RoomSettings) -> impl IntoView {
    let desk = Desk::new(settings);
    let room = &desk.settings.room;
    let (name, path) = (room.name.to_string(), format!("/r/{}", room.id));
    let Desk { texts, words, .. } = desk.clone();
    view! {
        <div class="settings">
            <PageHead back=path label=words.back title=texts.settings room=name />
            <Terms desk=desk.clone() />
            <Lock desk=desk.clone() />
            <People desk=desk.clone() />
            <End desk=desk.clone() />
            <Export desk=desk.clone() />
            <Bots desk=desk.clone() />
            <Closing desk />
        </div>
    }
}
