use leptos::prelude::*;

/// Takes another nickname, on the guest's own page.
#[server(prefix = "/do", endpoint = "choose-nickname")]
pub async fn choose_nickname(nickname: String) -> Result<(), ServerFnError> {
    use super::desk::{Desk, answer_own};

    let desk = Desk::expect();
    let renamed = async { desk.chat.rename(&desk.guest().await?, &nickname).await.map(drop) };
    answer_own(&desk, "nickname", &[("nickname", &nickname)], renamed.await).await;
    Ok(())
}
