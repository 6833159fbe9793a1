use leptos::prelude::*;

/// Goes out of a room, to the lobby.
#[server(prefix = "/do", endpoint = "leave-room")]
pub async fn leave_room(room_id: String) -> Result<(), ServerFnError> {
    use super::desk::{Desk, answer};
    use crate::{domain::RoomId, protocol::Route};

    let (desk, id) = (Desk::expect(), RoomId::new(room_id));
    // Whoever cannot be recognized has left already.
    if let Ok(guest) = desk.guest().await {
        desk.chat.stop_reading(&guest.id, &id);
    }
    let room = desk.chat.room(&id).await;
    // A room that is gone is left all the same.
    let lobby = room.map_or(Route::Lobby, |room| Route::lobby(&room.space));
    answer(Ok(lobby.path()), "/");
    Ok(())
}
