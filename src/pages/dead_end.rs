use leptos::prelude::*;

use crate::components::{block::Block, ui::texts};

/// A page that only leads back.
pub fn dead_end(title: &'static str, hint: &'static str) -> Block {
    Block::new(view! {
        <div class="dead-end">
            <h1 class="page-title" id="heading" tabindex="-1">
                {title}
            </h1>
            <p>{hint}</p>
            <a class="button" href="/">
                {texts().to_lobby}
            </a>
        </div>
    })
}
