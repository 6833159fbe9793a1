//! The document that lists shortcuts and commands. It holds the palette, too, for the script of the live pages: they
//! fetch it from here when somebody asks for it.

use leptos::prelude::*;

use super::{
    apart::{Apart, html},
    document::Assets,
};
use crate::{i18n::Language, pages::Help, protocol::Look};

/// The document as HTML text.
pub fn render_help(language: &str, look: Look, assets: &Assets) -> String {
    let language = Language::from_tag(language);
    let Assets { css, apart, .. } = assets.clone();
    html(move || {
        let head = view! {
            <link rel="stylesheet" href=css />
            <link rel="stylesheet" href=apart />
        };
        view! {
            <Apart language look title=language.help_texts().title back="/help".to_owned() head=head>
                <Help language />
            </Apart>
        }
    })
}
