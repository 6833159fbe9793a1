use leptos::{either::Either, prelude::*};

use super::excerpt::excerpt;
use crate::{
    client::time::Zone,
    components::{
        block::Block,
        moment::{clock, day, iso},
    },
    domain::{Millis, search::Wanted},
    i18n::Texts,
    protocol::search::{Hit, SearchPage},
};

/// What was found, the newest first. Hits of one room and one day that follow each other stand together.
#[component]
pub fn HitList(hits: Vec<Hit>, page: SearchPage, texts: &'static Texts) -> Block {
    let zone = Zone::Fixed(page.utc_offset);
    // It was read once before it was looked for.
    let wanted = Wanted::parse(&page.asked.query).unwrap_or_default();
    let together =
        |a: &Hit, b: &Hit| a.room.id == b.room.id && zone.same_day(a.message.created_at, b.message.created_at);
    let groups = hits.chunk_by(together).map(|hits| group(hits, &wanted, zone, page.now, texts));
    Block::new(groups.collect_view())
}

fn group(hits: &[Hit], wanted: &Wanted, zone: Zone, now: Millis, texts: &'static Texts) -> impl IntoView + use<> {
    let first = &hits[0];
    let (name, path) = (first.room.name.to_string(), format!("/r/{}", first.room.id));
    let at = first.message.created_at;
    let day = (texts.day)(day(zone.civil(at), zone.civil(now).year));
    let hits = hits.iter().map(|found| hit(found, wanted, zone, texts)).collect_view();
    view! {
        <section class="hit-group">
            <h2 class="hit-place">
                <a href=path>
                    <bdi>{name}</bdi>
                </a>
                " "
                <span class="hit-day">{day}</span>
            </h2>
            <ol class="hits">{hits}</ol>
        </section>
    }
}

fn hit(hit: &Hit, wanted: &Wanted, zone: Zone, texts: &'static Texts) -> impl IntoView + use<> {
    let message = &hit.message;
    let path = format!("/r/{}/m/{}#m{}", hit.room.id, message.seq, message.id);
    let (author, at) = (message.author.nickname.to_string(), message.created_at);
    let piece = |(found, text): (bool, String)| {
        if found { Either::Left(view! { <mark>{text}</mark> }) } else { Either::Right(text) }
    };
    let pieces = excerpt(&message.content, wanted).into_iter().map(piece).collect_view();
    view! {
        <li>
            <a class="hit" href=path>
                <span class="hit-head">
                    <bdi class="hit-author">{author}</bdi>
                    " "
                    <time datetime=iso(at)>{clock(texts, zone, at)}</time>
                </span>
                <span class="hit-text" dir="auto">
                    {pieces}
                </span>
            </a>
        </li>
    }
}
