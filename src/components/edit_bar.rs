use leptos::prelude::*;

use super::{
    block::Block,
    composer::edited,
    live::{handler, switch, text},
    ui::texts,
};
use crate::client::{state::Input, store::ChatStore};

/// Says that the composer changes a message instead of writing a new one.
#[component]
pub fn EditBar() -> Block {
    let texts = texts();
    let store = ChatStore::expect();
    Block::new(view! {
        <div class="edit-bar" hidden=switch(move || store.with(|state| edited(state).is_none()))>
            <span role="status">
                {text(move || store.with(|state| edited(state).map(|_| texts.editing.to_owned())).unwrap_or_default())}
            </span>
            <button class="small-button" type="button" on:click=handler(move |_| store.apply(Input::Editing(None)))>
                {texts.cancel}
            </button>
        </div>
    })
}
