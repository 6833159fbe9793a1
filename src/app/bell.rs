//! The document of a room's bell.

use leptos::prelude::*;

use super::{
    apart::{Apart, html},
    document::Assets,
};
use crate::{
    i18n::Language,
    pages::Bell,
    protocol::{Look, bell::BellPage},
};

/// The document as HTML text. `nonce` is the one that the response's CSP header names.
pub fn render_bell(page: BellPage, look: Look, assets: &Assets, nonce: &str) -> String {
    let language = Language::from_tag(&page.language);
    let Assets { css, apart, bell, .. } = assets.clone();
    let nonce = nonce.to_owned();
    html(move || {
        let back = format!("/r/{}/bell", page.room.id);
        let head = view! {
            <link rel="stylesheet" href=css />
            <link rel="stylesheet" href=apart />
            <script type="module" nonce=nonce src=bell></script>
        };
        view! {
            <Apart language look title=language.bell_texts().title back head=head>
                <Bell page language />
            </Apart>
        }
    })
}
