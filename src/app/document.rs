//! The whole document, rendered on the server.

use leptos::{prelude::*, tachys::view::RenderHtml};

use super::{App, outlet::title};
use crate::{
    client::{state::ChatState, store::ChatStore},
    components::ui::{Ui, texts},
    protocol::Snapshot,
};

/// Where the built site's files are: absolute paths or addresses, with the hashes of their content in them.
#[derive(Clone, Debug)]
pub struct Assets {
    pub js: String,
    pub wasm: String,
    pub css: String,
}

/// The document as HTML text. `nonce` is the one that the response's CSP header names; no other script is in it, and
/// no style but the sheet.
///
/// Everything is known when rendering starts, so there is nothing to wait for and nothing to stream.
pub fn render(snapshot: Snapshot, assets: &Assets, nonce: &str) -> String {
    let (assets, nonce) = (assets.clone(), nonce.to_owned());
    let owner = Owner::new();
    let html = owner.with(|| view! { <Shell snapshot assets nonce /> }.to_html());
    owner.unset_with_forced_cleanup();
    html
}

/// The document, from its doctype on.
#[component]
pub fn Shell(snapshot: Snapshot, assets: Assets, nonce: String) -> impl IntoView {
    let ui = Ui::new(&snapshot);
    let data = data_block(&snapshot);
    let title = title(&ChatState::from(snapshot.clone()), ui.texts);
    let store = ChatStore::new(snapshot);
    let start = start_script(&assets);
    let tag = ui.language.tag();
    ui.provide();
    view! {
        <!DOCTYPE html>
        <html lang=tag dir="ltr">
            <head>
                <meta charset="utf-8" />
                <title>{title}</title>
                <meta
                    name="viewport"
                    content="width=device-width, initial-scale=1, interactive-widget=resizes-content"
                />
                <meta name="description" content=ui.texts.description />
                <meta name="color-scheme" content="light dark" />
                <meta name="theme-color" content="#f6f1e5" media="(prefers-color-scheme: light)" />
                <meta name="theme-color" content="#1c1915" media="(prefers-color-scheme: dark)" />
                <link rel="icon" href="/favicon.svg" type="image/svg+xml" />
                <link rel="manifest" href="/site.webmanifest" />
                <link rel="stylesheet" href=assets.css />
                <link rel="modulepreload" href=assets.js nonce=nonce.clone() />
                <link rel="preload" href=assets.wasm r#as="fetch" r#type="application/wasm" crossorigin="anonymous" />
                <script type="application/json" id="snapshot" inner_html=data></script>
                <script type="module" nonce=nonce inner_html=start></script>
            </head>
            <body>
                <App store ui />
                <ScriptsFailed />
            </body>
        </html>
    }
}

/// Shown by [`start_script`] when the page cannot be made live; its forms go on working.
#[component]
fn ScriptsFailed() -> impl IntoView {
    view! {
        <p class="banner scripts-failed" id="scripts-failed" role="alert" hidden=true>
            {texts().scripts_failed}
        </p>
    }
}

fn start_script(assets: &Assets) -> String {
    let address = |address: &str| escape(&serde_json::Value::from(address).to_string());
    let (js, wasm) = (address(&assets.js), address(&assets.wasm));
    format!(
        "import({js}).then(async m=>{{await m.default({{module_or_path:{wasm}}});m.hydrate()}})\
         .catch(e=>{{console.error(e);document.documentElement.classList.add('scripts-failed');\
         document.getElementById('scripts-failed').hidden=false}})"
    )
}

/// The snapshot as JSON that cannot leave its script element.
fn data_block(snapshot: &Snapshot) -> String {
    escape(&serde_json::to_string(snapshot).expect("a snapshot is made of strings and numbers"))
}

/// In JSON these three stand only inside strings, where the escapes mean the same.
fn escape(json: &str) -> String {
    json.replace('<', "\\u003c").replace('\u{2028}', "\\u2028").replace('\u{2029}', "\\u2029")
}
