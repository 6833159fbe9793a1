use leptos::prelude::*;

/// Keeps how the house looks in this browser: the theme (`system`, `light`, `dark`), the size of letters (`small`,
/// `normal`, `large`, `larger`) and the language (`ko`, `en`).
#[server(prefix = "/do", endpoint = "choose-look")]
pub async fn choose_look(theme: String, text_size: String, language: String) -> Result<(), ServerFnError> {
    use super::desk::{Desk, answer_own};
    use crate::{
        domain::Refusal,
        protocol::{
            cookies,
            look::{TextSize, Theme},
        },
    };

    let desk = Desk::expect();
    let is_known = Theme::from_code(&theme).is_some()
        && TextSize::from_code(&text_size).is_some()
        && matches!(&*language, "ko" | "en");
    if is_known {
        for (name, value) in
            [(cookies::THEME, &theme), (cookies::TEXT_SIZE, &text_size), (cookies::LANGUAGE, &language)]
        {
            desk.keep_choice(name, value);
        }
    }
    answer_own(&desk, "look", &[], if is_known { Ok(()) } else { Err(Refusal::BadRequest.into()) }).await;
    Ok(())
}
