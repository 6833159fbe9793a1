//! Editing and deleting a message from its row. One listener for the whole feed: a row has none of its own.

use leptos::{
    ev::MouseEvent,
    prelude::*,
    wasm_bindgen::JsCast,
    web_sys::{Element, HtmlButtonElement},
};

use super::super::ui::texts;
use crate::{
    client::{state::Input, store::ChatStore},
    domain::MessageId,
};

/// The values of the buttons.
pub const EDIT: &str = "edit";
pub const DELETE: &str = "delete";

/// Something in the feed was clicked.
pub fn pressed(store: ChatStore) -> impl FnMut(MouseEvent) {
    let texts = texts();
    move |event| {
        let Some((action, message)) = action(&event) else { return };
        if action == EDIT {
            store.apply(Input::Editing(Some(message)));
        } else if action == DELETE && window().confirm_with_message(texts.delete_question).unwrap_or(false) {
            store.delete(message);
        }
    }
}

/// The value of the button that was pressed, and the message of its row.
fn action(event: &MouseEvent) -> Option<(String, MessageId)> {
    let clicked = event.target()?.dyn_into::<Element>().ok()?;
    let button = clicked.closest(".message-action").ok()??.dyn_into::<HtmlButtonElement>().ok()?;
    let row = button.closest(".message").ok()??;
    Some((button.value(), row.id().strip_prefix('m')?.parse().ok()?))
}
