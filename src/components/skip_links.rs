use leptos::prelude::*;

use super::ui::texts;

/// Ways past the header, in sight only while a keyboard is on them. Where there is no composer, the
/// style sheet takes away the one to it.
#[component]
pub fn SkipLinks() -> impl IntoView {
    let texts = texts();
    // One text rather than elements, which are code in the page's program.
    let links = [
        "<a class=\"skip-link\" href=\"#main\">",
        texts.skip_to_content,
        "</a><a class=\"skip-link to-composer\" href=\"#composer-text\">",
        texts.skip_to_composer,
        "</a>",
    ]
    .concat();
    view! { <nav aria-label=texts.skip inner_html=links></nav> }
}
