use leptos::prelude::*;

use crate::{
    components::{
        PageHead,
        block::Block,
        search::{HitList, SearchForm},
    },
    i18n::{SearchTexts, Texts},
    protocol::search::{Found, Outcome, SearchPage},
};

/// The search: what for, and what was found.
#[component]
pub fn Search(page: SearchPage, texts: &'static Texts, words: &'static SearchTexts) -> Block {
    let back = match (&page.asked.room, &page.asked.space) {
        (Some(room), _) => format!("/r/{room}"),
        (None, Some(space)) => format!("/s/{space}"),
        (None, None) => "/".to_owned(),
    };
    let label = if page.asked.room.is_some() { words.to_room } else { texts.to_lobby };
    let outcome = match &page.outcome {
        Outcome::Blank => Some(view! { <Emptiness title=words.blank hints=vec![words.blank_hint] /> }),
        // The form says why.
        Outcome::Refused(_) => None,
        Outcome::Found(Found { hits, cursor: None }) if hits.is_empty() => {
            Some(view! { <Emptiness title=words.nothing hints=words.nothing_hints.to_vec() /> })
        }
        Outcome::Found(found) => Some(view! { <Results found=found.clone() page=page.clone() texts words /> }),
    };
    Block::new(view! {
        <div class="search">
            <PageHead back label title=words.title />
            <SearchForm page texts words />
            {outcome}
        </div>
    })
}

#[component]
fn Results(found: Found, page: SearchPage, texts: &'static Texts, words: &'static SearchTexts) -> Block {
    let Found { hits, cursor } = found;
    let told = if hits.is_empty() { words.nothing_yet.to_owned() } else { (words.hits)(hits.len()) };
    let older = cursor.map(|cursor| {
        view! {
            <p class="passage-links">
                <a class="small-button" href=page.asked.path(Some(cursor))>
                    {words.older_hits}
                </a>
            </p>
        }
    });
    Block::new(view! {
        <p class="hit-count" role="status">
            {told}
        </p>
        <HitList hits page texts />
        {older}
    })
}

#[component]
fn Emptiness(title: &'static str, hints: Vec<&'static str>) -> Block {
    Block::new(view! {
        <div class="search-empty" role="status">
            <p class="empty-title">{title}</p>
            {hints.into_iter().map(|hint| view! { <p>{hint}</p> }).collect_view()}
        </div>
    })
}
