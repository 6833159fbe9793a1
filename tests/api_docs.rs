//! The page `/api/docs`, rendered natively in both languages.
#![cfg(feature = "ssr")]

use sarangbang::{
    app::{Assets, render_api_docs},
    http::api_document,
    i18n::Language,
    protocol::Look,
};
use serde_json::Value;

fn document() -> Value {
    serde_json::to_value(api_document()).expect("the document is JSON")
}

fn html(language: Language) -> String {
    let assets = Assets {
        js: String::new(),
        wasm: String::new(),
        css: "/style/main.css".into(),
        check: String::new(),
        palette: String::new(),
        mention: String::new(),
        passkey: String::new(),
        apart: "/apart.css".into(),
        pictures: String::new(),
        bell: String::new(),
        reload: None,
    };
    render_api_docs(language.tag(), Look::default(), document(), &assets)
}

/// Everything that a value says about itself.
fn texts(value: &Value) -> Vec<String> {
    match value {
        Value::Object(fields) => {
            let own = fields.iter().filter(|(name, _)| ["summary", "description"].contains(&name.as_str()));
            let own = own.filter_map(|(_, value)| value.as_str()).map(|text| text.replace('\n', " "));
            own.chain(fields.values().flat_map(texts)).collect()
        }
        Value::Array(items) => items.iter().flat_map(texts).collect(),
        _ => Vec::new(),
    }
}

#[test]
fn everything_that_the_api_says_is_told_in_korean_too() {
    let document = document();
    let said = Language::Korean.api_texts().said;
    let told: Vec<_> = [&document["paths"], &document["components"]["schemas"]].into_iter().flat_map(texts).collect();
    assert!(told.len() > 30, "{told:?}");
    let missing: Vec<_> = told.iter().filter(|text| said(text).is_none()).collect();
    assert!(missing.is_empty(), "src/i18n/api/korean.rs lacks {missing:#?}");
}

#[test]
fn names_every_request_with_its_parameters_shapes_and_answers() {
    for language in Language::ALL {
        let html = html(language);
        for needed in [
            "POST /api/v1/rooms/{id}/messages",
            "GET /api/v1/rooms/{id}",
            "<code>clientId</code>",
            "<code>429</code>",
            "<code>rev</code>",
            "[Message]",
            "/api/openapi.json",
        ] {
            assert!(html.replace("<!>", "").contains(needed), "{needed} in {html}");
        }
        assert!(html.contains(&format!("<html lang=\"{}\"", language.tag())));
        assert_eq!(html.matches("<h1").count(), 1);
        assert!(!html.contains("<script") && !html.contains(" style="), "no script and no style attribute");
    }
}
