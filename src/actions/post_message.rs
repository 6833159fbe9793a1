use leptos::prelude::*;

/// Does what the composer's text asks for: mostly to be said in a room; the same `client_id` twice says it once. Or it is
/// a [`Command`](crate::domain::command::Command).
#[server(prefix = "/do", endpoint = "post-message")]
pub async fn post_message(room_id: String, client_id: String, content: String) -> Result<(), ServerFnError> {
    use super::desk::{Desk, answer, lobby_of, room_and_page};
    use crate::{
        chat::{Obeyed, SendRequest},
        domain::MessageKind,
    };

    let (desk, (room, page)) = (Desk::expect(), room_and_page(&room_id));
    let posted = async {
        let (guest, room) = (desk.guest().await?, room?);
        let typed = SendRequest {
            room: &room,
            kind: MessageKind::Message,
            client_id: &client_id,
            content: &content,
            reply_to: None,
            pictures: &[],
        };
        Ok(match desk.chat.obey(&guest, typed).await? {
            Obeyed::Done => format!("{page}#composer"),
            Obeyed::Left => lobby_of(&desk, &room).await,
            Obeyed::Help => "/help".to_owned(),
        })
    };
    answer(posted.await, &page);
    Ok(())
}
