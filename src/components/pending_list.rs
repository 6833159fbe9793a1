use leptos::prelude::*;

use super::{
    block::Block,
    list::{Entry, Key, List},
    ui::texts,
};
use crate::client::{
    state::{ChatState, Delivery, Input, Pending},
    store::ChatStore,
};

/// Own messages of the open room that the server has not confirmed: on their way, or failed.
#[component]
pub fn PendingList() -> impl IntoView {
    pending_list("rows pending", |state| {
        let room = state.room.as_ref().map(|view| &view.id);
        room.map(|room| state.outbox.in_room(room).cloned().collect()).unwrap_or_default()
    })
}

/// Own messages that failed in whichever room, for where no room is open: theirs may be gone, and what was written is
/// still the guest's to send or to throw away.
#[component]
pub fn UnsentList() -> impl IntoView {
    pending_list("rows pending unsent", |state| state.outbox.failed().cloned().collect())
}

fn pending_list(class: &'static str, read: fn(&ChatState) -> Vec<Pending>) -> impl IntoView {
    let pending = ChatStore::expect().select(read);
    let entry = |pending: Pending| {
        let why = match pending.delivery {
            Delivery::Sending => "",
            Delivery::Failed(refusal) => refusal.code(),
        };
        let key = Key::Text([&*pending.client_id, why].join(" ").into());
        Entry::new(key, move || view! { <PendingRow pending /> })
    };
    let entries = Box::new(move || pending.get().into_iter().map(entry).collect());
    view! {
        <ul class=class>
            <List entries />
        </ul>
    }
}

#[component]
fn PendingRow(pending: Pending) -> Block {
    let texts = texts();
    let why = match pending.delivery {
        Delivery::Sending => None,
        Delivery::Failed(refusal) => Some((texts.refusal)(refusal)),
    };
    let sending = why.is_none().then(|| view! { <span class="message-time sending">{texts.sending}</span> });
    let failure = why.map(|why| view! { <Failure client_id=pending.client_id why /> });
    Block::new(view! {
        <li class="message own pending-message" tabindex="-1">
            <div class="message-line">
                <div class="message-bubble">
                    <div class="message-text" dir="auto">
                        {pending.content.to_string()}
                    </div>
                </div>
                {sending}
            </div>
            {failure}
        </li>
    })
}

#[component]
fn Failure(client_id: std::sync::Arc<str>, why: &'static str) -> Block {
    let texts = texts();
    let store = ChatStore::expect();
    let (again, away) = (client_id.clone(), client_id);
    Block::new(view! {
        <div class="failure">
            <p class="refusal" role="alert">
                {texts.failed}
                " "
                {why}
            </p>
            <button class="small-button" type="button" on:click=move |_| store.apply(Input::Retry(again.clone()))>
                {texts.retry}
            </button>
            <button class="small-button" type="button" on:click=move |_| store.apply(Input::Discard(away.clone()))>
                {texts.discard}
            </button>
        </div>
    })
}
