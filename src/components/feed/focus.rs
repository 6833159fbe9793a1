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

/// Whether the button that asks for older messages has it.
pub fn is_on_older() -> bool {
    focused(".older").is_some()
}

/// It stays with its row when that is drawn anew, because its message was edited, deleted or given another look. To be
/// called before rows change.
pub fn keep() {
    let Some(row) = focused(".message") else { return };
    let id = row.id();
    next_frame(move || find_again(&id));
}

/// The nearest element of this kind around what has the focus.
pub fn focused(selector: &str) -> Option<Element> {
    document().active_element()?.closest(selector).ok().flatten()
}

/// The `id` of the first row that is drawn.
pub fn first_row() -> Option<String> {
    Some(document().query_selector(".feed .message").ok()??.id())
}

/// Gives the focus to the row of this id when it is nobody's: the browser gives the body the focus of what is gone, and
/// a little later of what is hidden.
pub fn find_again(row: &str) {
    let is_lost = |focused: Element| focused.matches("body, .emoji-button, .older").unwrap_or(false);
    if document().active_element().is_none_or(is_lost) {
        on(document().get_element_by_id(row));
    }
}
