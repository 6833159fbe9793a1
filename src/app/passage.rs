//! The document around one message.

use leptos::prelude::*;

use super::{
    apart::{Apart, html},
    document::Assets,
};
use crate::{
    i18n::Language,
    pages::Passage,
    protocol::{Look, passage::PassagePage},
};

/// The document as HTML text.
pub fn render_passage(page: PassagePage, look: Look, assets: &Assets) -> String {
    let language = Language::from_tag(&page.language);
    let Assets { css, apart, .. } = assets.clone();
    let (texts, words) = (language.texts(), language.search_texts());
    html(move || {
        let seq = page.target.or_else(|| page.messages.first().map(|message| message.seq)).unwrap_or(1);
        let back = format!("/r/{}/m/{seq}", page.room.id);
        let head = view! {
            <link rel="stylesheet" href=css />
            <link rel="stylesheet" href=apart />
        };
        view! {
            <Apart language look title=words.passage back head=head>
                <Passage page texts words />
            </Apart>
        }
    })
}
