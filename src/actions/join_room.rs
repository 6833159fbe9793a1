use leptos::prelude::*;

/// Comes into a room.
#[server(prefix = "/do", endpoint = "join-room")]
pub async fn join_room(room_id: String) -> Result<(), ServerFnError> {
    Ok(())
}
