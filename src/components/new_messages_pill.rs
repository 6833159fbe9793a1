use leptos::prelude::*;

use super::{
    feed::focus,
    live::{handler, switch, text},
    ui::texts,
};

/// Says how many messages came in below while the reader was away from the bottom; pressing it goes there.
#[component]
pub fn NewMessagesPill(count: RwSignal<u32>, on_press: impl Fn() + Copy + Send + 'static) -> impl IntoView {
    let texts = texts();
    view! {
        <button
            class="pill"
            type="button"
            hidden=switch(move || count.get() == 0)
            on:click=handler(move |_| {
                if focus::focused(".pill").is_some() {
                    focus::on(document().get_element_by_id("feed"));
                }
                on_press();
            })
        >
            {text(move || (texts.new_messages)(count.get()))}
        </button>
    }
}
