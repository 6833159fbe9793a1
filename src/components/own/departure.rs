use leptos::{prelude::*, server_fn::ServerFn};

use super::{Desk, Section};
use crate::{actions::ForgetMe, i18n::OwnTexts};

/// The wish to be forgotten. What opens first says what it means, and asks once more, with and without scripts.
#[component]
pub fn Departure(desk: Desk) -> impl IntoView {
    let words = desk.words;
    let items = words.forget_means.iter().map(|text| view! { <li>{*text}</li> });
    view! {
        <Section desk id="departure" title=words.forget saved="">
            <p class="field-hint">{words.forget_hint}</p>
            <details class="settings-confirm">
                <summary class="small-button">{words.forget}</summary>
                <ul class="own-list">{items.collect_view()}</ul>
                <form method="post" action=ForgetMe::PATH>
                    <label class="check-field">
                        <input type="checkbox" name="sure" value="true" required=true />
                        {words.forget_sure}
                    </label>
                    <button class="danger-button">{words.forget_submit}</button>
                </form>
            </details>
        </Section>
    }
}

/// What somebody sees who was forgotten.
#[component]
pub fn Farewell(words: &'static OwnTexts) -> impl IntoView {
    view! {
        <p class="settings-saved" role="status">
            {words.farewell}
        </p>
    }
}
