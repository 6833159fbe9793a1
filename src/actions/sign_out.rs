use leptos::prelude::*;

/// Ends the session of this browser.
#[server(prefix = "/do", endpoint = "sign-out")]
pub async fn sign_out() -> Result<(), ServerFnError> {
    use super::desk::{Desk, answer};

    let desk = Desk::expect();
    let out = async {
        if let Some(session) = desk.session() {
            desk.chat.sign_out(&session).await?;
        }
        desk.end_session();
        Ok("/".to_owned())
    };
    answer(out.await, "/me?section=sessions");
    Ok(())
}
