use leptos::prelude::*;

/// Goes out of a room, to the lobby. Who has no live connection is not counted as present, so there is nothing to
/// undo on the server.
#[server(prefix = "/do", endpoint = "leave-room")]
pub async fn leave_room() -> Result<(), ServerFnError> {
    super::desk::answer(Ok("/".to_owned()), "/");
    Ok(())
}
