use leptos::prelude::*;

/// Gives the guest's own room a password; an empty one takes the lock away.
#[server(prefix = "/do", endpoint = "lock-room")]
pub async fn lock_room(room_id: String, #[server(default)] password: String) -> Result<(), ServerFnError> {
    use super::desk::{Desk, answer_settings};
    use crate::{chat::ChangeRequest, domain::RoomId};

    let desk = Desk::expect();
    let changed = async {
        let request = ChangeRequest { password: Some(&password), ..ChangeRequest::default() };
        desk.chat.change_room(&desk.guest().await?, &RoomId::new(&*room_id), request).await
    };
    // What is secret is typed again rather than shown in an address.
    answer_settings(&desk, &room_id, "lock", &[], changed.await).await;
    Ok(())
}
