//! Making the page that the server rendered live.

use leptos::{prelude::*, wasm_bindgen::JsCast, web_sys::HtmlDocument};

use super::App;
use crate::{
    client::{self, store::ChatStore, time::Zone},
    components::ui::Ui,
    protocol::Snapshot,
};

/// A year, in seconds.
const YEAR: u32 = 365 * 24 * 60 * 60;

/// Takes over the page that the server rendered, from the data block that it was rendered from.
///
/// # Panics
/// When there is no data block, or one of another build. The page's script then says that it is not live.
pub fn hydrate() {
    let snapshot = snapshot();
    let ui = Ui::new(&snapshot);
    let store = ChatStore::new(snapshot);
    leptos::mount::hydrate_body(move || view! { <App store ui /> });
    ui.zone.set(Zone::Browser);
    remember_utc_offset();
    client::start(store);
}

fn snapshot() -> Snapshot {
    let block = document().get_element_by_id("snapshot").and_then(|block| block.text_content()).unwrap_or_default();
    serde_json::from_str(&block).expect("the server writes the snapshot")
}

/// Tells the server in which zone to show times the next time it renders a page.
fn remember_utc_offset() {
    // A whole number already; printing a fraction would cost the page 20 kB.
    let minutes = -(js_sys::Date::new_0().get_timezone_offset() as i32);
    let cookie = format!("utc_offset={minutes}; path=/; max-age={YEAR}; samesite=lax");
    if let Some(document) = document().dyn_ref::<HtmlDocument>() {
        // Without cookies the server shows its own zone, and this script corrects it each time.
        let _ = document.set_cookie(&cookie);
    }
}
