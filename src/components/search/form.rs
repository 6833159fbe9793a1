use leptos::prelude::*;

use crate::{
    components::block::Block,
    domain::{Refusal, limits},
    i18n::{SearchTexts, Texts},
    protocol::{
        Room,
        search::{Asked, Outcome, SearchPage},
    },
};

/// What to look for, and where. It is sent by GET: a search has an address.
#[component]
pub fn SearchForm(page: SearchPage, texts: &'static Texts, words: &'static SearchTexts) -> Block {
    let SearchPage { asked, rooms, outcome, .. } = page;
    let refused = if let Outcome::Refused(refusal) = outcome { Some(refusal) } else { None };
    let is_invalid = matches!(refused, Some(Refusal::QueryTooShort | Refusal::QueryTooLong));
    let space =
        asked.space.as_ref().map(|space| view! { <input type="hidden" name="space" value=space.to_string() /> });
    Block::new(view! {
        <form class="search-form" method="get" action="/search" role="search">
            {space}
            <div class="field-group">
                <label class="field-label" for="q">
                    {words.query}
                </label>
                <div class="field-row">
                    <input
                        class="field"
                        id="q"
                        name="q"
                        type="search"
                        value=asked.query.clone()
                        maxlength=limits::QUERY.bytes.to_string()
                        autocomplete="off"
                        enterkeyhint="search"
                        aria-describedby="q-refusal q-hint"
                        aria-invalid=is_invalid.to_string()
                    />
                    <button class="button">{words.submit}</button>
                </div>
                <p class="refusal" id="q-refusal" role="alert">
                    {refused.map(texts.refusal)}
                </p>
                <p class="field-hint" id="q-hint">
                    {words.query_hint}
                </p>
            </div>
            <Filters asked rooms words />
        </form>
    })
}

#[component]
fn Filters(asked: Asked, rooms: Vec<Room>, words: &'static SearchTexts) -> Block {
    let is_open = asked.room.is_some() || [&asked.from, &asked.since, &asked.until].iter().any(|text| !text.is_empty());
    let option = |room: Room| {
        let selected = asked.room.as_ref() == Some(&room.id);
        view! {
            <option value=room.id.to_string() selected=selected>
                {room.name.to_string()}
            </option>
        }
    };
    Block::new(view! {
        <details class="search-filters" open=is_open>
            <summary>{words.filters}</summary>
            <div class="search-fields">
                <div class="field-group">
                    <label class="field-label" for="room">
                        {words.room}
                    </label>
                    <select class="field" id="room" name="room">
                        <option value="">{words.everywhere}</option>
                        {rooms.into_iter().map(option).collect_view()}
                    </select>
                </div>
                <FilterField name="from" kind="text" label=words.from value=asked.from.clone() />
                <FilterField name="since" kind="date" label=words.since value=asked.since.clone() />
                <FilterField name="until" kind="date" label=words.until value=asked.until.clone() />
            </div>
        </details>
    })
}

#[component]
fn FilterField(name: &'static str, kind: &'static str, label: &'static str, value: String) -> impl IntoView {
    view! {
        <div class="field-group">
            <label class="field-label" for=name>
                {label}
            </label>
            <input class="field" id=name name=name type=kind value=value maxlength="80" autocomplete="off" />
        </div>
    }
}
