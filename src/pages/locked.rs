use leptos::{prelude::*, server_fn::ServerFn};

use crate::{
    actions::JoinRoom,
    client::{state::ChatState, store::ChatStore},
    components::ui::Ui,
    domain::Refusal,
};

/// A locked room, seen from outside: the question for its password. Not live: the form leads into the room.
#[component]
pub fn Locked() -> impl IntoView {
    let Ui { language, texts, .. } = Ui::expect();
    let store = ChatStore::expect();
    let lobby = store.peek(ChatState::lobby);
    let (id, name) = store.peek(|state| {
        let room = state.room.as_ref().and_then(|view| view.room.as_ref());
        room.map(|room| (room.id.to_string(), room.name.to_string())).unwrap_or_default()
    });
    let refused = store.peek(|state| {
        let retry_in = state.fields.text("retry_in").parse().ok();
        state.refused.map(|refusal| match (refusal, retry_in) {
            (Refusal::TooManyRequests, Some(seconds)) => (language.settings_texts().retry_in)(seconds),
            _ => (texts.refusal)(refusal).to_owned(),
        })
    });
    let is_refused = refused.is_some();
    view! {
        <div class="gate">
            <form class="gate-card" method="post" action=JoinRoom::PATH>
                <h1 class="gate-title" id="heading" tabindex="-1">
                    <bdi>{name}</bdi>
                </h1>
                <p class="gate-tagline">{texts.locked_hint}</p>
                <input type="hidden" name="room_id" value=id />
                <div class="gate-field">
                    <label class="field-label" for="password">
                        {texts.password}
                    </label>
                    <div class="field-row">
                        <input
                            class="field"
                            id="password"
                            name="password"
                            type="password"
                            autocomplete="current-password"
                            required
                            autofocus
                            aria-describedby="password-refusal"
                            aria-invalid=is_refused.to_string()
                        />
                        <button class="button">{texts.join}</button>
                    </div>
                    <p class="refusal" id="password-refusal" role="alert">
                        {refused}
                    </p>
                </div>
                <a class="quiet-button" href=lobby>
                    {texts.to_lobby}
                </a>
            </form>
        </div>
    }
}
