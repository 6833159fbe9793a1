use leptos::prelude::*;

use super::{
    block::Block,
    list::{Entry, Key, List},
    live::switch,
    moment::{iso, recent},
    ui::Ui,
};
use crate::{client::store::ChatStore, protocol::Notice};

/// 공지: who made and entered which room, the latest first.
#[component]
pub fn NoticeList() -> Block {
    let Ui { texts, zone, .. } = Ui::expect();
    let store = ChatStore::expect();
    // With the time as it reads today: it changes at midnight.
    let notices = store.select(move |state| {
        let when = |notice: &Notice| recent(texts, zone.get(), state.now, notice.at);
        state.notices.iter().rev().map(|notice| (notice.clone(), when(notice))).collect::<Vec<_>>()
    });
    let entry = |(notice, when): (Notice, String)| {
        // The time is part of the key, so that a line is drawn anew when it reads differently.
        let key = Key::Text([&*notice.id.to_string(), &*when].join(" ").into());
        Entry::new(key, move || view! { <NoticeLine notice when /> })
    };
    let entries = Box::new(move || notices.get().into_iter().map(entry).collect());
    Block::new(view! {
        <section class="notices" aria-labelledby="notices">
            <h2 class="panel-title" id="notices">
                {texts.notices}
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

#[component]
fn NoticeLine(notice: Notice, when: String) -> Block {
    let (between, after) = (Ui::expect().texts.notice)(notice.kind, &notice.room_name);
    Block::new(view! {
        <li class="notice">
            <p class="notice-text">
                <bdi>{notice.nickname.to_string()}</bdi>
                {between}
                <a href=format!("/r/{}", notice.room_id)>
                    <bdi>{notice.room_name.to_string()}</bdi>
                </a>
                {after}
            </p>
            <time class="notice-time" datetime=iso(notice.at)>
                {when}
            </time>
        </li>
    })
}
