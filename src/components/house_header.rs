use leptos::prelude::*;

use super::{Brand, LanguageSwitch, RenameForm, ui::texts};

/// The line above every page of a guest: the house, the guest's own name, the language.
#[component]
pub fn HouseHeader() -> impl IntoView {
    let texts = texts();
    // One text rather than elements, which are code in the page's program.
    let links = [
        "<a class=\"quiet-button\" href=\"/search\">",
        texts.search,
        "</a><button class=\"quiet-button with-scripts\" type=\"button\" data-hands=\"palette\" title=\"Ctrl K\">",
        texts.palette,
        "</button>",
    ]
    .concat();
    view! {
        <header class="house-header">
            <Brand />
            <div class="house-tools">
                <RenameForm />
                <span class="house-links" inner_html=links></span>
                <LanguageSwitch />
            </div>
        </header>
    }
}
