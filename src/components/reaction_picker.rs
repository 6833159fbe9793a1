use leptos::{
    ev::{Event, MouseEvent},
    prelude::*,
    wasm_bindgen::JsCast,
    web_sys::{Element, HtmlButtonElement},
};

use super::{block::Block, feed::focus, live::handler, ui::texts};
use crate::{client::store::ChatStore, domain::MessageId};

/// The message for which an emoji is being picked.
pub type Picking = StoredValue<Option<MessageId>>;

/// What people react with most. Any other emoji may be given by pressing one that is there, and by programs.
const EMOJI: [&str; 8] = ["👍", "❤️", "😂", "🎉", "😮", "😢", "🙏", "✅"];

/// The `popovertarget` of the buttons at messages.
const ID: &str = "reaction-picker";

/// The emoji from which the guest picks one. It is there once, whichever message it is for.
#[component]
pub fn ReactionPicker(picking: Picking) -> Block {
    let store = ChatStore::expect();
    let pressed = move |event: MouseEvent| {
        let clicked = event.target().and_then(|target| target.dyn_into::<HtmlButtonElement>().ok());
        if let (Some(button), Some(message)) = (clicked, picking.get_value()) {
            store.react(message, &button.value());
        }
    };
    let toggled = move |event: Event| {
        let picker = event.target().and_then(|target| target.dyn_into::<Element>().ok());
        // Told a little late: when it was opened, the focus may be in it already.
        if picker.is_some_and(|picker| picker.matches(":popover-open").unwrap_or(false)) {
            return;
        }
        hang_on(None);
        // The row may have been drawn anew meanwhile, and what had the focus is gone.
        if let Some(message) = picking.get_value() {
            focus::find_again(&["m", &message.to_string()].concat());
        }
    };
    Block::new(view! {
        <div
            class="reaction-picker"
            id=ID
            popover="auto"
            role="group"
            aria-label=texts().choose_reaction
            on:click=handler(pressed)
            on:toggle=handler(toggled)
            inner_html=buttons()
        ></div>
    })
}

/// Keeps the buttons of a message where they are while the picker hangs on one of them (`style/message-actions.css`).
pub fn hang_on(row: Option<Element>) {
    const MARK: &str = "picking";
    if let Ok(Some(before)) = document().query_selector(".picking") {
        let _ = before.class_list().remove_1(MARK);
    }
    if let Some(row) = row {
        let _ = row.class_list().add_1(MARK);
    }
}

fn buttons() -> String {
    let button = |emoji: &&str| {
        let end = ["\" popovertarget=\"", ID, "\" popovertargetaction=\"hide\">", emoji, "</button>"].concat();
        ["<button class=\"emoji-button\" type=\"button\" value=\"", emoji, &end].concat()
    };
    EMOJI.iter().map(button).collect()
}
