use leptos::{ev::MouseEvent, prelude::*};

use super::{
    block::Block,
    composer::edited,
    feed::focus,
    live::{handler, switch, text},
    ui::texts,
};
use crate::{
    client::{
        state::{ChatState, Input},
        store::ChatStore,
    },
    i18n::Texts,
};

/// Says that the composer changes a message, or answers one, instead of beginning a new matter.
#[component]
pub fn EditBar() -> Block {
    let texts = texts();
    let store = ChatStore::expect();
    let purpose = store.select(move |state| purpose(state, texts));
    let cancel = move |_: MouseEvent| {
        store.apply(Input::Editing(None));
        // The button is gone.
        focus::composer_or_heading();
    };
    Block::new(view! {
        <div class="edit-bar" hidden=switch(move || purpose.with(String::is_empty))>
            <span class="clip" role="status">
                {text(move || purpose.get())}
            </span>
            <button class="small-button" type="button" on:click=handler(cancel)>
                {texts.cancel}
            </button>
        </div>
    })
}

fn purpose(state: &ChatState, texts: &Texts) -> String {
    if edited(state).is_some() {
        return texts.editing.to_owned();
    }
    let Some(answered) = state.answered() else {
        // Older than what the page shows.
        return state.answering().map_or("", |_| texts.reply).to_owned();
    };
    let (before, after) = texts.replying;
    [before, &answered.author.nickname, after, ": ", &answered.content].concat()
}
