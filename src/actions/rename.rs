use leptos::prelude::*;

/// Takes another nickname and goes `back`, a path of this site.
#[server(prefix = "/do", endpoint = "rename")]
pub async fn rename(nickname: String, back: String) -> Result<(), ServerFnError> {
    Ok(())
}
