use leptos::prelude::*;

/// Writes a message in a room; the same `client_id` twice writes it once.
#[server(prefix = "/do", endpoint = "post-message")]
pub async fn post_message(room_id: String, client_id: String, content: String) -> Result<(), ServerFnError> {
    use super::desk::{Desk, answer, own_path};
    use crate::{
        chat::SendRequest,
        domain::{MessageKind, RoomId},
    };

    let (desk, page) = (Desk::expect(), own_path(&format!("/r/{room_id}")));
    let posted = async {
        let (guest, room) = (desk.guest().await?, RoomId::new(room_id));
        let message = SendRequest {
            room: &room,
            kind: MessageKind::Message,
            client_id: &client_id,
            content: &content,
            reply_to: None,
        };
        desk.chat.post(&guest, message).await?;
        Ok(format!("{page}#composer"))
    };
    answer(posted.await, &page);
    Ok(())
}
