use leptos::prelude::*;

/// Gives the guest's own room `more` seconds; none at all take its end away.
#[server(prefix = "/do", endpoint = "extend-room")]
pub async fn extend_room(room_id: String, more: u32) -> Result<(), ServerFnError> {
    use std::time::Duration;

    use super::desk::{Desk, answer_settings};
    use crate::{chat::ChangeRequest, domain::RoomId};

    let desk = Desk::expect();
    let changed = async {
        let (guest, room) = (desk.guest().await?, RoomId::new(&*room_id));
        if more > 0 {
            return desk.chat.extend_room(&guest, &room, Duration::from_secs(more.into())).await;
        }
        let endless = ChangeRequest { expires_in: Some(Duration::ZERO), ..ChangeRequest::default() };
        desk.chat.change_room(&guest, &room, endless).await
    };
    answer_settings(&desk, &room_id, "end", &[], changed.await).await;
    Ok(())
}
