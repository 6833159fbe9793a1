use leptos::prelude::*;

/// Changes what is said of the guest's own room, who finds it and how many it holds. A box that is not ticked is not
/// sent, so `listed` and `announces` are always meant.
#[server(prefix = "/do", endpoint = "change-room")]
pub async fn change_room(
    room_id: String,
    name: String,
    topic: String,
    #[server(default)] capacity: String,
    #[server(default)] listed: bool,
    #[server(default)] announces: bool,
) -> Result<(), ServerFnError> {
    use super::desk::{Desk, answer_settings, number, visibility};
    use crate::{chat::ChangeRequest, domain::RoomId};

    let desk = Desk::expect();
    let changed = async {
        let request = ChangeRequest {
            name: Some(&name),
            topic: Some(&topic),
            visibility: Some(visibility(listed)),
            announces: Some(announces),
            capacity: Some(number(&capacity)),
            ..ChangeRequest::default()
        };
        desk.chat.change_room(&desk.guest().await?, &RoomId::new(&*room_id), request).await
    };
    let ticked = |ticked| if ticked { "true" } else { "" };
    let typed = [
        ("name", &*name),
        ("topic", &topic),
        ("capacity", &capacity),
        ("listed", ticked(listed)),
        ("announces", ticked(announces)),
    ];
    answer_settings(&desk, &room_id, "terms", &typed, changed.await).await;
    Ok(())
}
