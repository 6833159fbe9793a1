use leptos::{
    ev::SubmitEvent,
    html::{Form, Input},
    prelude::*,
    server_fn::ServerFn,
};

use super::{
    refusal_text::{Concern, RefusalText},
    seal::Seal,
    ui::texts,
};
use crate::{actions::Rename, client::store::ChatStore, domain::limits::NICKNAME, protocol::Me};

/// The guest's own name in the header; it opens the form that changes it.
#[component]
pub fn RenameForm() -> impl IntoView {
    let texts = texts();
    let store = ChatStore::expect();
    let me = store.select(|state| state.me.clone());
    let refused = Concern::Nickname.refused();
    let (form, field) = (NodeRef::<Form>::new(), NodeRef::<Input>::new());
    let submit = move |event: SubmitEvent| {
        if let Some(field) = field.get_untracked().filter(|_| store.is_live()) {
            event.prevent_default();
            store.rename(&field.value());
        }
    };
    Effect::new(move |before: Option<Option<Me>>| {
        let me = me.get();
        if let (Some(form), true) = (form.get_untracked(), before.is_some_and(|before| before != me)) {
            // Renamed: the form is done. One that is closed already stays closed.
            let _ = form.hide_popover();
        }
        me
    });
    view! {
        <button class="quiet-button own-name" type="button" popovertarget="rename" title=texts.rename>
            {move || me.get().map(|me| view! { <Seal id=me.id nickname=me.nickname /> })}
            <bdi class="clip">{move || nickname(me)}</bdi>
        </button>
        <form class="popover" id="rename" popover="auto" method="post" action=Rename::PATH on:submit=submit node_ref=form>
            <input type="hidden" name="back" value=move || store.with(|state| state.route.path()) />
            <label class="field-label" for="new-nickname">
                {texts.rename}
            </label>
            <div class="field-row">
                <input
                    class="field"
                    id="new-nickname"
                    name="nickname"
                    type="text"
                    required=true
                    autocomplete="nickname"
                    autocapitalize="none"
                    spellcheck="false"
                    minlength=NICKNAME.min.to_string()
                    maxlength=NICKNAME.bytes.to_string()
                    value=nickname_once(store)
                    aria-invalid=move || refused.get().map(|_| "true")
                    aria-describedby="rename-refusal"
                    node_ref=field
                />
                <button class="button">{texts.rename_submit}</button>
            </div>
            <RefusalText concern=Concern::Nickname id="rename-refusal" />
        </form>
    }
}

fn nickname(me: Memo<Option<Me>>) -> String {
    me.with(|me| me.as_ref().map(|me| me.nickname.to_string()).unwrap_or_default())
}

/// The name to start from; while it is being changed the field belongs to whoever types.
fn nickname_once(store: ChatStore) -> String {
    store.peek(|state| state.me.as_ref().map(|me| me.nickname.to_string()).unwrap_or_default())
}
