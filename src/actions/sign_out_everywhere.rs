use leptos::prelude::*;

/// Ends all sessions of the guest.
#[server(prefix = "/do", endpoint = "sign-out-everywhere")]
pub async fn sign_out_everywhere() -> Result<(), ServerFnError> {
    use super::desk::{Desk, answer};

    let desk = Desk::expect();
    let out = async {
        desk.chat.sign_out_everywhere(&desk.guest().await?).await?;
        desk.end_session();
        Ok("/".to_owned())
    };
    answer(out.await, "/me?section=sessions");
    Ok(())
}
