use leptos::{prelude::*, server_fn::ServerFn};

use crate::{
    actions::JoinRoom,
    client::store::ChatStore,
    components::{
        refusal_text::{Concern, RefusalText},
        ui::texts,
    },
};

/// A locked room, seen from outside: the question for its password. Not live: the form leads into the room.
#[component]
pub fn Locked() -> impl IntoView {
    let texts = texts();
    let (id, name) = ChatStore::expect().peek(|state| {
        let room = state.room.as_ref().and_then(|view| view.room.as_ref());
        room.map(|room| (room.id.to_string(), room.name.to_string())).unwrap_or_default()
    });
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
                    aria-invalid=Concern::Password.invalid()
                />
                <RefusalText id="password-refusal" concern=Concern::Password />
                <button class="button">{texts.join}</button>
                <a class="quiet-button" href="/">
                    {texts.to_lobby}
                </a>
            </form>
        </div>
    }
}
