use leptos::prelude::*;

/// Sets the bell of a room: of which messages the guest is told (`none`, `mentions`, `all`).
#[server(prefix = "/do", endpoint = "set-bell")]
pub async fn set_bell(room_id: String, level: String) -> Result<(), ServerFnError> {
    use super::desk::{Desk, answer, room_and_page};
    use crate::domain::{BellLevel, Refusal};

    let desk = Desk::expect();
    let (room, path) = room_and_page(&room_id);
    let page = format!("{path}/bell");
    let set = async {
        let (guest, room) = (desk.guest().await?, room?);
        let level = BellLevel::from_code(&level).ok_or(Refusal::BadRequest)?;
        desk.chat.set_bell(&guest, &room, level).await?;
        desk.chat.note_saved(&guest, &room, "bell");
        Ok(page.clone())
    };
    answer(set.await, &page);
    Ok(())
}
