use leptos::prelude::*;

use super::{block::Block, ui::texts};
use crate::i18n::Day;

/// The day on which the messages below were written.
#[component]
pub fn DaySeparator(day: Day) -> Block {
    Block::new(view! {
        <li class="day">
            <span>{(texts().day)(day)}</span>
        </li>
    })
}
