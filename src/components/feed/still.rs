use std::sync::Arc;

use leptos::prelude::*;

use super::{
    draw,
    rows::{Row, still},
};
use crate::{
    client::time::Zone,
    domain::Millis,
    i18n::{Language, Texts},
    protocol::{Message, live::LivePage, passage::PassagePage},
};

/// A part of a conversation, as it was: nothing is added to it, and nothing can be done with it.
#[component]
pub fn StillFeed(page: PassagePage, texts: &'static Texts) -> impl IntoView {
    let rows = still(None, &page.messages, &page.me, &page.room.owner_id, Zone::Fixed(page.utc_offset), page.now);
    let entry = move |row: Row| {
        let is_target = matches!(&row, Row::Message(line) if Some(line.message.seq) == page.target);
        let item = draw(row, texts);
        if is_target { item.draw_open() } else { item.draw() }
    };
    view! { <ol class="rows">{rows.into_iter().map(entry).collect_view()}</ol> }
}

/// More of a conversation, in the words of [`StillFeed`]: the rows below the message `above`.
pub fn more_rows(above: Option<&Message>, messages: &[Arc<Message>], page: &LivePage, now: Millis) -> String {
    let zone = Zone::Fixed(page.utc_offset);
    let texts = Language::from_tag(&page.language).texts();
    let rows = still(above, messages, &page.me, &page.room.owner_id, zone, now);
    rows.into_iter().map(|row| draw(row, texts).into_html()).collect()
}
