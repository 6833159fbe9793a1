use leptos::prelude::*;

/// Makes a bot of the guest's own room, and shows its token on the page of the room's settings.
#[server(prefix = "/do", endpoint = "create-bot")]
pub async fn create_bot(room_id: String, bot_name: String) -> Result<(), ServerFnError> {
    use super::desk::{Desk, answer_settings};
    use crate::domain::{Handed, RoomId, Secret};

    let desk = Desk::expect();
    let made = async {
        let (owner, room) = (desk.guest().await?, RoomId::new(&*room_id));
        let (bot, token) = desk.chat.add_bot(&owner, &room, &bot_name).await?;
        let secret = Secret::Token(token.reveal().into());
        desk.chat.hand_over(&owner, &room, Handed { nickname: bot.guest.nickname, secret });
        Ok(())
    };
    answer_settings(&desk, &room_id, "bots", &[("bot_name", &bot_name)], made.await).await;
    Ok(())
}
