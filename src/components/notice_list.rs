use leptos::prelude::*;

use super::{
    block::Block,
    html::Item,
    list::{Entry, Key, List},
    live::switch,
    moment::{moment, recent},
    ui::texts,
};
use crate::{client::store::ChatStore, i18n::Texts, protocol::Notice};

/// Who made and entered which room, the latest first. `title` is what this is called where it stands: in the lobby 공지,
/// which beside a conversation would be the room's own.
#[component]
pub fn NoticeList(title: &'static str) -> Block {
    let texts = texts();
    let store = ChatStore::expect();
    // With the time as it reads today: it changes at midnight.
    let notices = store.select(move |state| {
        let when = |notice: &Notice| recent(texts, state.zone, state.now, notice.at);
        state.notices.iter().rev().map(|notice| (notice.clone(), when(notice))).collect::<Vec<_>>()
    });
    let entry = move |(notice, when): (Notice, String)| {
        // The time is part of the key, so that a line is drawn anew when it reads differently.
        let key = Key::Text([&*notice.id.to_string(), &*when].join(" ").into());
        Entry::item(key, move || notice_line(&notice, &when, texts))
    };
    let entries = Box::new(move || notices.get().into_iter().map(entry).collect());
    Block::new(view! {
        <section class="notices" aria-labelledby="notices">
            <h2 class="panel-title" id="notices">
                {title}
            </h2>
            <ol class="notice-list">
                <List entries />
            </ol>
            <p class="empty" hidden=switch(move || notices.with(|notices| !notices.is_empty()))>
                {texts.no_notices}
            </p>
        </section>
    })
}

fn notice_line(notice: &Notice, when: &str, texts: &Texts) -> Item {
    let (between, after) = (texts.notice)(notice.kind, &notice.room_name);
    Item::new("notice", |html| {
        html.tags("<p class=\"notice-text\"><bdi>").words(&notice.nickname).tags("</bdi>").tags(between);
        html.tags("<a href=\"/r/").words(notice.room_id.as_str()).tags("\"><bdi>").words(&notice.room_name);
        html.tags("</bdi></a>").tags(after).tags("</p>");
        moment(html, "notice-time", notice.at, when);
    })
}
