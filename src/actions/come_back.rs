use leptos::prelude::*;

/// Makes whoever has signed with a passkey the guest again whose it is, in a session of this browser's own. Bytes are in
/// base64url.
#[server(prefix = "/do", endpoint = "come-back")]
pub async fn come_back(
    credential: String,
    client_data: String,
    authenticator_data: String,
    signature: String,
    #[server(default)] user_handle: String,
) -> Result<(), ServerFnError> {
    use super::desk::{Desk, answer, bytes, site};
    use crate::chat::Assertion;

    let desk = Desk::expect();
    let back = async {
        // Somebody who is in stays who they are.
        if desk.guest().await.is_err() {
            let assertion = Assertion {
                credential: bytes(&credential)?,
                client_data: bytes(&client_data)?,
                authenticator_data: bytes(&authenticator_data)?,
                signature: bytes(&signature)?,
                user_handle: Some(bytes(&user_handle)?).filter(|handle| !handle.is_empty()),
            };
            let (_, token) = desk.chat.return_with(&site()?, &assertion).await?;
            desk.keep_session(&token);
        }
        Ok("/".to_owned())
    };
    answer(back.await, "/me/return?section=return");
    Ok(())
}
