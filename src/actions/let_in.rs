use leptos::prelude::*;

/// Lets somebody into the guest's own room again who was sent out.
#[server(prefix = "/do", endpoint = "let-in")]
pub async fn let_in(room_id: String, guest_id: String) -> Result<(), ServerFnError> {
    use super::desk::{Desk, answer_settings};
    use crate::domain::{GuestId, RoomId};

    let desk = Desk::expect();
    let let_in =
        async { desk.chat.let_in(&desk.guest().await?, &RoomId::new(&*room_id), &GuestId::new(guest_id)).await };
    answer_settings(&desk, &room_id, "people", &[], let_in.await).await;
    Ok(())
}
