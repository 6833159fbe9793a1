use leptos::prelude::*;

use crate::{
    client::store::ChatStore,
    components::{
        NicknameForm,
        ui::{Ui, texts},
    },
};

/// What a stranger sees first: the question for a nickname, and which room they are invited to, if any.
#[component]
pub fn Gate() -> impl IntoView {
    let texts = texts();
    let room = ChatStore::expect()
        .peek(|state| state.room.as_ref().and_then(|view| view.room.as_ref()).map(|room| room.name.to_string()));
    view! {
        <div class="gate">
            <div class="gate-card">
                <p class="gate-mark" aria-hidden="true"></p>
                <h1 class="gate-title" id="heading" tabindex="-1">
                    {texts.house}
                </h1>
                <p class="gate-tagline">{texts.tagline}</p>
                {room
                    .map(|room| {
                        let (before, after) = (texts.invited_to)(&room);
                        view! {
                            <p class="gate-invitation">
                                {before}
                                <strong>
                                    <bdi>{room}</bdi>
                                </strong>
                                {after}
                            </p>
                        }
                    })}
                <NicknameForm />
                <p class="gate-links">
                    <a href="/me/return">{Ui::expect().language.own_texts().come_back}</a>
                </p>
            </div>
        </div>
    }
}
