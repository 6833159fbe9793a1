//! Where the focus goes when what had it is gone.

use leptos::{
    prelude::*,
    wasm_bindgen::JsCast,
    web_sys::{Element, HtmlElement},
};

use crate::client::soon::next_frame;

/// To the field in which messages are written; on a page without one to its heading.
pub fn composer_or_heading() {
    let element = |id| document().get_element_by_id(id);
    on(element("composer-text").or_else(|| element("heading")));
}

pub fn on(element: Option<Element>) {
    if let Some(element) = element.and_then(|element| element.dyn_into::<HtmlElement>().ok()) {
        // An element that cannot take the focus leaves it where it is.
        let _ = element.focus();
    }
}

/// It stays with its row when that is drawn anew, because its message was edited, deleted or given another look. To be
/// called before rows change.
pub fn keep() {
    let row = document().active_element().and_then(|focused| focused.closest(".message").ok().flatten());
    let Some(id) = row.map(|row| row.id()) else { return };
    next_frame(move || find_again(&id));
}

/// Gives the focus to the row of this id when it is nobody's: the browser gives the body the focus of what is gone, and
/// a little later of what is hidden.
pub fn find_again(row: &str) {
    let is_lost = |focused: Element| focused.tag_name() == "BODY" || focused.class_name() == "emoji-button";
    if document().active_element().is_none_or(is_lost) {
        on(document().get_element_by_id(row));
    }
}
