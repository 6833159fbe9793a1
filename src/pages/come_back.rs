use leptos::prelude::*;

use crate::{
    components::own::{ComeBackForm, Desk},
    protocol::own::OwnPage,
};

/// Where somebody with a passkey becomes the guest again who made it.
#[component]
pub fn ComeBack(page: OwnPage) -> impl IntoView {
    let desk = Desk::new(page);
    let words = desk.words;
    view! {
        <div class="gate">
            <div class="gate-card">
                <p class="gate-mark" aria-hidden="true"></p>
                <h1 class="gate-title" id="heading" tabindex="-1">
                    {words.come_back}
                </h1>
                <p class="gate-tagline">{words.come_back_hint}</p>
                <ComeBackForm desk />
                <p class="gate-links">
                    <a href="/">{words.enter_instead}</a>
                </p>
            </div>
        </div>
    }
}
