use leptos::{ev::MouseEvent, html::Details, prelude::*};

use super::{
    block::Block,
    feed::actions,
    html::Item,
    list::{Entry, Key, List},
    live::{handler, switch, text},
    ui::texts,
};
use crate::{
    client::store::ChatStore,
    domain::{Pin, RoomId},
    i18n::Texts,
};

/// 공지: what the room's owner keeps in sight. The latest pin, and the others when it is opened.
#[component]
pub fn PinBar(id: RoomId) -> Block {
    let texts = texts();
    let pins =
        ChatStore::expect().select(|state| state.room.as_ref().map(|view| view.pins.clone()).unwrap_or_default());
    let latest = move || pins.with(|pins| pins.first().map(|pin| pin.message.excerpt.to_string()).unwrap_or_default());
    let count = move || pins.with(|pins| if pins.len() > 1 { pins.len().to_string() } else { String::new() });
    let entry = move |pin: Pin| {
        let key = [&pin.message.id.to_string(), " ", &pin.read.to_string(), "/", &pin.members.to_string()].concat();
        let id = id.clone();
        Entry::item(Key::Text([&*key, &*pin.message.excerpt].concat().into()), move || pin_line(&pin, &id, texts))
    };
    let entries = Box::new(move || pins.get().into_iter().map(entry.clone()).collect());
    let bar = NodeRef::<Details>::new();
    let pressed = move |event: MouseEvent| {
        if let (true, Some(bar)) = (actions::follow(&event), bar.get_untracked()) {
            bar.set_open(false);
        }
    };
    Block::new(view! {
        <details
            class="pins"
            hidden=switch(move || pins.with(Vec::is_empty))
            on:click=handler(pressed)
            node_ref=bar
        >
            <summary class="pins-summary">
                <span class="tag">{texts.pinned} " " {text(count)}</span>
                <bdi class="clip">{text(latest)}</bdi>
            </summary>
            <ol class="pin-list">
                <List entries />
            </ol>
        </details>
    })
}

fn pin_line(pin: &Pin, room: &RoomId, texts: &Texts) -> Item {
    Item::new("pin", |html| {
        let quote = &pin.message;
        html.tags("<a class=\"quote\" href=\"/r/").words(room.as_str()).tags("/m/").words(&quote.seq.to_string());
        html.tags("#m").words(&quote.id.to_string()).tags("\"><bdi>").words(&quote.nickname).tags("</bdi> ");
        html.words(&quote.excerpt).tags("</a><span class=\"pin-read\">");
        html.words(&(texts.read_by)(pin.read, pin.members)).tags("</span>");
    })
}
