use leptos::prelude::*;

use super::ui::texts;

/// The name of the house, a link to the lobby.
#[component]
pub fn Brand() -> impl IntoView {
    // One text rather than elements, which are code in the page's program.
    let html = [
        "<a class=\"brand\" href=\"/\"><span class=\"brand-mark\" aria-hidden=\"true\"></span><span class=\"brand-name\">",
        texts().house,
        "</span></a>",
    ];
    view! { <div class="brand-frame" inner_html=html.concat()></div> }
}
