use leptos::{prelude::*, server_fn::ServerFn};

use super::{Desk, Section};
use crate::{
    actions::{Kick, LetIn},
    components::seal,
    domain::GuestId,
};

/// Who is in the room, to be sent out, and who was, to be let in again.
#[component]
pub fn People(desk: Desk) -> impl IntoView {
    let Desk { settings, texts, words } = desk.clone();
    let here = settings.people.iter().map(|person| {
        let is_asked_for = settings.asked_for.as_ref() == Some(&person.id);
        let (id, guest_id) = (desk.room_id(), person.id.to_string());
        view! {
            <li class="person">
                <Name id=person.id.clone() ink=person.ink nickname=person.nickname.to_string() />
                <details class="settings-confirm" open=is_asked_for>
                    <summary class="small-button">{texts.kick}</summary>
                    <form method="post" action=Kick::PATH>
                        <input type="hidden" name="room_id" value=id />
                        <input type="hidden" name="guest_id" value=guest_id />
                        <p class="field-hint">{words.kick_hint}</p>
                        <button class="danger-button" autofocus=is_asked_for>
                            {words.kick_submit}
                        </button>
                    </form>
                </details>
            </li>
        }
    });
    let here = here.collect_view();
    let kicked = settings.kicked.iter().map(|person| {
        let (id, guest_id) = (desk.room_id(), person.id.to_string());
        view! {
            <li class="person">
                <Name id=person.id.clone() ink=person.ink nickname=person.nickname.to_string() />
                <form method="post" action=LetIn::PATH>
                    <input type="hidden" name="room_id" value=id />
                    <input type="hidden" name="guest_id" value=guest_id />
                    <button class="small-button">{words.let_in}</button>
                </form>
            </li>
        }
    });
    let kicked = kicked.collect_view();
    view! {
        <Section desk id="people" title=words.people>
            {settings.people.is_empty().then(|| view! { <p class="field-hint">{words.nobody_here}</p> })}
            <ul class="person-list">{here}</ul>
            {(!settings.kicked.is_empty()).then(|| view! { <h3 class="settings-part">{words.kicked}</h3> })}
            <ul class="person-list">{kicked}</ul>
        </Section>
    }
}

#[component]
fn Name(id: GuestId, ink: Option<u32>, nickname: String) -> impl IntoView {
    view! {
        <span class="person-name">
            <span class=seal::ink(&id, ink) aria-hidden="true">
                {seal::letter(&nickname)}
            </span>
            <bdi class="clip">{nickname}</bdi>
        </span>
    }
}
