use leptos::{prelude::*, wasm_bindgen::JsCast, web_sys::HtmlElement};

use super::outlet::{Shown, title};
use crate::{
    client::{route::Route, soon::next_frame, store::ChatStore},
    components::live::on_change,
    i18n::Texts,
};

/// What browsers do when a page is loaded, for pages that are not: the title and the body's class change, and the focus
/// goes to the new page's heading, where a screen reader goes on reading.
pub fn follow(store: ChatStore, texts: &'static Texts) {
    let title = store.select(move |state| title(state, texts));
    on_change(move |_| document().set_title(&title.get()));
    // At the same address it is another page when the room ends.
    let page = store.select(|state| (state.route.clone(), Shown::of(state)));
    on_change(move |before: Option<(Route, Shown)>| {
        let page = page.get();
        if let Some(body) = document().body() {
            body.set_class_name(page.1.body_class());
        }
        if before.is_some_and(|before| before != page) {
            // Once the new page is in the document.
            next_frame(focus_heading);
        }
        page
    });
}

fn focus_heading() {
    let heading = document().get_element_by_id("heading").and_then(|heading| heading.dyn_into::<HtmlElement>().ok());
    if let Some(heading) = heading {
        // An element that cannot take the focus leaves it where it is.
        let _ = heading.focus();
    }
}
