use leptos::prelude::*;

/// Makes a room and goes into it.
#[server(prefix = "/do", endpoint = "create-room")]
pub async fn create_room(name: String, topic: String, space: Option<String>) -> Result<(), ServerFnError> {
    use super::desk::{Desk, answer};
    use crate::{chat::RoomRequest, domain::Space, protocol::Route};

    let desk = Desk::expect();
    let made = async {
        let guest = desk.guest().await?;
        let space = desk.chat.space(space.as_deref().unwrap_or("main")).await?;
        let request = RoomRequest { space, ..RoomRequest::open(&name, &topic) };
        let room = desk.chat.post_room(&guest, request).await?;
        Ok(format!("/r/{}", room.id))
    };
    let back = space.as_deref().and_then(Space::parse).map_or(Route::Lobby, |space| Route::lobby(&space));
    answer(made.await, &back.path());
    Ok(())
}
