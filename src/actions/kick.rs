use leptos::prelude::*;

/// Sends somebody out of the guest's own room.
#[server(prefix = "/do", endpoint = "kick")]
pub async fn kick(room_id: String, guest_id: String) -> Result<(), ServerFnError> {
    use super::desk::{Desk, answer_settings};
    use crate::domain::{GuestId, RoomId};

    let desk = Desk::expect();
    let kicked = async { desk.chat.kick(&desk.guest().await?, &RoomId::new(&*room_id), &GuestId::new(guest_id)).await };
    answer_settings(&desk, &room_id, "people", &[], kicked.await).await;
    Ok(())
}
