use leptos::prelude::*;

/// Makes a room and goes into it.
#[server(prefix = "/do", endpoint = "create-room")]
pub async fn create_room(name: String, topic: String) -> Result<(), ServerFnError> {
    use super::desk::{Desk, answer};
    use crate::chat::RoomRequest;

    let desk = Desk::expect();
    let made = async {
        let guest = desk.guest().await?;
        let room = desk.chat.create_room(&guest, RoomRequest::open(&name, &topic)).await?;
        desk.chat.become_member(&guest, &room.id, None).await?;
        Ok(format!("/r/{}", room.id))
    };
    answer(made.await, "/");
    Ok(())
}
