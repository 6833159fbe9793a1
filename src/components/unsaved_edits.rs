use leptos::prelude::*;

use super::{
    list::{Entry, Key, List},
    ui::texts,
    unsent_row::{Failure, UnsentRow},
};
use crate::{
    client::{
        state::{Edit, Input, Progress},
        store::ChatStore,
    },
    domain::Refusal,
};

/// New texts for messages of the open room that were refused or wait for the connection. They are kept beside the
/// composer, in which their author may be writing something else by now.
#[component]
pub fn UnsavedEdits() -> impl IntoView {
    let texts = texts();
    let edits = ChatStore::expect().select(|state| state.unsaved_edits().cloned().collect::<Vec<_>>());
    let entry = move |edit: Edit| {
        let refusal = match edit.progress {
            Progress::Refused(refusal) => Some(refusal),
            Progress::Waiting | Progress::UnderWay => None,
        };
        let why = refusal.map_or("", Refusal::code);
        let key = Key::Text([&edit.message.to_string(), why, &*edit.content].join(" ").into());
        let failure = refusal.map(|refusal| Failure {
            what: texts.edit_failed,
            refusal,
            room: "".into(),
            again: (texts.edit_again, Some(Box::new(move || Input::Editing(Some(edit.message))))),
            discard: Box::new(move || Input::EditDiscarded(edit.message)),
        });
        Entry::new(key, move || view! { <UnsentRow content=edit.content pictures=Vec::new() failure /> })
    };
    let entries = Box::new(move || edits.get().into_iter().map(entry).collect());
    view! {
        <ul class="rows pending unsaved-edits">
            <List entries />
        </ul>
    }
}
