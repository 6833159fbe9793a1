use leptos::prelude::*;

/// Goes out of a room, to the lobby. Who has no live connection is not counted as present, so there is nothing to
/// undo on the server.
#[server(prefix = "/do", endpoint = "leave-room")]
pub async fn leave_room(room_id: String) -> Result<(), ServerFnError> {
    use super::desk::{Desk, answer};
    use crate::{domain::RoomId, protocol::Route};

    let room = Desk::expect().chat.room(&RoomId::new(room_id)).await;
    // A room that is gone is left all the same.
    let lobby = room.map_or(Route::Lobby, |room| Route::lobby(&room.space));
    answer(Ok(lobby.path()), "/");
    Ok(())
}
