//! The house as an app on a home screen: its manifest, and the document that says that it cannot be reached.

use leptos::prelude::*;
use serde_json::{Value, json};

use super::{
    apart::html,
    document::{Assets, Head},
};
use crate::{i18n::Language, protocol::Look};

/// The web app manifest, as JSON text.
pub fn render_manifest(language: &str) -> String {
    let language = Language::from_tag(language);
    let (texts, words) = (language.texts(), language.bell_texts());
    let icon = |size: u32, purpose: &str, file: &str| json!({ "src": file, "type": "image/png", "sizes": format!("{size}x{size}"), "purpose": purpose });
    let shortcut = |name: &str, url: &str| json!({ "name": name, "url": url });
    let manifest: Value = json!({
        "id": "/",
        "name": words.app_name,
        "short_name": words.app_name,
        "description": words.app_description,
        "lang": language.tag(),
        "dir": "ltr",
        "start_url": "/",
        "scope": "/",
        "display": "standalone",
        // `--hanji` of `style/tokens.css` by day: a manifest has one scheme. Pages say both themselves.
        "background_color": "#f6f1e5",
        "theme_color": "#f6f1e5",
        "icons": [
            icon(192, "any", "/icon-192.png"),
            icon(512, "any", "/icon-512.png"),
            icon(512, "maskable", "/icon-maskable-512.png"),
        ],
        "shortcuts": [shortcut(texts.search, "/search"), shortcut(texts.own_page, "/me")],
    });
    manifest.to_string()
}

/// The document as HTML text. The service worker shows it at the address that was asked for, so the link leads there.
pub fn render_offline(language: &str, look: Look, assets: &Assets) -> String {
    let language = Language::from_tag(language);
    let (texts, words, css) = (language.texts(), language.bell_texts(), assets.css.clone());
    html(move || {
        view! {
            <!DOCTYPE html>
            <html lang=language.tag() dir="ltr" data-theme=look.theme_attribute() data-size=look.size_attribute()>
                <Head title=[words.offline, " · ", texts.house].concat() look texts>
                    <link rel="stylesheet" href=css />
                </Head>
                <body>
                    <main class="main" id="main">
                        <div class="dead-end">
                            <h1 class="page-title">{words.offline}</h1>
                            <p>{words.offline_hint}</p>
                            <a class="button" href="">
                                {words.retry}
                            </a>
                        </div>
                    </main>
                </body>
            </html>
        }
    })
}
