use leptos::prelude::*;

/// Takes the token of a bot of the guest's own room away.
#[server(prefix = "/do", endpoint = "revoke-bot")]
pub async fn revoke_bot(room_id: String, bot_id: String) -> Result<(), ServerFnError> {
    use super::desk::{Desk, answer_settings};
    use crate::domain::{GuestId, RoomId};

    let desk = Desk::expect();
    let revoked =
        async { desk.chat.revoke_bot(&desk.guest().await?, &RoomId::new(&*room_id), &GuestId::new(bot_id)).await };
    answer_settings(&desk, &room_id, "bots", &[], revoked.await).await;
    Ok(())
}
