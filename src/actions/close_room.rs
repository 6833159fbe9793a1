use leptos::prelude::*;

/// Ends the guest's own room.
#[server(prefix = "/do", endpoint = "close-room")]
pub async fn close_room(room_id: String) -> Result<(), ServerFnError> {
    use super::desk::{Desk, answer_settings};
    use crate::domain::{Refusal, RoomId};

    let desk = Desk::expect();
    let closed = async {
        desk.chat.close_room(&desk.guest().await?, &RoomId::new(&*room_id)).await?;
        // Done; and so the page that tells of rooms that ended is the answer.
        Err::<(), _>(Refusal::RoomClosed.into())
    };
    answer_settings(&desk, &room_id, "closing", &[], closed.await).await;
    Ok(())
}
