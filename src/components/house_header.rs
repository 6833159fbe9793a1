use leptos::prelude::*;

use super::{Brand, LanguageSwitch, RenameForm};
use crate::client::store::ChatStore;

/// The line above every page: the house, the guest's own name, the language.
#[component]
pub fn HouseHeader() -> impl IntoView {
    let known = ChatStore::expect().select(|state| state.me.is_some());
    view! {
        <header class="house-header">
            <Brand />
            <div class="house-tools">
                {move || known.get().then(|| view! { <RenameForm /> })} <LanguageSwitch />
            </div>
        </header>
    }
}
