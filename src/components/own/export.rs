use leptos::prelude::*;

use super::{Desk, Section};

/// What the guest wrote, to take home.
#[component]
pub fn Export(desk: Desk) -> impl IntoView {
    let Desk { language, words, .. } = desk.clone();
    let kinds = language.settings_texts();
    view! {
        <Section desk id="export" title=words.export saved="">
            <p class="field-hint">{words.export_hint}</p>
            <p class="settings-choices">
                <a class="small-button" href="/me/export.html" download=true>
                    {kinds.export_html}
                </a>
                <a class="small-button" href="/me/export.json" download=true>
                    {kinds.export_json}
                </a>
            </p>
        </Section>
    }
}
