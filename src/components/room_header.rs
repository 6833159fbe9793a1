use leptos::prelude::*;

use super::{
    LeaveForm,
    block::Block,
    icon::{self, icon},
    live::{switch, text},
    room_links::{is_owner, link},
    room_terms::{left, people},
    ui::texts,
};
use crate::{
    client::{state::ChatState, store::ChatStore},
    domain::RoomId,
    protocol::Room,
};

/// The open room's name and topic, when it ends, who is in it, and the ways out.
#[component]
pub fn RoomHeader(id: RoomId) -> Block {
    let texts = texts();
    let store = ChatStore::expect();
    let room = store.select(|state| state.room.as_ref().and_then(|view| view.room.clone()));
    let show = |part: Box<dyn Fn(&Room) -> String + Send>| {
        text(move || room.with(|room| room.as_ref().map(&part).unwrap_or_default()))
    };
    let end = store.select(move |state| {
        let room = state.room.as_ref().and_then(|view| view.room.as_ref());
        room.map(|room| left(texts, state.now, room)).unwrap_or_default()
    });
    let is_owner = store.select(is_owner);
    let back = [
        "<a class=\"quiet-button\" href=\"",
        &store.peek(ChatState::lobby),
        "\" aria-label=\"",
        texts.back_to_list,
        "\"><span class=\"back-arrow\" aria-hidden=\"true\"></span></a>",
    ]
    .concat();
    Block::new(view! {
        <header class="room-header">
            <span class="back" inner_html=back></span>
            <div class="room-titles">
                <h1 class="room-name" id="heading" tabindex="-1">
                    <bdi>{show(Box::new(|room| room.name.to_string()))}</bdi>
                </h1>
                <p class="room-topic">
                    <span class="room-end" hidden=switch(move || end.with(String::is_empty))>
                        {text(move || end.get())}
                    </span>
                    <bdi class="clip">{show(Box::new(|room| room.topic.to_string()))}</bdi>
                </p>
            </div>
            <button class="quiet-button people" type="button" popovertarget="side-panel" title=texts.members_and_notices>
                <span class="people-icon" aria-hidden="true"></span>
                <span>{show(Box::new(|room| people(texts, room)))}</span>
            </button>
            <span
                class="bell-link"
                title=texts.bell
                inner_html=link(&id, "bell", " class=\"quiet-button\"", &drawn(icon::BELL, texts.bell))
            ></span>
            <span
                class="invite-link"
                title=texts.invite
                inner_html=link(&id, "invite", " class=\"quiet-button\"", &drawn(icon::INVITE, texts.invite))
            ></span>
            <span
                class="settings-link"
                hidden=switch(move || !is_owner.get())
                title=texts.settings
                inner_html=link(&id, "settings", " class=\"quiet-button\"", &drawn(icon::SETTINGS, texts.settings))
            ></span>
            <LeaveForm id />
        </header>
    })
}

/// An icon, with a label for those who listen.
fn drawn(line: &str, label: &str) -> String {
    [&*icon(line), "<span class=\"visually-hidden\">", label, "</span>"].concat()
}
