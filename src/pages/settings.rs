use leptos::prelude::*;

use crate::{
    components::settings::{Bots, Closing, Desk, End, Export, Lock, Terms},
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
            <div class="settings-head">
                <a class="quiet-button back" href=path aria-label=words.back title=words.back>
                    <span class="back-arrow" aria-hidden="true"></span>
                </a>
                <div class="room-titles">
                    <h1 class="page-title" id="heading" tabindex="-1">
                        {texts.settings}
                    </h1>
                    <p class="settings-room">
                        <bdi>{name}</bdi>
                    </p>
                </div>
            </div>
            <Terms desk=desk.clone() />
            <Lock desk=desk.clone() />
            <End desk=desk.clone() />
            <Export desk=desk.clone() />
            <Bots desk=desk.clone() />
            <Closing desk />
        </div>
    }
}
