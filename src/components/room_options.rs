use leptos::prelude::*;

use super::{
    block::Block,
    refusal_text::{Concern, RefusalText},
    ui::texts,
};
use crate::{
    client::{state::ChatState, store::ChatStore},
    domain::limits::{CAPACITY, PASSWORD_BYTES},
};

/// The seconds that [`Texts::lives`](crate::i18n::Texts::lives) names.
const LIVES: [&str; 4] = ["0", "3600", "86400", "604800"];

/// Terms of a new room, for those who look for them: who gets in, how many, for how long, and who finds it.
#[component]
pub fn RoomOptions() -> Block {
    let texts = texts();
    let store = ChatStore::expect();
    let field = move |name| store.peek(|state| state.fields.text(name));
    let life = field("life");
    let lives = LIVES.into_iter().zip(texts.lives).map(move |(seconds, text)| {
        view! {
            <option value=seconds selected=life == seconds>
                {text}
            </option>
        }
    });
    Block::new(view! {
        <details class="room-options" open=store.peek(was_used)>
            <summary>{texts.options}</summary>
            <div class="field-group">
                <label class="field-label" for="new-password">
                    {texts.password}
                </label>
                <input
                    class="field"
                    id="new-password"
                    name="password"
                    type="password"
                    autocomplete="new-password"
                    maxlength=PASSWORD_BYTES.to_string()
                    placeholder=texts.password_hint
                    aria-invalid=Concern::Password.invalid()
                    aria-describedby="new-password-refusal"
                />
                <RefusalText concern=Concern::Password id="new-password-refusal" />
            </div>
            <div class="field-group">
                <label class="field-label" for="capacity">
                    {texts.capacity}
                </label>
                <input
                    class="field"
                    id="capacity"
                    name="capacity"
                    type="number"
                    inputmode="numeric"
                    min=CAPACITY.start().to_string()
                    max=CAPACITY.end().to_string()
                    placeholder=texts.no_limit
                    value=field("capacity")
                    aria-invalid=Concern::Capacity.invalid()
                    aria-describedby="capacity-refusal"
                />
                <RefusalText concern=Concern::Capacity id="capacity-refusal" />
            </div>
            <div class="field-group">
                <label class="field-label" for="life">
                    {texts.life}
                </label>
                <select class="field" id="life" name="life">
                    {lives.collect_view()}
                </select>
                <RefusalText concern=Concern::Life id="life-refusal" />
            </div>
            <label class="check-field">
                <input type="checkbox" name="unlisted" value="true" checked=!field("unlisted").is_empty() />
                {texts.unlisted}
            </label>
        </details>
    })
}

/// Whether the form that was refused had something in these fields, or was refused because of them.
fn was_used(state: &ChatState) -> bool {
    let about_them = |refusal| matches!(Concern::of(refusal), Concern::Password | Concern::Capacity | Concern::Life);
    let used = |name| !state.fields.text(name).is_empty();
    state.refused.is_some_and(about_them)
        || used("capacity")
        || used("unlisted")
        || !matches!(&*state.fields.text("life"), "" | "0")
}
