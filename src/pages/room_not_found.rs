use leptos::prelude::*;

use super::dead_end::DeadEnd;
use crate::components::ui::texts;

/// No such room, or none that this guest may see.
#[component]
pub fn RoomNotFound() -> impl IntoView {
    let texts = texts();
    view! { <DeadEnd title=texts.room_missing hint=texts.room_missing_hint /> }
}
