use leptos::prelude::*;

/// Comes into a room, with its password if it is locked.
#[server(prefix = "/do", endpoint = "join-room")]
pub async fn join_room(room_id: String, #[server(default)] password: String) -> Result<(), ServerFnError> {
    use super::desk::{Desk, answer, own_path};
    use crate::domain::RoomId;

    let (desk, room) = (Desk::expect(), own_path(&format!("/r/{room_id}")));
    let joined = async {
        let guest = desk.guest().await?;
        desk.chat.become_member(&guest, &RoomId::new(room_id), Some(&password)).await?;
        Ok(room.clone())
    };
    answer(joined.await, &room);
    Ok(())
}
