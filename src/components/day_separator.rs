use leptos::prelude::*;

use super::ui::texts;
use crate::i18n::Day;

/// The day on which the messages below were written.
#[component]
pub fn DaySeparator(day: Day) -> impl IntoView {
    view! {
        <li class="day">
            <span>{(texts().day)(day)}</span>
        </li>
    }
}
