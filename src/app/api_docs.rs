//! The document of the page `/api/docs`: rendered on the server and left as it is, without any script.

use leptos::prelude::*;
use serde_json::Value;

use super::{
    apart::{Apart, html},
    document::Assets,
};
use crate::{i18n::Language, pages::ApiDocs, protocol::Look};

/// The document as HTML text, of what the API's OpenAPI document says.
pub fn render_api_docs(language: &str, look: Look, document: Value, assets: &Assets) -> String {
    let language = Language::from_tag(language);
    let Assets { css, apart, .. } = assets.clone();
    let texts = language.api_texts();
    html(move || {
        let head = view! {
            <link rel="stylesheet" href=css />
            <link rel="stylesheet" href=apart />
        };
        view! {
            <Apart language look title=texts.title back="/api/docs".to_owned() head=head>
                <ApiDocs texts document />
            </Apart>
        }
    })
}
