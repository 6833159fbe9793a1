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
                // Before the style sheet, for which a script would have to wait.
                <script nonce=nonce inner_html=start></script>
                <link rel="stylesheet" href=assets.css />
                <script type="application/json" id="snapshot" inner_html=data></script>
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

/// Loads the page's program beside the document rather than after it, and starts it once the document is there. A
/// plain script, because modules wait for the end of the document; and no preloading links, which browsers without
/// scripts would report as blocked.
fn start_script(Assets { js, wasm, .. }: &Assets) -> String {
    let address = |address: &str| escape(&serde_json::Value::from(address).to_string());
    START.replace("$JS", &address(js)).replace("$WASM", &address(wasm))
}

const START: &str = "{\
const ready=new Promise(r=>addEventListener('DOMContentLoaded',r)),wasm=fetch($WASM);\
import($JS).then(async m=>{await m.default({module_or_path:wasm});await ready;m.hydrate()})\
.catch(async e=>{console.error(e);await ready;\
document.documentElement.classList.add('scripts-failed');\
document.getElementById('scripts-failed').hidden=false})}";

/// The snapshot as JSON that cannot leave its script element.
fn data_block(snapshot: &Snapshot) -> String {
    escape(&serde_json::to_string(snapshot).expect("a snapshot is made of strings and numbers"))
}

/// In JSON these three stand only inside strings, where the escapes mean the same.
fn escape(json: &str) -> String {
    json.replace('<', "\\u003c").replace('\u{2028}', "\\u2028").replace('\u{2029}', "\\u2029")
}
