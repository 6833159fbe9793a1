use leptos::prelude::*;

use crate::{
    client::{state::ChatState, store::ChatStore},
    components::{block::Block, ui::texts},
};

/// A page that only leads back. Nothing on it changes, so it is one text: as elements it is a kilobyte of the page's
/// program. Where `again` is a text, that leads to the same page, loaded anew.
pub fn dead_end(title: &'static str, hint: &'static str, again: Option<&'static str>) -> Block {
    let lobby = ChatStore::expect().peek(ChatState::lobby);
    // The page takes over links to its own window only if they name no target.
    let (before, again, after) =
        again.map_or(("", "", ""), |again| ("<a class=\"button\" href=\"\" target=\"_top\">", again, "</a> "));
    let html = [
        "<h1 class=\"page-title\" id=\"heading\" tabindex=\"-1\">",
        title,
        "</h1><p>",
        hint,
        "</p>",
        before,
        again,
        after,
        "<a class=\"",
        if again.is_empty() { "button" } else { "quiet-button" },
        "\" href=\"",
        &lobby,
        "\">",
        texts().to_lobby,
        "</a>",
    ];
    Block::new(view! { <div class="dead-end" inner_html=html.concat()></div> })
}
