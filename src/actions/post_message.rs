use leptos::prelude::*;

/// Does what the composer's text asks for: mostly to be said in a room; the same `client_id` twice says it once. Or it is
/// a [`Command`](crate::domain::command::Command).
#[server(prefix = "/do", endpoint = "post-message")]
pub async fn post_message(room_id: String, client_id: String, content: String) -> Result<(), ServerFnError> {
    use super::desk::{Desk, answer, leave, room_and_page};
    use crate::{
        chat::{ChangeRequest, SendRequest},
        domain::{MessageKind, Refusal, command::Command},
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
        };
        let done = match Command::read(&content) {
            Command::Say(text) => {
                desk.chat.post(&guest, SendRequest { content: &text, ..typed.clone() }).await.map(drop)
            }
            Command::Nick(nickname) => desk.chat.rename(&guest, nickname).await.map(drop),
            Command::Topic(topic) => {
                let change = ChangeRequest { topic: Some(topic), ..ChangeRequest::default() };
                desk.chat.change_room(&guest, &room, change).await.map(drop)
            }
            Command::Leave => return Ok(leave(&desk, &room).await),
            Command::Help => return Ok("/help".to_owned()),
            Command::Unknown => Err(Refusal::UnknownCommand.into()),
        };
        if done.is_err() {
            desk.chat.keep_refused(&guest, &typed).await;
        }
        done.map(|()| format!("{page}#composer"))
    };
    answer(posted.await, &page);
    Ok(())
}
