use leptos::prelude::*;

use super::ui::texts;

/// Says how many messages came in below while the reader was away from the bottom; pressing it goes there.
#[component]
pub fn NewMessagesPill(count: RwSignal<u32>, on_press: impl Fn() + Copy + Send + 'static) -> impl IntoView {
    let texts = texts();
    move || {
        let count = count.get();
        (count > 0).then(|| {
            view! {
                <button class="pill" type="button" on:click=move |_| on_press()>
                    {(texts.new_messages)(count)}
                </button>
            }
        })
    }
}
