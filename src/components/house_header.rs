use leptos::prelude::*;

use super::{Brand, LanguageSwitch, RenameForm, block::Block, ui::texts};

/// The line above every page of a guest: the house, the guest's own name, the language.
#[component]
pub fn HouseHeader() -> Block {
    Block::new(view! {
        <header class="house-header">
            <Brand />
            <div class="house-tools">
                <RenameForm />
                <a class="quiet-button" href="/search">
                    {texts().search}
                </a>
                <LanguageSwitch />
            </div>
        </header>
    })
}
