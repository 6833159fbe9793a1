use leptos::prelude::*;

/// Takes a nickname, starts a session in a cookie and goes `back`, a path of this site.
#[server(prefix = "/do", endpoint = "enter")]
pub async fn enter_house(nickname: String, back: String) -> Result<(), ServerFnError> {
    Ok(())
}
