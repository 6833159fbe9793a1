use leptos::{prelude::*, server_fn::ServerFn};

use super::{Desk, Section};
use crate::actions::{SignOut, SignOutEverywhere};

/// Leaving the house, here and everywhere. Without a passkey there is no way back, so both ask once more.
#[component]
pub fn Sessions(desk: Desk) -> impl IntoView {
    let words = desk.words;
    let hint = if desk.page.passkeys.is_empty() { words.sign_out_for_good } else { words.sign_out_hint };
    view! {
        <Section desk id="sessions" title=words.sign_out saved="">
            <p class="field-hint">{hint}</p>
            <details class="settings-confirm">
                <summary class="small-button">{words.sign_out}</summary>
                <div class="settings-choices">
                    <form method="post" action=SignOut::PATH>
                        <button class="danger-button">{words.sign_out_here}</button>
                    </form>
                    <form method="post" action=SignOutEverywhere::PATH>
                        <button class="danger-button">{words.sign_out_everywhere}</button>
                    </form>
                </div>
            </details>
        </Section>
    }
}
