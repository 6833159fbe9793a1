use leptos::prelude::*;

/// Keeps the language (`ko`, `en`) in a cookie and goes `back`, a path of this site.
#[server(prefix = "/do", endpoint = "choose-language")]
pub async fn choose_language(language: String, back: String) -> Result<(), ServerFnError> {
    Ok(())
}
