use leptos::prelude::*;

/// Makes a room on terms and goes into it. `capacity` and `life`, in seconds, are numbers or nothing.
#[server(prefix = "/do", endpoint = "create-room")]
pub async fn create_room(
    name: String,
    topic: String,
    #[server(default)] password: String,
    #[server(default)] capacity: String,
    #[server(default)] life: String,
    #[server(default)] unlisted: bool,
) -> Result<(), ServerFnError> {
    use super::desk::{Desk, answer, number, seconds, visibility};
    use crate::chat::RoomRequest;

    let desk = Desk::expect();
    let made = async {
        let guest = desk.guest().await?;
        let request = RoomRequest {
            visibility: visibility(!unlisted),
            password: Some(&password),
            capacity: Some(number(&capacity)),
            expires_in: Some(seconds(&life)),
            ..RoomRequest::open(&name, &topic)
        };
        let room = desk.chat.post_room(&guest, request).await?;
        Ok(format!("/r/{}", room.id))
    };
    answer(made.await, "/");
    Ok(())
}
