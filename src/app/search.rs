//! The document of the search.

use leptos::prelude::*;

use super::{
    apart::{Apart, html},
    document::Assets,
};
use crate::{
    i18n::Language,
    pages::Search,
    protocol::{Look, search::SearchPage},
};

/// The document as HTML text.
pub fn render_search(page: SearchPage, look: Look, assets: &Assets) -> String {
    let language = Language::from_tag(&page.language);
    let Assets { css, apart, .. } = assets.clone();
    let (texts, words) = (language.texts(), language.search_texts());
    html(move || {
        let back = page.asked.path(None);
        let head = view! {
            <link rel="stylesheet" href=css />
            <link rel="stylesheet" href=apart />
        };
        view! {
            <Apart language look title=words.title back head=head>
                <Search page texts words />
            </Apart>
        }
    })
}
