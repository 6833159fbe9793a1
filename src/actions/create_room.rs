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
    use super::desk::{Desk, answer, number, seconds, visibility, with_typed};
    use crate::{
        chat::{Error, RoomRequest},
        domain::Refusal,
    };

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
        let room = desk.chat.create_room(&guest, request).await?;
        desk.chat.become_member(&guest, &room.id, None).await?;
        Ok(format!("/r/{}", room.id))
    };
    let made = made.await;
    if matches!(made, Err(Error::Refused(Refusal::NicknameRequired))) {
        // The page asks for a nickname, and must not propose the room's name.
        answer(made, "/");
        return Ok(());
    }
    let unlisted = if unlisted { "true" } else { "" };
    let typed =
        [("typed", &*name), ("topic", &topic), ("capacity", &capacity), ("life", &life), ("unlisted", unlisted)];
    answer(made, &with_typed("/", &typed));
    Ok(())
}
