use leptos::prelude::*;

use super::dead_end::dead_end;
use crate::components::ui::texts;

/// No such page.
#[component]
pub fn NotFound() -> impl IntoView {
    let texts = texts();
    dead_end(texts.page_missing, texts.page_missing_hint)
}
