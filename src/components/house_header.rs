use leptos::prelude::*;

use super::{Brand, LanguageSwitch, RenameForm};

/// The line above every page of a guest: the house, the guest's own name, the language.
#[component]
pub fn HouseHeader() -> impl IntoView {
    view! {
        <header class="house-header">
            <Brand />
            <div class="house-tools">
                <RenameForm />
                <LanguageSwitch />
            </div>
        </header>
    }
}
