use leptos::prelude::*;

/// Goes out of a room, to the lobby.
#[server(prefix = "/do", endpoint = "leave-room")]
pub async fn leave_room(room_id: String) -> Result<(), ServerFnError> {
    use super::desk::{Desk, answer, leave};
    use crate::domain::RoomId;

    answer(Ok(leave(&Desk::expect(), &RoomId::new(room_id)).await), "/");
    Ok(())
}
