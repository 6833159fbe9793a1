use leptos::{prelude::*, server_fn::ServerFn};

use super::{Desk, Section, passkey_notes::PasskeyNotes};
use crate::{
    actions::{ClaimName, RemovePasskey},
    client::time::Zone,
    components::moment,
    domain::{Millis, Passkey, limits},
};

const SECTION: &str = "passkeys";

/// Claiming the name with a passkey, and the passkeys that there are.
#[component]
pub fn Passkeys(desk: Desk) -> impl IntoView {
    let Desk { page, words, .. } = desk.clone();
    let rows = page.passkeys.iter().map(|passkey| view! { <PasskeyRow desk=desk.clone() passkey=passkey.clone() /> });
    let list = (!page.passkeys.is_empty()).then(|| view! { <ul class="passkey-list">{rows.collect_view()}</ul> });
    let (hint, label) = match page.passkeys.len() {
        0 => (words.passkeys_hint, words.claim),
        _ => (words.claimed_hint, words.claim_again),
    };
    // The script fills the form in and sends it.
    let claim = (page.passkeys.len() < limits::PASSKEYS).then(|| {
        view! {
            <form class="passkey-form" method="post" action=ClaimName::PATH data-passkey="/me/passkey">
                <input type="hidden" name="client_data" />
                <input type="hidden" name="authenticator_data" />
                <button class="button" hidden=true>
                    {label}
                </button>
            </form>
            <PasskeyNotes words />
        }
    });
    view! {
        <Section desk id=SECTION title=words.passkeys saved=words.passkeys_saved>
            <p class="field-hint">{hint}</p>
            {list}
            {claim}
        </Section>
    }
}

#[component]
fn PasskeyRow(desk: Desk, passkey: Passkey) -> impl IntoView {
    let words = desk.words;
    let made = (words.passkey_made)(&day(&desk, passkey.made_at));
    let used = passkey.used_at.map(|at| (words.passkey_used)(&day(&desk, at)));
    let label = [words.remove_passkey, ": ", &made].concat();
    view! {
        <li class="passkey">
            <p>
                <strong>{made}</strong>
                <br />
                <span class="field-hint">{used.unwrap_or_else(|| words.passkey_unused.to_owned())}</span>
            </p>
            <form method="post" action=RemovePasskey::PATH>
                <input type="hidden" name="id" value=passkey.id.to_string() />
                <button class="small-button" aria-label=label>
                    {words.remove_passkey}
                </button>
            </form>
        </li>
    }
}

fn day(desk: &Desk, at: Millis) -> String {
    let zone = Zone::Fixed(desk.page.utc_offset);
    let civil = zone.civil(at);
    let day = (desk.texts.short_day)(moment::day(civil, zone.civil(desk.page.now).year));
    [day, (desk.texts.clock)(civil.hour, civil.minute)].join(" ")
}
