//! Making the page that the server rendered live.

use leptos::prelude::*;

use super::App;
use crate::{
    client::{self, store::ChatStore, time::Zone},
    components::ui::Ui,
    i18n::{self, Language},
    protocol::{Snapshot, json},
};

/// Takes over the page that the server rendered, from the data block that it was rendered from.
///
/// # Panics
/// When there is no data block, or one of another build. The page's script then says that it is not live.
pub fn hydrate() {
    let snapshot = snapshot();
    #[cfg(not(feature = "ssr"))]
    i18n::take_in(Language::from_tag(&snapshot.language), block("texts"));
    let ui = Ui::new(&snapshot);
    let store = ChatStore::new(snapshot);
    leptos::mount::hydrate_body(move || view! { <App store ui /> });
    ui.zone.set(Zone::Browser);
    client::start(store);
}

/// What the document brings besides what is seen.
fn block(id: &str) -> String {
    document().get_element_by_id(id).and_then(|block| block.text_content()).unwrap_or_default()
}

fn snapshot() -> Snapshot {
    json::from_str(&block("snapshot")).unwrap_or_else(|_| panic!("the data block is of another build"))
}
