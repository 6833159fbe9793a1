use leptos::{
    ev::SubmitEvent,
    html::{Form, Input},
    prelude::*,
    server_fn::ServerFn,
};

use super::{
    live::{handler, on_change, text},
    refusal_text::{Concern, RefusalText},
    seal::{ink, letter},
    ui::texts,
};
use crate::{
    actions::Rename,
    client::{state::ChatState, store::ChatStore},
    domain::limits::NICKNAME,
};

/// The guest's own name in the header; it opens the form that changes it.
#[component]
pub fn RenameForm() -> impl IntoView {
    let texts = texts();
    let store = ChatStore::expect();
    let name = store.select(nickname);
    let (form, field) = (NodeRef::<Form>::new(), NodeRef::<Input>::new());
    let submit = move |event: SubmitEvent| {
        if let Some(field) = field.get_untracked().filter(|_| store.is_live()) {
            event.prevent_default();
            store.rename(&field.value());
        }
    };
    on_change(move |before: Option<String>| {
        let name = name.get();
        if let (Some(form), true) = (form.get_untracked(), before.is_some_and(|before| before != name)) {
            // Renamed: the form is done. One that is closed already stays closed.
            let _ = form.hide_popover();
        }
        name
    });
    let back = store.select(|state| state.route.path());
    let seal = store.peek(|state| state.me.as_ref().map(|me| ink(&me.id, me.ink)));
    // One text rather than elements, which are code in the page's program.
    let own_page = ["<a href=\"/me\">", texts.own_page, "</a>"].concat();
    view! {
        <button class="quiet-button own-name" type="button" popovertarget="rename" title=texts.rename>
            <span class=seal aria-hidden="true">
                {text(move || name.with(|name| letter(name)))}
            </span>
            <bdi class="clip">{text(move || name.get())}</bdi>
        </button>
        <form class="popover" id="rename" popover="auto" method="post" action=Rename::PATH on:submit=handler(submit) node_ref=form>
            <input type="hidden" name="back" value=text(move || back.get()) />
            <label class="field-label" for="new-nickname">
                {texts.rename}
            </label>
            <div class="field-row">
                // What it starts from; while the name is being changed the field belongs to whoever types.
                <input
                    class="field"
                    id="new-nickname"
                    name="nickname"
                    type="text"
                    required=true
                    autofocus=true
                    autocomplete="nickname"
                    autocapitalize="none"
                    spellcheck="false"
                    minlength=NICKNAME.min.to_string()
                    maxlength=NICKNAME.bytes.to_string()
                    value=store.peek(nickname)
                    aria-invalid=Concern::Nickname.invalid()
                    aria-describedby="rename-refusal"
                    node_ref=field
                />
                <button class="button">{texts.rename_submit}</button>
            </div>
            <RefusalText concern=Concern::Nickname id="rename-refusal" />
            <p class="own-link" inner_html=own_page></p>
        </form>
    }
}

fn nickname(state: &ChatState) -> String {
    state.me.as_ref().map(|me| me.nickname.to_string()).unwrap_or_default()
}
