use leptos::prelude::*;

use super::{
    block::Block,
    html::Html,
    live::text,
    moment::{iso, recent},
    room_terms::{left, people},
    ui::texts,
};
use crate::{
    client::{state::ChatState, store::ChatStore},
    domain::RoomId,
    i18n::Texts,
};

/// A room in the list, a link into it. It keeps its element while the room changes, so that a keyboard's focus stays on it;
/// what is in it is drawn anew.
#[component]
pub fn RoomCard(id: RoomId) -> Block {
    let texts = texts();
    let store = ChatStore::expect();
    let path = ["/r/", id.as_str()].concat();
    let card = store.select({
        let id = id.clone();
        move |state| written(state, &id, texts)
    });
    let is_here = store.select(move |state| state.room.as_ref().is_some_and(|open| open.id == id));
    Block::new(view! {
        <li>
            <a
                class="room-card"
                href=path
                aria-current=text(move || if is_here.get() { "page" } else { "false" }.to_owned())
                inner_html=text(move || card.get())
            ></a>
        </li>
    })
}

/// What stands on the card; nothing of a room that is in the list no more.
fn written(state: &ChatState, id: &RoomId, texts: &Texts) -> String {
    let mut html = Html::default();
    let Some(room) = state.rooms.iter().find(|room| room.id == *id) else { return html.into_text() };
    html.tags("<span class=\"room-card-title\">");
    if room.locked {
        html.tags("<span class=\"room-card-lock\">").unseen(texts.locked).tags("</span>");
    }
    html.tags("<bdi class=\"room-card-name\">").words(&room.name).tags("</bdi>");
    if state.is_called(id) {
        html.tags("<span class=\"room-card-call\">@").unseen(texts.called).tags("</span>");
    }
    let unread = state.unread(room);
    if unread > 0 {
        html.tags("<span class=\"room-card-unread\">").unseen(texts.unread).words(&unread.to_string()).tags("</span>");
    }
    html.tags("</span><bdi class=\"room-card-topic\">").words(&room.topic);
    html.tags("</bdi><span class=\"room-card-people\">").words(&people(texts, room)).tags("</span>");
    html.unseen(texts.last_activity);
    html.tags("<time class=\"room-card-time\" datetime=\"").words(&iso(room.last_activity_at)).tags("\">");
    html.words(&recent(texts, state.zone, state.now, room.last_activity_at));
    html.tags("</time><span class=\"room-card-end\">").words(&left(texts, state.now, room)).tags("</span>");
    html.into_text()
}
