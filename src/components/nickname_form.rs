use leptos::{prelude::*, server_fn::ServerFn};

use super::{
    refusal_text::{Concern, RefusalText},
    ui::texts,
};
use crate::{actions::EnterHouse, client::store::ChatStore, domain::limits::NICKNAME};

/// Asks a stranger for a nickname. Always a plain form post: the answer sets the session's cookie.
#[component]
pub fn NicknameForm() -> impl IntoView {
    let texts = texts();
    let store = ChatStore::expect();
    view! {
        <form class="nickname-form" method="post" action=EnterHouse::PATH>
            <input type="hidden" name="back" value=store.peek(|state| state.route.path()) />
            <label class="field-label" for="nickname">
                {texts.nickname_question}
            </label>
            <div class="field-row">
                <input
                    class="field"
                    id="nickname"
                    name="nickname"
                    type="text"
                    required=true
                    autofocus=true
                    autocomplete="nickname"
                    autocapitalize="none"
                    spellcheck="false"
                    minlength=NICKNAME.min.to_string()
                    maxlength=NICKNAME.bytes.to_string()
                    placeholder=texts.nickname_placeholder
                    value=store.peek(|state| state.typed.as_ref()?.nickname().map(str::to_owned))
                    aria-invalid=Concern::Nickname.invalid()
                    aria-describedby="nickname-hint nickname-refusal"
                />
                <button class="button">{texts.enter}</button>
            </div>
            <p class="field-hint" id="nickname-hint">
                {texts.nickname_hint}
            </p>
            <RefusalText concern=Concern::Nickname id="nickname-refusal" />
        </form>
    }
}
