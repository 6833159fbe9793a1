use leptos::prelude::*;

/// Keeps the language (`ko`, `en`) in a cookie and goes `back`, a path of this site; without one, to where the form was.
#[server(prefix = "/do", endpoint = "choose-language")]
pub async fn choose_language(language: String, #[server(default)] back: String) -> Result<(), ServerFnError> {
    use super::desk::{Desk, answer, form_page, own_path};
    use crate::{domain::Refusal, protocol::cookies};

    let back = if back.is_empty() { form_page() } else { own_path(&back) };
    let known = matches!(&*language, "ko" | "en");
    if known {
        Desk::expect().keep_choice(cookies::LANGUAGE, &language);
    }
    answer(if known { Ok(back.clone()) } else { Err(Refusal::BadRequest.into()) }, &back);
    Ok(())
}
