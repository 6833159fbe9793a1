use leptos::prelude::*;

use super::{
    moment::{iso, recent},
    ui::{Ui, texts},
};
use crate::{client::store::ChatStore, protocol::Notice};

/// 공지: who made and entered which room, the latest first.
#[component]
pub fn NoticeList() -> impl IntoView {
    let texts = texts();
    let notices = ChatStore::expect().select(|state| state.notices.iter().rev().cloned().collect::<Vec<_>>());
    let empty = Memo::new(move |_| notices.with(Vec::is_empty));
    view! {
        <section class="notices" aria-labelledby="notices">
            <h2 class="panel-title" id="notices">
                {texts.notices}
            </h2>
            <ol class="notice-list">
                <For each=move || notices.get() key=|notice| notice.id let:notice>
                    <NoticeLine notice />
                </For>
            </ol>
            {move || empty.get().then(|| view! { <p class="empty">{texts.no_notices}</p> })}
        </section>
    }
}

#[component]
fn NoticeLine(notice: Notice) -> impl IntoView {
    let Ui { texts, zone, .. } = Ui::expect();
    let store = ChatStore::expect();
    let (between, after) = (texts.notice)(notice.kind, &notice.room_name);
    let when = move || recent(texts, zone.get(), store.with(|state| state.now), notice.at);
    view! {
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
    }
}
