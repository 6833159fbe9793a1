use std::sync::Arc;

use leptos::{
    ev::MouseEvent,
    prelude::*,
    wasm_bindgen::JsCast,
    web_sys::{Element, HtmlDocument},
};

use super::{block::Block, feed::focus, html::Html, live::handler, ui::texts};
use crate::{
    client::{state::Input, store::ChatStore},
    domain::{PictureRef, Refusal, message},
};

/// What went wrong with something the guest wrote, and what they can do now.
pub struct Failure {
    pub what: &'static str,
    pub refusal: Refusal,
    /// The room it was meant for, where that is not to be seen.
    pub room: Arc<str>,
    /// What the first button says and does; with nothing to do it copies the text.
    pub again: (&'static str, Option<Choice>),
    pub discard: Choice,
}

/// What a button makes of it. No input that is kept to be cloned: there is much that an input may be.
pub type Choice = Box<dyn Fn() -> Input + Send>;

/// Something the guest wrote that the server has not confirmed. Without a failure it is on its way.
#[component]
pub fn UnsentRow(content: Arc<str>, pictures: Vec<PictureRef>, failure: Option<Failure>) -> Block {
    let texts = texts();
    let sending = failure.is_none().then(|| view! { <span class="message-time sending">{texts.sending}</span> });
    let is_long = message::is_long(&content);
    let class = if is_long { "message-text long" } else { "message-text" };
    // One that stays is scrolled, also by whoever has no mouse.
    let stop = (is_long && failure.is_some()).then_some("0");
    let failure = failure.map(|failure| view! { <Choices failure /> });
    let mut html = Html::default();
    html.words(&content);
    for PictureRef { id, alt } in &pictures {
        html.tags("<span class=\"picture\"><img src=\"/p/").words(id.as_str());
        html.tags("/thumb\" alt=\"").words(alt).tags("\"></span>");
    }
    Block::new(view! {
        <li class="message own pending-message" tabindex="-1">
            <div class="message-line">
                <div class="message-bubble">
                    <div class=class dir="auto" tabindex=stop inner_html=html.into_text()></div>
                </div>
                {sending}
            </div>
            {failure}
        </li>
    })
}

#[component]
fn Choices(failure: Failure) -> Block {
    let texts = texts();
    let store = ChatStore::expect();
    let Failure { what, refusal, room, again: (label, again), discard } = failure;
    let first = move |event: MouseEvent| match &again {
        Some(again) => choose(store, again()),
        None => copy(&event),
    };
    Block::new(view! {
        <div class="failure">
            <p class="refusal" role="alert">
                <bdi class="unsent-room">{room.to_string()}</bdi>
                " "
                {what}
                " "
                {(texts.refusal)(refusal)}
            </p>
            <button class="small-button" type="button" on:click=handler(first)>
                {label}
            </button>
            <button class="small-button" type="button" on:click=handler(move |_| choose(store, discard()))>
                {texts.discard}
            </button>
        </div>
    })
}

/// Selects the text of the row in which this happens, and copies it. Where the browser refuses to copy, the text is
/// selected all the same. The clipboard of today's browsers is none where the house is open without TLS.
fn copy(event: &MouseEvent) {
    let button = event.target().and_then(|target| target.dyn_into::<Element>().ok());
    let row = button.and_then(|button| button.closest(".message").ok().flatten());
    let text = row.and_then(|row| row.query_selector(".message-text").ok().flatten());
    let (Some(text), Ok(Some(selection))) = (text, window().get_selection()) else { return };
    let _ = selection.select_all_children(&text);
    let _ = document().unchecked_into::<HtmlDocument>().exec_command("copy");
}

/// The button is about to go, and the focus with it.
fn choose(store: ChatStore, input: Input) {
    focus::composer_or_heading();
    store.apply(input);
}
