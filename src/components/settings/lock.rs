use leptos::{prelude::*, server_fn::ServerFn};

use super::{Desk, Section, field::Field};
use crate::{actions::LockRoom, components::refusal_text::Concern, domain::limits::PASSWORD_BYTES};

const SECTION: &str = "lock";

/// The room's password: to set, to change, to take away.
#[component]
pub fn Lock(desk: Desk) -> impl IntoView {
    let Desk { settings, texts, words } = desk.clone();
    let is_locked = settings.room.locked;
    let (state, submit) =
        if is_locked { (words.locked_now, words.change_password) } else { (words.open_now, words.set_password) };
    let refusal = desk.refusal(SECTION, Concern::Password);
    let (id, id_again) = (desk.room_id(), desk.room_id());
    let field = |described_by, invalid| {
        view! {
            <input
                class="field"
                id="password"
                name="password"
                type="password"
                required=true
                autocomplete="new-password"
                maxlength=PASSWORD_BYTES.to_string()
                aria-invalid=invalid
                aria-describedby=described_by
            />
        }
        .into_any()
    };
    let unlock = move || {
        view! {
            <form method="post" action=LockRoom::PATH>
                <input type="hidden" name="room_id" value=id_again />
                <button class="small-button">{words.unlock}</button>
            </form>
        }
    };
    view! {
        <Section desk id=SECTION title=texts.password>
            <p>{state}</p>
            <form class="settings-form" method="post" action=LockRoom::PATH>
                <input type="hidden" name="room_id" value=id />
                <Field id="password" label=words.new_password refusal input=field />
                <button class="button">{submit}</button>
            </form>
            {is_locked.then(unlock)}
        </Section>
    }
}
