use leptos::prelude::*;

use super::{block::Block, live::text, refusal_text::Concern, ui::texts};
use crate::{
    client::{state::ChatState, store::ChatStore},
    domain::{
        Refusal,
        limits::{CAPACITY, PASSWORD_BYTES},
    },
    i18n::Texts,
};

/// The seconds that [`Texts::lives`] names.
const LIVES: [&str; 4] = ["0", "3600", "86400", "604800"];

/// What may be refused of the options.
const CONCERNS: [Concern; 3] = [Concern::Password, Concern::Capacity, Concern::Life];

/// Terms of a new room, for those who look for them: who gets in, how many, for how long, and who finds it.
///
/// The fields are one text: as elements, of which nothing ever changes, they are four kilobytes of the page's program.
#[component]
pub fn RoomOptions() -> Block {
    let texts = texts();
    let store = ChatStore::expect();
    let about_them = |refusal: &Refusal| CONCERNS.contains(&Concern::of(*refusal));
    let refusal = move || store.with(|state| state.refused.filter(about_them)).map(texts.refusal).unwrap_or_default();
    Block::new(view! {
        <details class="room-options" open=store.peek(was_used)>
            <summary>{texts.options}</summary>
            <div class="room-options-fields" inner_html=store.peek(|state| fields(state, texts))></div>
            <p class="refusal" id="options-refusal" role="alert">
                {text(move || refusal().to_owned())}
            </p>
        </details>
    })
}

fn fields(state: &ChatState, texts: &Texts) -> String {
    let life = state.fields.text("life");
    let mut lives = String::new();
    for (seconds, text) in LIVES.into_iter().zip(texts.lives) {
        let selected = if life == seconds { " selected" } else { "" };
        lives.extend(["<option value=", seconds, selected, ">", text, "</option>"]);
    }
    // Only what is a number comes back into the page as it was typed.
    let capacity = Some(state.fields.text("capacity")).filter(|typed| typed.bytes().all(|byte| byte.is_ascii_digit()));
    let unlisted = if state.fields.text("unlisted").is_empty() { "" } else { " checked" };
    let (fewest, most) = (CAPACITY.start().to_string(), CAPACITY.end().to_string());
    [
        r#"<label class="field-label" for="new-password">"#,
        texts.password,
        r#"</label><input class="field" id="new-password" name="password" type="password" autocomplete="new-password" aria-describedby="options-refusal" maxlength="#,
        &PASSWORD_BYTES.to_string(),
        r#" placeholder=""#,
        texts.password_hint,
        r#""><label class="field-label" for="capacity">"#,
        texts.capacity,
        r#"</label><input class="field" id="capacity" name="capacity" type="number" aria-describedby="options-refusal" min="#,
        &fewest,
        " max=",
        &most,
        r#" placeholder=""#,
        texts.no_limit,
        r#"" value=""#,
        capacity.unwrap_or_default(),
        r#""><label class="field-label" for="life">"#,
        texts.life,
        r#"</label><select class="field" id="life" name="life">"#,
        &lives,
        r#"</select><label class="check-field"><input type="checkbox" name="unlisted" value="true""#,
        unlisted,
        "> ",
        texts.unlisted,
        "</label>",
    ]
    .concat()
}

/// Whether the form that was refused had something in these fields, or was refused because of them.
fn was_used(state: &ChatState) -> bool {
    let used = |name| !matches!(state.fields.text(name), "" | "0");
    state.refused.is_some_and(|refusal| CONCERNS.contains(&Concern::of(refusal)))
        || ["capacity", "life", "unlisted"].into_iter().any(used)
}
