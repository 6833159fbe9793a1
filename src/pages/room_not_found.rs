use leptos::prelude::*;

use super::dead_end::dead_end;
use crate::components::{UnsentList, block::Block, ui::texts};

/// No such room, or none that this guest may see.
#[component]
pub fn RoomNotFound() -> Block {
    let texts = texts();
    Block::new(view! {
        {dead_end(texts.room_missing, texts.room_missing_hint)}
        <UnsentList />
    })
}
