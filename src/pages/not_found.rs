use leptos::prelude::*;

use super::dead_end::DeadEnd;
use crate::components::ui::texts;

/// No such page.
#[component]
pub fn NotFound() -> impl IntoView {
    let texts = texts();
    view! { <DeadEnd title=texts.page_missing hint=texts.page_missing_hint /> }
}
