use leptos::prelude::*;

/// Makes a room on terms and goes into it. `capacity` and `life`, in seconds, are numbers or nothing.
#[server(prefix = "/do", endpoint = "create-room")]
pub async fn create_room(
    name: String,
    topic: String,
    space: Option<String>,
    #[server(default)] password: String,
    #[server(default)] capacity: String,
    #[server(default)] life: String,
    #[server(default)] unlisted: bool,
) -> Result<(), ServerFnError> {
    use super::desk::{Desk, answer, number, seconds, visibility};
    use crate::{chat::RoomRequest, domain::Space, protocol::Route};

    let desk = Desk::expect();
    let made = async {
        let guest = desk.guest().await?;
        let request = RoomRequest {
            space: desk.chat.space(space.as_deref().unwrap_or("main")).await?,
            visibility: visibility(!unlisted),
            password: Some(&password),
            capacity: Some(number(&capacity)),
            expires_in: Some(seconds(&life)),
            ..RoomRequest::open(&name, &topic)
        };
        let room = desk.chat.post_room(&guest, request).await?;
        Ok(format!("/r/{}", room.id))
    };
    let back = space.as_deref().and_then(Space::parse).map_or(Route::Lobby, |space| Route::lobby(&space));
    answer(made.await, &back.path());
    Ok(())
}
