use leptos::prelude::*;

use crate::{
    components::StillFeed,
    i18n::{SearchTexts, Texts},
    protocol::passage::PassagePage,
};

/// A message in the middle of what was said around it, or what stands before or after.
#[component]
pub fn Passage(page: PassagePage, texts: &'static Texts, words: &'static SearchTexts) -> impl IntoView {
    let (name, id) = (page.room.name.to_string(), page.room.id.to_string());
    let first = page.messages.first().map_or(0, |message| message.seq);
    let last = page.messages.last().map_or(0, |message| message.seq);
    let room = format!("/r/{id}");
    let older = (first > 1).then(|| {
        view! {
            <a class="small-button" href=format!("/r/{id}/m/{first}?older")>
                {words.older}
            </a>
        }
    });
    let newer = format!("/r/{id}/m/{last}?newer");
    view! {
        <div class="passage-page">
            <div class="settings-head">
                <a class="quiet-button back" href=room.clone() aria-label=words.to_room title=words.to_room>
                    <span class="back-arrow" aria-hidden="true"></span>
                </a>
                <div class="room-titles">
                    <h1 class="room-name" id="heading" tabindex="-1">
                        <bdi>{name}</bdi>
                    </h1>
                    <p class="room-topic">{words.passage}</p>
                </div>
                <a class="quiet-button" href=format!("/search?room={id}")>
                    {words.title}
                </a>
            </div>
            <p class="passage-links">{older}</p>
            <section aria-label=texts.messages>
                <StillFeed page texts />
            </section>
            <p class="passage-links">
                <a class="small-button" href=newer>
                    {words.newer}
                </a>
                <a class="small-button" href=room>
                    {words.latest}
                </a>
            </p>
        </div>
    }
}
