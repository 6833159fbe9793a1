use leptos::{prelude::*, server_fn::ServerFn};

use super::{
    live::text,
    ui::{Ui, texts},
};
use crate::{
    actions::ChooseLanguage,
    client::{route::Route, state::ChatState, store::ChatStore},
};

/// Where it leads back to; nowhere in particular from a page that is none, whose address the browser tells by itself.
fn page(state: &ChatState) -> String {
    if state.route == Route::NotFound { String::new() } else { state.route.path() }
}

/// The other language, in its own words. Always a plain form post: the server renders the page anew.
#[component]
pub fn LanguageSwitch() -> impl IntoView {
    let store = ChatStore::expect();
    let current = Ui::expect().language;
    let other = current.other();
    view! {
        <form class="language-switch" method="post" action=ChooseLanguage::PATH aria-label=texts().language>
            <input type="hidden" name="back" value=text(move || store.with(page)) />
            <button class="quiet-button" name="language" value=other.tag() lang=other.tag()>
                {other.name()}
            </button>
        </form>
    }
}
