use leptos::prelude::*;

/// Makes a room and goes into it.
#[server(prefix = "/do", endpoint = "create-room")]
pub async fn create_room(name: String, topic: String) -> Result<(), ServerFnError> {
    Ok(())
}
