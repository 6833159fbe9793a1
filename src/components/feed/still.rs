use leptos::prelude::*;

use super::{
    draw,
    rows::{Row, still},
};
use crate::{client::time::Zone, i18n::Texts, protocol::passage::PassagePage};

/// A part of a conversation, as it was: nothing is added to it, and nothing can be done with it.
#[component]
pub fn StillFeed(page: PassagePage, texts: &'static Texts) -> impl IntoView {
    let rows = still(&page.messages, &page.me, &page.room.owner_id, Zone::Fixed(page.utc_offset), page.now);
    let entry = move |row: Row| {
        let is_target = matches!(&row, Row::Message(line) if Some(line.message.seq) == page.target);
        let item = draw(row, texts);
        if is_target { item.draw_open() } else { item.draw() }
    };
    view! { <ol class="rows">{rows.into_iter().map(entry).collect_view()}</ol> }
}
