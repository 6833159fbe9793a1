//! The documents of a visitor's own page, and of coming back with a passkey.

use leptos::prelude::*;

use super::{
    apart::{Apart, html},
    document::Assets,
};
use crate::{
    i18n::Language,
    pages::{ComeBack, Own},
    protocol::own::OwnPage,
};

/// The own page as HTML text. `nonce` is the one that the response's CSP header names.
pub fn render_own(page: OwnPage, assets: &Assets, nonce: &str) -> String {
    let language = Language::from_tag(&page.language);
    let (look, head) = (page.look, head(assets, nonce));
    html(move || {
        view! {
            <Apart language look title=language.texts().own_page back="/me".to_owned() head=head()>
                <Own page />
            </Apart>
        }
    })
}

/// The page on which somebody comes back, in the same way.
pub fn render_come_back(page: OwnPage, assets: &Assets, nonce: &str) -> String {
    let language = Language::from_tag(&page.language);
    let (look, head) = (page.look, head(assets, nonce));
    html(move || {
        view! {
            <Apart language look title=language.own_texts().come_back back="/me/return".to_owned() head=head()>
                <ComeBack page />
            </Apart>
        }
    })
}

fn head(assets: &Assets, nonce: &str) -> impl FnOnce() -> AnyView + use<> {
    let Assets { css, apart, passkey, bell, .. } = assets.clone();
    let (nonce, also) = (nonce.to_owned(), nonce.to_owned());
    move || {
        view! {
            <link rel="stylesheet" href=css />
            <link rel="stylesheet" href=apart />
            <script type="module" nonce=nonce src=passkey></script>
            <script type="module" nonce=also src=bell></script>
        }
        .into_any()
    }
}
