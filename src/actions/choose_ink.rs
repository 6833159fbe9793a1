use leptos::prelude::*;

/// Gives the guest's seal an ink, by its number; without one, that which follows from their id.
#[server(prefix = "/do", endpoint = "choose-ink")]
pub async fn choose_ink(ink: String) -> Result<(), ServerFnError> {
    use super::desk::{Desk, answer_own};
    use crate::domain::Refusal;

    let desk = Desk::expect();
    let chosen = async {
        let ink = if ink.is_empty() { None } else { Some(ink.parse().map_err(|_| Refusal::BadRequest)?) };
        desk.chat.choose_ink(&desk.guest().await?, ink).await.map(drop)
    };
    answer_own(&desk, "seal", &[], chosen.await).await;
    Ok(())
}
