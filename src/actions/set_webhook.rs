use leptos::prelude::*;

/// Gives a bot of the guest's own room another webhook, whose secret is shown on the page of the room's settings, or with
/// an empty address takes it away.
#[server(prefix = "/do", endpoint = "set-webhook")]
pub async fn set_webhook(room_id: String, bot_id: String, #[server(default)] url: String) -> Result<(), ServerFnError> {
    use super::desk::{Desk, answer_settings};
    use crate::domain::{GuestId, Handed, RoomId, Secret};

    let desk = Desk::expect();
    let set = async {
        let (owner, room, bot) = (desk.guest().await?, RoomId::new(&*room_id), GuestId::new(&*bot_id));
        let secret = desk.chat.post_webhook(&owner, &room, &bot, &url).await?;
        let bots = desk.chat.bots(&owner, &room).await?;
        if let (Some(secret), Some(bot)) = (secret, bots.into_iter().find(|own| own.guest.id == bot)) {
            let handed = Handed { nickname: bot.guest.nickname, secret: Secret::Webhook(secret.0) };
            desk.chat.hand_over(&owner, &room, handed);
        }
        Ok(())
    };
    answer_settings(&desk, &room_id, "bots", &[("bot", &bot_id)], set.await).await;
    Ok(())
}
