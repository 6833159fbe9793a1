use leptos::prelude::*;

/// Forgets one of the guest's passkeys.
#[server(prefix = "/do", endpoint = "remove-passkey")]
pub async fn remove_passkey(id: String) -> Result<(), ServerFnError> {
    use super::desk::{Desk, answer_own};

    let desk = Desk::expect();
    let removed = async { desk.chat.remove_passkey(&desk.guest().await?, &id).await };
    answer_own(&desk, "passkeys", &[], removed.await).await;
    Ok(())
}
