use leptos::{prelude::*, server_fn::ServerFn};

use super::{Desk, passkey_notes::PasskeyNotes};
use crate::actions::ComeBack;

/// The script lets a passkey sign, fills the form in and sends it.
#[component]
pub fn ComeBackForm(desk: Desk) -> impl IntoView {
    let (words, refusal) = (desk.words, desk.refusal("return"));
    view! {
        <form class="passkey-form gate-field" method="post" action=ComeBack::PATH data-passkey="/me/return">
            <input type="hidden" name="credential" />
            <input type="hidden" name="client_data" />
            <input type="hidden" name="authenticator_data" />
            <input type="hidden" name="signature" />
            <input type="hidden" name="user_handle" />
            <button class="button" hidden=true>
                {words.come_back_submit}
            </button>
        </form>
        <PasskeyNotes words />
        {refusal.map(|refusal| view! { <p class="refusal" role="alert">{refusal}</p> })}
    }
}
