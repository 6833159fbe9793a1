use leptos::prelude::*;

use super::{
    list::{Entry, Key, List},
    ui::texts,
    unsent_row::{Choice, Failure, UnsentRow},
};
use crate::{
    client::{
        state::{ChatState, Delivery, Input, Pending},
        store::ChatStore,
    },
    domain::Refusal,
};

/// Own messages of the open room that the server has not confirmed: on their way, or failed.
#[component]
pub fn PendingList() -> impl IntoView {
    pending_list("rows pending", false, |state| {
        let room = state.room.as_ref().map(|view| &view.id);
        room.map(|room| state.outbox.in_room(room).cloned().collect()).unwrap_or_default()
    })
}

/// Own messages that failed in whichever room, for where no room is open: theirs may be gone, and what was written is
/// still the guest's to send or to throw away.
#[component]
pub fn UnsentList() -> impl IntoView {
    pending_list("rows pending unsent", true, |state| state.outbox.failed().cloned().collect())
}

fn pending_list(class: &'static str, shows_room: bool, read: fn(&ChatState) -> Vec<Pending>) -> impl IntoView {
    let pending = ChatStore::expect().select(read);
    let texts = texts();
    let entry = move |Pending { room_name, client_id, content, pictures, delivery, .. }| {
        let refusal = match delivery {
            Delivery::Sending => None,
            Delivery::Failed(refusal) => Some(refusal),
        };
        let key = Key::Text([&*client_id, refusal.map_or("", Refusal::code)].join(" ").into());
        let failure = refusal.map(|refusal| Failure {
            what: texts.failed,
            refusal,
            room: if shows_room { room_name } else { "".into() },
            again: match delivery.is_final() {
                true => (texts.copy, None),
                false => {
                    let client_id = client_id.clone();
                    (texts.retry, Some(Box::new(move || Input::Retry(client_id.clone())) as Choice))
                }
            },
            discard: Box::new(move || Input::Discard(client_id.clone())),
        });
        Entry::new(key, move || view! { <UnsentRow content pictures failure /> })
    };
    let entries = Box::new(move || pending.get().into_iter().map(entry).collect());
    view! {
        <ul class=class>
            <List entries />
        </ul>
    }
}
