//! The document of the page `/api/docs`: rendered on the server and left as it is, without any script.

use leptos::prelude::*;
use serde_json::Value;

use super::{
    apart::{Apart, html},
    document::Assets,
};
use crate::{i18n::Language, pages::ApiDocs};

/// The document as HTML text, of what the API's OpenAPI document says.
pub fn render_api_docs(language: &str, document: Value, assets: &Assets) -> String {
    let (language, css) = (Language::from_tag(language), assets.css.clone());
    let texts = language.api_texts();
    html(move || {
        view! {
            <Apart language title=texts.title back="/api/docs".to_owned() head=view! { <link rel="stylesheet" href=css /> }>
                <ApiDocs texts document />
            </Apart>
        }
    })
}
