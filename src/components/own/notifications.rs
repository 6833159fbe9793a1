use leptos::{either::Either, prelude::*};

use super::{Desk, Section};
use crate::{components::BellDevice, domain::Bell, i18n::BellTexts};

/// What a guest wants to be told of while they look elsewhere: whether in this browser, and of which rooms.
#[component]
pub fn Notifications(desk: Desk) -> impl IntoView {
    let words = desk.language.bell_texts();
    let (bells, push_key) = (desk.page.bells.clone(), desk.page.push_key.clone());
    let list = if bells.is_empty() {
        Either::Left(view! { <p class="field-hint">{words.no_rooms}</p> })
    } else {
        let rows = bells.into_iter().map(|bell| view! { <BellRow bell words /> });
        Either::Right(view! { <ul class="bell-list">{rows.collect_view()}</ul> })
    };
    view! {
        <Section desk id="notifications" title=words.title saved=words.saved>
            <BellDevice words push_key />
            <h3 class="field-label">{words.rooms}</h3>
            {list}
        </Section>
    }
}

#[component]
fn BellRow(bell: Bell, words: &'static BellTexts) -> impl IntoView {
    view! {
        <li>
            <a href=format!("/r/{}/bell", bell.room)>
                <bdi>{bell.room_name.to_string()}</bdi>
            </a>
            " · "
            {(words.levels)(bell.level)}
        </li>
    }
}
