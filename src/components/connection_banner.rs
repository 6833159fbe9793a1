use leptos::prelude::*;

use super::ui::texts;
use crate::client::{state::Connection, store::ChatStore};

/// Says that the connection is lost. `style/banner.css` lets two seconds pass before it shows: most losses are over
/// by then, and a banner that flashes only worries people.
#[component]
pub fn ConnectionBanner() -> impl IntoView {
    let texts = texts();
    let offline = ChatStore::expect().select(|state| state.connection == Connection::Offline);
    view! {
        <div class="connection" role="status">
            {move || offline.get().then(|| view! { <p class="banner connection-banner">{texts.reconnecting}</p> })}
        </div>
    }
}
