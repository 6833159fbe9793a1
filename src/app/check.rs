//! The document of the page `/check`. It has a small script of its own instead of the page's program, so that it also
//! works where that does not.

use leptos::prelude::*;

use super::{
    apart::{Apart, html},
    document::Assets,
};
use crate::{i18n::Language, pages::Check, protocol::Look};

/// The document as HTML text. `nonce` is the one that the response's CSP header names.
pub fn render_check(language: &str, look: Look, assets: &Assets, nonce: &str) -> String {
    let language = Language::from_tag(language);
    let Assets { css, apart, check, .. } = assets.clone();
    let (nonce, texts) = (nonce.to_owned(), language.check_texts());
    let head = move || {
        view! {
            <link rel="stylesheet" href=css />
            <link rel="stylesheet" href=apart />
            <script type="module" nonce=nonce src=check></script>
        }
    };
    html(move || {
        view! {
            <Apart language look title=texts.title back="/check".to_owned() head=head()>
                <Check texts />
            </Apart>
        }
    })
}
