use leptos::prelude::*;

use super::{LeaveForm, block::Block, live::text, ui::texts};
use crate::{client::store::ChatStore, domain::RoomId, protocol::Room};

/// The open room's name and topic, who is in it, and the ways out.
#[component]
pub fn RoomHeader(id: RoomId) -> Block {
    let texts = texts();
    let room = ChatStore::expect().select(|state| state.room.as_ref().and_then(|view| view.room.clone()));
    let show = |part: Box<dyn Fn(&Room) -> String + Send>| {
        text(move || room.with(|room| room.as_ref().map(&part).unwrap_or_default()))
    };
    Block::new(view! {
        <header class="room-header">
            <a class="quiet-button back" href="/" aria-label=texts.back_to_list title=texts.back_to_list>
                <span class="back-arrow" aria-hidden="true"></span>
            </a>
            <div class="room-titles">
                <h1 class="room-name" id="heading" tabindex="-1">
                    <bdi>{show(Box::new(|room| room.name.to_string()))}</bdi>
                </h1>
                <p class="room-topic">
                    <bdi>{show(Box::new(|room| room.topic.to_string()))}</bdi>
                </p>
            </div>
            <button class="quiet-button people" type="button" popovertarget="side-panel" title=texts.members_and_notices>
                <span class="people-icon" aria-hidden="true"></span>
                <span>{show(Box::new(|room| (texts.people)(room.members)))}</span>
            </button>
            <LeaveForm id />
        </header>
    })
}
