use leptos::prelude::*;

use crate::components::ui::texts;

/// No such page.
#[component]
pub fn NotFound() -> impl IntoView {
    let texts = texts();
    view! { <DeadEnd title=texts.page_missing hint=texts.page_missing_hint /> }
}

/// A page that only leads back.
#[component]
pub fn DeadEnd(title: &'static str, hint: &'static str) -> impl IntoView {
    view! {
        <div class="dead-end">
            <h1 class="page-title" id="heading" tabindex="-1">
                {title}
            </h1>
            <p>{hint}</p>
            <a class="button" href="/">
                {texts().to_lobby}
            </a>
        </div>
    }
}
