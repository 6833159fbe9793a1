use leptos::{prelude::*, server_fn::ServerFn};

use super::{Desk, Section};
use crate::actions::CloseRoom;

/// The end of the room, now. What opens first is what asks once more, with and without scripts.
#[component]
pub fn Closing(desk: Desk) -> impl IntoView {
    let (words, id) = (desk.words, desk.room_id());
    view! {
        <Section desk id="closing" title=words.close>
            <p class="field-hint">{words.close_hint}</p>
            <details class="settings-confirm">
                <summary class="small-button">{words.close}</summary>
                <form method="post" action=CloseRoom::PATH>
                    <input type="hidden" name="room_id" value=id />
                    <button class="danger-button">{words.close_submit}</button>
                </form>
            </details>
        </Section>
    }
}
