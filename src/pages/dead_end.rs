use leptos::prelude::*;

use crate::{
    client::{state::ChatState, store::ChatStore},
    components::{block::Block, ui::texts},
};

/// A page that only leads back. Nothing on it changes, so it is one text: as elements it is a kilobyte of the page's
/// program.
pub fn dead_end(title: &'static str, hint: &'static str) -> Block {
    let lobby = ChatStore::expect().peek(ChatState::lobby);
    let html = [
        "<h1 class=\"page-title\" id=\"heading\" tabindex=\"-1\">",
        title,
        "</h1><p>",
        hint,
        "</p><a class=\"button\" href=\"",
        &lobby,
        "\">",
        texts().to_lobby,
        "</a>",
    ];
    Block::new(view! { <div class="dead-end" inner_html=html.concat()></div> })
}
