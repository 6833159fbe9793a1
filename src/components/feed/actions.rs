//! What is done with a message from its row. One listener for the whole feed: a row has none of its own.

use leptos::{
    ev::MouseEvent,
    prelude::*,
    wasm_bindgen::JsCast,
    web_sys::{Element, HtmlButtonElement},
};

use super::{
    super::reaction_picker::{Picking, hang_on},
    focus,
};
use crate::{
    client::{state::Input, store::ChatStore},
    domain::MessageId,
};

/// The values of the buttons.
pub const REACT: &str = "react";
pub const ANSWER: &str = "answer";
pub const EDIT: &str = "edit";
pub const PIN: &str = "pin";
pub const UNPIN: &str = "unpin";
/// What the button asks `public/palette.js` for, which presses it once more as [`DELETE`] when the guest is sure.
pub const ASK_TO_DELETE: &str = "deletion";
pub const DELETE: &str = "delete";

/// Something in the feed was clicked.
pub fn pressed(store: ChatStore, picking: Picking) -> impl FnMut(MouseEvent) {
    move |event| {
        if follow(&event) {
            return;
        }
        let Some((action, row, message)) = action(&event) else { return };
        if action == REACT {
            hang_on(Some(row));
            picking.set_value(Some(message));
        } else if action == ANSWER {
            store.apply(Input::Answering(Some(message)));
            focus::composer_or_heading();
        } else if action == EDIT {
            store.apply(Input::Editing(Some(message)));
        } else if action == PIN || action == UNPIN {
            store.pin(message, action == PIN);
        } else if action == DELETE {
            store.delete(message);
        } else if is_emoji(&action) {
            store.react(message, &action);
        }
    }
}

/// Goes to the message that a quote is of, when it is in the feed, and says whether it is. Otherwise the browser loads
/// the page of that message.
pub fn follow(event: &MouseEvent) -> bool {
    let row = quoted_row(event);
    if row.is_some() {
        event.prevent_default();
        focus::on(row.clone());
    }
    row.is_some()
}

/// The other values are words of ours.
fn is_emoji(value: &str) -> bool {
    !value.is_ascii()
}

/// The row to which the quote that was clicked leads, when it is in the feed. Focusing it brings it into sight.
fn quoted_row(event: &MouseEvent) -> Option<Element> {
    let link = event.target()?.dyn_into::<Element>().ok()?.closest(".quote").ok()??;
    document().get_element_by_id(link.get_attribute("href")?.split_once('#')?.1)
}

/// The value of the button that was pressed, its row, and the message of that.
fn action(event: &MouseEvent) -> Option<(String, Element, MessageId)> {
    let clicked = event.target()?.dyn_into::<Element>().ok()?;
    let button = clicked.closest(".message-action, .reaction").ok()??.dyn_into::<HtmlButtonElement>().ok()?;
    let row = button.closest(".message").ok()??;
    let message = row.id().strip_prefix('m')?.parse().ok()?;
    Some((button.value(), row, message))
}
