use leptos::prelude::*;

use crate::components::ui::texts;

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
