use leptos::prelude::*;

use super::{
    list::{Entry, Key, List},
    ui::texts,
    unsent_row::{Failure, UnsentRow},
};
use crate::client::{
    state::{Edit, Input},
    store::ChatStore,
};

/// New texts for messages of the open room that were refused. They wait beside the composer, in which their author may
/// be writing something else by now.
#[component]
pub fn RefusedEdits() -> impl IntoView {
    let texts = texts();
    let edits = ChatStore::expect().select(|state| state.refused_edits().cloned().collect::<Vec<_>>());
    let entry = move |edit: Edit| {
        let key = Key::Text([&edit.message.to_string(), " ", &*edit.content].concat().into());
        let failure = edit.refused.map(|refusal| Failure {
            what: texts.edit_failed,
            refusal,
            again: (texts.edit_again, Input::Editing(Some(edit.message))),
            discard: Input::EditDiscarded(edit.message),
        });
        Entry::new(key, move || view! { <UnsentRow content=edit.content failure /> })
    };
    let entries = Box::new(move || edits.get().into_iter().map(entry).collect());
    view! {
        <ul class="rows pending refused-edits">
            <List entries />
        </ul>
    }
}
