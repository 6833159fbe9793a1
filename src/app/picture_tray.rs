//! A part of a page that `public/pictures.js` asks for when it is first needed, so that the page's program need not have
//! it.

use super::apart::html;
use crate::{components::PictureTray, i18n::Language};

/// The part as HTML text. `largest` is the number of bytes that a picture may have.
pub fn render_picture_tray(language: &str, largest: u32) -> String {
    let language = Language::from_tag(language);
    html(move || leptos::prelude::view! { <PictureTray language largest /> })
}
