use leptos::prelude::*;

use super::{live::switch, ui::texts};
use crate::client::{state::Connection, store::ChatStore};

/// Says that the connection is lost, or that the house cannot take messages just now. `style/banner.css` lets two
/// seconds pass before it shows: most losses are over by then, and a banner that flashes only worries people. One
/// that lasts leads to the page that finds out why.
#[component]
pub fn ConnectionBanner() -> impl IntoView {
    let store = ChatStore::expect();
    let texts = texts();
    let is_connected = store.select(|state| state.connection != Connection::Offline);
    let is_paused = store.select(|state| state.connection == Connection::Online && state.is_paused());
    let check = ["<a class=\"check-link\" href=\"/check\">", texts.check_connection, "</a>"].concat();
    view! {
        <div class="connection" role="status">
            <p
                class="banner connection-banner"
                hidden=switch(move || is_connected.get())
                inner_html=[texts.reconnecting, " ", &*check].concat()
            ></p>
            <p
                class="banner connection-banner"
                hidden=switch(move || !is_paused.get())
                inner_html=texts.paused.to_owned()
            ></p>
        </div>
    }
}
