use leptos::{ev::MouseEvent, html::Details, prelude::*};

use super::{
    block::Block,
    feed::actions,
    html::Html,
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
    let list = move || {
        let mut html = Html::default();
        pins.with(|pins| pins.iter().for_each(|pin| pin_line(&mut html, pin, &id, texts)));
        html.into_text()
    };
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
            <ol class="pin-list" inner_html=text(list)></ol>
        </details>
    })
}

fn pin_line(html: &mut Html, pin: &Pin, room: &RoomId, texts: &Texts) {
    let quote = &pin.message;
    html.tags("<li class=\"pin\"><a class=\"quote\" href=\"/r/").words(room.as_str()).tags("/m/");
    html.words(&quote.seq.to_string()).tags("#m").words(&quote.id.to_string()).tags("\"><bdi>");
    html.words(&quote.nickname).tags("</bdi> ").words(&quote.excerpt).tags("</a><span class=\"pin-read\">");
    html.words(&(texts.read_by)(pin.read, pin.members)).tags("</span></li>");
}
