use leptos::prelude::*;

/// Takes the token of a bot of the guest's own room away.
#[server(prefix = "/do", endpoint = "revoke-bot")]
pub async fn revoke_bot(room_id: String, bot_id: String) -> Result<(), ServerFnError> {
    use super::desk::{Desk, answer, bots_section};
    use crate::domain::{GuestId, RoomId};

    let (desk, back) = (Desk::expect(), bots_section(&room_id));
    let revoked = async {
        desk.chat.revoke_bot(&desk.guest().await?, &RoomId::new(room_id), &GuestId::new(bot_id)).await?;
        Ok(format!("{back}#bots"))
    };
    answer(revoked.await, &back);
    Ok(())
}
