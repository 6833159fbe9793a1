use leptos::prelude::*;

/// Comes into a room, with its password if it is locked.
#[server(prefix = "/do", endpoint = "join-room")]
pub async fn join_room(room_id: String, #[server(default)] password: String) -> Result<(), ServerFnError> {
    use super::desk::{Desk, answer, room_and_page};

    let (desk, (room, page)) = (Desk::expect(), room_and_page(&room_id));
    let joined = async {
        let guest = desk.guest().await?;
        desk.chat.become_member(&guest, &room?, Some(&password)).await?;
        Ok(page.clone())
    };
    answer(joined.await, &page);
    Ok(())
}
