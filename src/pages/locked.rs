use leptos::{prelude::*, server_fn::ServerFn};

use crate::{actions::JoinRoom, client::store::ChatStore, components::ui::Ui, domain::Refusal};

/// A locked room, seen from outside: the question for its password. Not live: the form leads into the room.
#[component]
pub fn Locked() -> impl IntoView {
    let Ui { language, texts, .. } = Ui::expect();
    let (id, name) = ChatStore::expect().peek(|state| {
        let room = state.room.as_ref().and_then(|view| view.room.as_ref());
        room.map(|room| (room.id.to_string(), room.name.to_string())).unwrap_or_default()
    });
    let refused = ChatStore::expect().peek(|state| {
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
                <label class="label" for="password">
                    {texts.password}
                </label>
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
                <p class="refusal" id="password-refusal" role="alert">
                    {refused}
                </p>
                <button class="button">{texts.join}</button>
                <a class="quiet-button" href="/">
                    {texts.to_lobby}
                </a>
            </form>
        </div>
    }
}
