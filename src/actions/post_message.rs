use leptos::prelude::*;

/// Writes a message in a room; the same `client_id` twice writes it once.
#[server(prefix = "/do", endpoint = "post-message")]
pub async fn post_message(room_id: String, client_id: String, content: String) -> Result<(), ServerFnError> {
    use super::desk::{Desk, answer, room_and_page};
    use crate::{chat::SendRequest, domain::MessageKind};

    let (desk, (room, page)) = (Desk::expect(), room_and_page(&room_id));
    let posted = async {
        let (guest, room) = (desk.guest().await?, room?);
        let message = SendRequest {
            room: &room,
            kind: MessageKind::Message,
            client_id: &client_id,
            content: &content,
            reply_to: None,
            pictures: &[],
        };
        desk.chat.post(&guest, message).await?;
        Ok(format!("{page}#composer"))
    };
    answer(posted.await, &page);
    Ok(())
}
