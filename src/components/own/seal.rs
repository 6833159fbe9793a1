use leptos::{prelude::*, server_fn::ServerFn};

use super::{Desk, Section};
use crate::{
    actions::ChooseInk,
    components::{ink, letter},
};

/// The ink of the seal beside the guest's name.
#[component]
pub fn Seal(desk: Desk) -> impl IntoView {
    let Desk { page, words, .. } = desk.clone();
    let me = page.me.clone()?;
    let name = letter(&me.nickname);
    let choice = move |number: Option<u32>, label: &'static str| {
        view! {
            <label class="choice">
                <input
                    type="radio"
                    name="ink"
                    value=number.map(|number| number.to_string()).unwrap_or_default()
                    checked=number == me.ink
                />
                <span class=ink(&me.id, number) aria-hidden="true">
                    {name.clone()}
                </span>
                <span>{label}</span>
            </label>
        }
    };
    let mut choices = vec![choice(None, words.own_ink)];
    choices.extend((0..).zip(words.inks).map(|(number, label)| choice(Some(number), label)));
    Some(view! {
        <Section desk id="seal" title=words.seal saved=words.saved>
            <form class="settings-form" method="post" action=ChooseInk::PATH>
                <fieldset class="choices seal-choices">
                    <legend class="field-label">{words.ink}</legend>
                    <div class="choice-row">{choices}</div>
                </fieldset>
                <p class="field-hint">{words.seal_hint}</p>
                <button class="button">{words.save}</button>
            </form>
        </Section>
    })
}
