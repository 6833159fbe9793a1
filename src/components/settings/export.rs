use leptos::prelude::*;

use super::{Desk, Section};

/// What was said in the room, to take home.
#[component]
pub fn Export(desk: Desk) -> impl IntoView {
    let Desk { texts, words, .. } = desk.clone();
    let id = desk.room_id();
    view! {
        <Section desk id="export" title=texts.export>
            <p class="field-hint">{words.export_hint}</p>
            <p class="settings-choices">
                <a class="small-button" href=format!("/r/{id}/export.html") download=true>
                    {words.export_html}
                </a>
                <a class="small-button" href=format!("/r/{id}/export.json") download=true>
                    {words.export_json}
                </a>
            </p>
        </Section>
    }
}
