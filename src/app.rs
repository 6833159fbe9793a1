//! The Leptos app: which page is shown, and the two ways into it, [`render`] on the server and `hydrate` in the
//! browser.

#[cfg(feature = "ssr")]
mod apart;
#[cfg(feature = "ssr")]
mod api_docs;
mod arrival;
#[cfg(feature = "ssr")]
mod bell;
#[cfg(feature = "ssr")]
mod check;
#[cfg(feature = "ssr")]
mod document;
#[cfg(feature = "ssr")]
mod export;
#[cfg(feature = "ssr")]
mod help;
#[cfg(feature = "hydrate")]
mod hydration;
#[cfg(feature = "ssr")]
mod installed;
#[cfg(feature = "ssr")]
mod invite;
#[cfg(feature = "ssr")]
mod live;
mod outlet;
#[cfg(feature = "ssr")]
mod own;
#[cfg(feature = "ssr")]
mod own_export;
#[cfg(feature = "ssr")]
mod passage;
#[cfg(feature = "ssr")]
mod picture_tray;
#[cfg(feature = "ssr")]
mod search;
#[cfg(feature = "ssr")]
mod settings;

use leptos::prelude::*;

#[cfg(feature = "ssr")]
pub use self::api_docs::render_api_docs;
#[cfg(feature = "ssr")]
pub use self::check::render_check;
#[cfg(feature = "ssr")]
pub use self::document::{Assets, Shell, ShellProps, render};
#[cfg(feature = "ssr")]
pub use self::export::Document;
#[cfg(feature = "hydrate")]
pub use self::hydration::{hydrate, read};
use self::outlet::Outlet;
#[cfg(feature = "ssr")]
pub use self::own::{render_come_back, render_own};
#[cfg(feature = "ssr")]
pub use self::own_export::OwnDocument;
#[cfg(feature = "ssr")]
pub use self::passage::render_passage;
#[cfg(feature = "ssr")]
pub use self::picture_tray::render_picture_tray;
#[cfg(feature = "ssr")]
pub use self::search::render_search;
#[cfg(feature = "ssr")]
pub use self::settings::render_settings;
#[cfg(feature = "ssr")]
pub use self::{
    bell::render_bell,
    help::render_help,
    installed::{render_manifest, render_offline},
    invite::render_invite,
    live::LiveDocument,
};
use crate::{
    client::store::ChatStore,
    components::{ConnectionBanner, HouseHeader, PageRefusal, SkipLinks, ui::Ui},
};

/// Everything in the body of the document, the same on the server and in the browser.
#[component]
pub fn App(store: ChatStore, ui: Ui) -> impl IntoView {
    store.provide();
    ui.provide();
    arrival::follow(store, ui.texts);
    view! {
        <SkipLinks />
        <HouseHeader />
        <ConnectionBanner />
        <PageRefusal />
        <main class="main" id="main">
            <Outlet />
        </main>
    }
}
