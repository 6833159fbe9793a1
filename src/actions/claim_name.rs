use leptos::prelude::*;

/// Keeps a passkey that the guest's browser has made. Bytes are in base64url.
#[server(prefix = "/do", endpoint = "claim-name")]
pub async fn claim_name(client_data: String, authenticator_data: String) -> Result<(), ServerFnError> {
    use super::desk::{Desk, answer_own, bytes, site};
    use crate::chat::Attestation;

    let desk = Desk::expect();
    let claimed = async {
        let attestation =
            Attestation { client_data: bytes(&client_data)?, authenticator_data: bytes(&authenticator_data)? };
        desk.chat.claim(&desk.guest().await?, &site()?, &attestation).await
    };
    answer_own(&desk, "passkeys", &[], claimed.await).await;
    Ok(())
}
