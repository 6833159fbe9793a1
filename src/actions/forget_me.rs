use leptos::prelude::*;

/// Deletes what the guest wrote, and who they were. A box that is not ticked is not sent: then nothing is done.
#[server(prefix = "/do", endpoint = "forget-me")]
pub async fn forget_me(#[server(default)] sure: bool) -> Result<(), ServerFnError> {
    use super::desk::{Desk, answer};
    use crate::domain::Refusal;

    let desk = Desk::expect();
    let forgotten = async {
        let guest = desk.guest().await?;
        if !sure {
            return Err(Refusal::BadRequest.into());
        }
        desk.chat.forget(&guest).await?;
        desk.end_session();
        desk.say_farewell();
        Ok("/me".to_owned())
    };
    answer(forgotten.await, "/me?section=departure");
    Ok(())
}
