use leptos::prelude::*;

use super::{
    live::{switch, text},
    refusal_text::Concern,
    ui::texts,
};
use crate::{
    client::{state::ChatState, store::ChatStore},
    domain::Refusal,
};

/// Refusals that no field on the page tells of.
#[component]
pub fn PageRefusal() -> impl IntoView {
    let texts = texts();
    let store = ChatStore::expect();
    let at_first = store.peek(|state| state.refused);
    let shown = store.select(move |state| shown(state, at_first));
    view! {
        <div class="page-refusal" role="alert">
            <p class="banner" hidden=switch(move || shown.get().is_none())>
                {text(move || shown.get().map(|refusal| (texts.refusal)(refusal).to_owned()).unwrap_or_default())}
            </p>
        </div>
    }
}

/// The form for another nickname is closed when a page is loaded, so a refusal that came with the page stands here. In a
/// room the topic has no field: it is changed by a command.
fn shown(state: &ChatState, at_first: Option<Refusal>) -> Option<Refusal> {
    let refused = state.refused?;
    let from_closed_form = Concern::of(refused) == Concern::Nickname && state.me.is_some() && at_first == Some(refused);
    let from_command = Concern::of(refused) == Concern::Topic && state.room.is_some();
    (Concern::of(refused) == Concern::Page || from_closed_form || from_command).then_some(refused)
}
