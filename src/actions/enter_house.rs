use leptos::prelude::*;

/// Takes a nickname, starts a session in a cookie and goes `back`, a path of this site.
#[server(prefix = "/do", endpoint = "enter")]
pub async fn enter_house(nickname: String, back: String) -> Result<(), ServerFnError> {
    use super::desk::{Desk, answer, own_path, with_typed};

    let (desk, back) = (Desk::expect(), own_path(&back));
    let entered = async {
        // Two quick clicks, or a form from the browser's history: somebody who is in stays who they are.
        if desk.guest().await.is_err() {
            desk.keep_session(&desk.enter(&nickname).await?);
        }
        Ok(back.clone())
    };
    answer(entered.await, &with_typed(&back, &[("typed", &nickname)]));
    Ok(())
}
