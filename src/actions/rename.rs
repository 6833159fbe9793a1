use leptos::prelude::*;

/// Takes another nickname and goes `back`, a path of this site.
#[server(prefix = "/do", endpoint = "rename")]
pub async fn rename(nickname: String, back: String) -> Result<(), ServerFnError> {
    use super::desk::{Desk, answer, own_path};

    let (desk, back) = (Desk::expect(), own_path(&back));
    let renamed = async {
        let guest = desk.guest().await?;
        desk.chat.rename(&guest, &nickname).await?;
        Ok(back.clone())
    };
    answer(renamed.await, &back);
    Ok(())
}
