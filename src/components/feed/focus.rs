//! The focus stays with its row when that is drawn anew, because its message was edited, deleted or given another look.

use leptos::{
    prelude::{document, request_animation_frame},
    wasm_bindgen::JsCast,
    web_sys::HtmlElement,
};

/// To be called before rows change.
pub fn keep() {
    let row = document().active_element().and_then(|focused| focused.closest(".message").ok().flatten());
    let Some(id) = row.map(|row| row.id()) else { return };
    request_animation_frame(move || {
        // The browser gives the body the focus of an element that is gone.
        let is_lost = document().active_element().is_none_or(|focused| focused.tag_name() == "BODY");
        let row = document().get_element_by_id(&id).and_then(|row| row.dyn_into::<HtmlElement>().ok());
        if let Some(row) = row.filter(|_| is_lost) {
            let _ = row.focus();
        }
    });
}
