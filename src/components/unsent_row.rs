use std::sync::Arc;

use leptos::prelude::*;

use super::{block::Block, feed::focus, live::handler, ui::texts};
use crate::{
    client::{state::Input, store::ChatStore},
    domain::Refusal,
};

/// What went wrong with something the guest wrote, and what they can do now.
pub struct Failure {
    pub what: &'static str,
    pub refusal: Refusal,
    /// What the first button says and does.
    pub again: (&'static str, Input),
    pub discard: Input,
}

/// Something the guest wrote that the server has not confirmed. Without a failure it is on its way.
#[component]
pub fn UnsentRow(content: Arc<str>, failure: Option<Failure>) -> Block {
    let texts = texts();
    let sending = failure.is_none().then(|| view! { <span class="message-time sending">{texts.sending}</span> });
    let failure = failure.map(|failure| view! { <Choice failure /> });
    Block::new(view! {
        <li class="message own pending-message" tabindex="-1">
            <div class="message-line">
                <div class="message-bubble">
                    <div class="message-text" dir="auto">
                        {content.to_string()}
                    </div>
                </div>
                {sending}
            </div>
            {failure}
        </li>
    })
}

#[component]
fn Choice(failure: Failure) -> Block {
    let texts = texts();
    let store = ChatStore::expect();
    let Failure { what, refusal, again: (again, input), discard } = failure;
    Block::new(view! {
        <div class="failure">
            <p class="refusal" role="alert">
                {what}
                " "
                {(texts.refusal)(refusal)}
            </p>
            <button class="small-button" type="button" on:click=handler(move |_| choose(store, &input))>
                {again}
            </button>
            <button class="small-button" type="button" on:click=handler(move |_| choose(store, &discard))>
                {texts.discard}
            </button>
        </div>
    })
}

/// The button is about to go, and the focus with it.
fn choose(store: ChatStore, input: &Input) {
    focus::composer();
    store.apply(input.clone());
}
