use leptos::{
    prelude::document,
    wasm_bindgen::JsCast,
    web_sys::{HtmlElement, HtmlFormElement, HtmlInputElement, HtmlTextAreaElement},
};

use super::attachment;
use crate::{
    client::{route::Route, state::Input, store::ChatStore},
    domain::{Refusal, RoomId, command::Command},
};

/// Does what a text in the composer asks for: mostly to be said. `false` when it stays where it is.
pub fn obey(store: ChatStore, text: &str) -> bool {
    match Command::read(text) {
        Command::Say(text) => {
            let is_sent = store.send(&text, attachment::noted());
            if is_sent {
                attachment::forget();
            }
            return is_sent;
        }
        Command::Nick(name) => _ = rename(name),
        Command::Topic(topic) => {
            let text = text.to_owned();
            store.change_topic(topic, move |room| give_back(store, room, &text));
        }
        Command::Leave => store.go(store.peek(|state| Route::lobby(&state.space))),
        Command::Help => _ = press("help"),
        Command::Unknown => {
            store.apply(Input::Refused(Some(Refusal::UnknownCommand)));
            return false;
        }
    }
    store.apply(Input::Refused(None));
    true
}

/// Opens the form for another nickname with this one in it, and posts it: the form closes when it is taken, and says
/// why when it is not.
fn rename(name: &str) -> Option<()> {
    let form = element("rename")?.dyn_into::<HtmlFormElement>().ok()?;
    let field = element("new-nickname")?.dyn_into::<HtmlInputElement>().ok()?;
    // Open already when it throws.
    let _ = form.show_popover();
    let _ = field.focus();
    if !name.is_empty() {
        field.set_value(name);
        let _ = form.request_submit();
    }
    Some(())
}

/// What was refused is its author's to change, in the room it was meant for, unless they write something else by now.
fn give_back(store: ChatStore, room: &RoomId, text: &str) {
    if store.draft(room).is_some_and(|draft| !draft.is_empty()) {
        return;
    }
    store.keep_draft(room, text);
    let is_here =
        store.peek(|state| state.room.as_ref().is_some_and(|view| view.id == *room && view.editing.is_none()));
    let field = element("composer-text").and_then(|field| field.dyn_into::<HtmlTextAreaElement>().ok());
    if let (Some(field), true) = (field, is_here) {
        field.set_value(text);
    }
}

/// Shortcuts and their list are the business of the page's small script, which listens to these buttons.
fn press(id: &str) -> Option<()> {
    element(id)?.dyn_into::<HtmlElement>().ok()?.click();
    Some(())
}

fn element(id: &str) -> Option<leptos::web_sys::Element> {
    document().get_element_by_id(id)
}
