use leptos::{prelude::*, server_fn::ServerFn};

use super::ui::{Ui, texts};
use crate::actions::ChooseLanguage;

/// The other language, in its own words. Always a plain form post, which leads back to where it was: the server renders
/// that page anew.
#[component]
pub fn LanguageSwitch() -> impl IntoView {
    let other = Ui::expect().language.other();
    // One text rather than elements, which are code in the page's program.
    let button = [
        "<button class=\"quiet-button\" name=\"language\" value=\"",
        other.tag(),
        "\" lang=\"",
        other.tag(),
        "\">",
        other.name(),
        "</button>",
    ];
    view! {
        <form
            class="language-switch"
            method="post"
            action=ChooseLanguage::PATH
            aria-label=texts().language
            inner_html=button.concat()
        ></form>
    }
}
