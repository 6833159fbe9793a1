//! Making the page that the server rendered live.

use std::{cell::RefCell, time::Duration};

use any_spawner::{CustomExecutor, Executor, PinnedFuture, PinnedLocalFuture};
use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

use super::App;
use crate::{
    client::{self, soon::after, state::Input, store::ChatStore, time::Zone},
    components::ui::Ui,
    i18n::{self, Language},
    protocol::{Snapshot, json},
};

thread_local! {
    static READ: RefCell<Option<Snapshot>> = const { RefCell::new(None) };
}

/// Reads the data block from which the server rendered the page.
///
/// # Panics
/// When there is none, or one of another build. The page's script then says that it is not live.
pub fn read() {
    let snapshot = snapshot();
    #[cfg(not(feature = "ssr"))]
    i18n::take_in(Language::from_tag(&snapshot.language), block("texts"));
    READ.set(Some(snapshot));
}

/// Takes over the page that the server rendered, from what was [read].
///
/// # Panics
/// When nothing was.
pub fn hydrate() {
    let snapshot = READ.take().expect("the page is read first");
    // It fails only where there is one already.
    let _ = Executor::init_custom_executor(Patient);
    let ui = Ui::new(&snapshot);
    let store = ChatStore::new(snapshot);
    leptos::mount::hydrate_body(move || view! { <App store ui /> });
    after(Duration::ZERO, move || {
        store.apply(Input::InZone(Zone::Browser));
        // Before the effects: they ask it for what was kept.
        client::start(store);
        after(Duration::ZERO, begin_what_waits);
    });
}

thread_local! {
    /// What was spawned while the page was taken over; `None` afterwards.
    static WAITING: RefCell<Option<Vec<PinnedLocalFuture<()>>>> = const { RefCell::new(Some(Vec::new())) };
}

/// The framework's own executor, but for the effects of a page that is being taken over: to run them all at once makes
/// one long task of two.
struct Patient;

impl CustomExecutor for Patient {
    fn spawn(&self, future: PinnedFuture<()>) {
        self.spawn_local(future);
    }

    fn spawn_local(&self, future: PinnedLocalFuture<()>) {
        let now = WAITING.with_borrow_mut(|waiting| match waiting {
            Some(waiting) => {
                waiting.push(future);
                None
            }
            None => Some(future),
        });
        if let Some(future) = now {
            spawn_local(future);
        }
    }

    fn poll_local(&self) {}
}

fn begin_what_waits() {
    WAITING.take().into_iter().flatten().for_each(spawn_local);
}

/// What the document brings besides what is seen.
fn block(id: &str) -> String {
    document().get_element_by_id(id).and_then(|block| block.text_content()).unwrap_or_default()
}

fn snapshot() -> Snapshot {
    json::from_str(&block("snapshot")).unwrap_or_else(|_| panic!("the data block is of another build"))
}
