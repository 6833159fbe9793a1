use leptos::prelude::*;

use super::{block::Block, live::on_change, refusal_text::Concern, ui::texts};
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

/// The fields that may be refused, with their ids.
const FIELDS: [(Concern, &str); 3] =
    [(Concern::Password, "new-password"), (Concern::Capacity, "capacity"), (Concern::Life, "life")];

/// Terms of a new room, for those who look for them: who gets in, how many, for how long, and who finds it.
///
/// The fields are one text: as elements, of which little ever changes, they are four kilobytes of the page's program.
#[component]
pub fn RoomOptions() -> Block {
    let texts = texts();
    let store = ChatStore::expect();
    let refused = store.select(|state| state.refused);
    on_change(move |before: Option<Option<Refusal>>| {
        let refused = refused.get();
        // The page was made with the first one.
        if before.is_some_and(|before| before != refused) {
            FIELDS.iter().for_each(|field| mark(field, refused, texts));
        }
        refused
    });
    Block::new(view! {
        <details class="room-options" open=store.peek(was_used)>
            <summary>{texts.options}</summary>
            <div class="room-options-fields" inner_html=store.peek(|state| fields(state, texts))></div>
        </details>
    })
}

/// Says beside a field why it was refused, or that it was not.
fn mark((concern, id): &(Concern, &str), refused: Option<Refusal>, texts: &Texts) {
    let words = words(*concern, refused, texts);
    let element = |id: &str| document().get_element_by_id(id);
    if let (Some(field), Some(refusal)) = (element(id), element(&[id, "-refusal"].concat())) {
        // Fails only for names that no attribute can have.
        let _ = field.set_attribute("aria-invalid", if words.is_empty() { "false" } else { "true" });
        refusal.set_text_content(Some(words));
    }
}

fn words(concern: Concern, refused: Option<Refusal>, texts: &Texts) -> &'static str {
    refused.filter(|refusal| Concern::of(*refusal) == concern).map(texts.refusal).unwrap_or_default()
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
    let [password, capacity_state, life_state] = FIELDS.map(|(concern, id)| {
        let words = words(concern, state.refused, texts);
        let invalid = if words.is_empty() { "false" } else { "true" };
        let attributes = [" aria-invalid=", invalid, " aria-describedby=", id, "-refusal"].concat();
        (attributes, ["<p class=\"refusal\" role=alert id=", id, "-refusal>", words, "</p>"].concat())
    });
    let (fewest, most) = (CAPACITY.start().to_string(), CAPACITY.end().to_string());
    [
        r#"<label class="field-label" for="new-password">"#,
        texts.password,
        r#"</label><input class="field" id="new-password" name="password" type="password" autocomplete="new-password""#,
        &password.0,
        " maxlength=",
        &PASSWORD_BYTES.to_string(),
        r#" placeholder=""#,
        texts.password_hint,
        "\">",
        &password.1,
        r#"<label class="field-label" for="capacity">"#,
        texts.capacity,
        r#"</label><input class="field" id="capacity" name="capacity" type="number""#,
        &capacity_state.0,
        " min=",
        &fewest,
        " max=",
        &most,
        r#" placeholder=""#,
        texts.no_limit,
        r#"" value=""#,
        capacity.unwrap_or_default(),
        "\">",
        &capacity_state.1,
        r#"<label class="field-label" for="life">"#,
        texts.life,
        r#"</label><select class="field" id="life" name="life""#,
        &life_state.0,
        ">",
        &lives,
        "</select>",
        &life_state.1,
        r#"<label class="check-field"><input type="checkbox" name="unlisted" value="true""#,
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
    let about_them = |refusal| FIELDS.iter().any(|(concern, _)| *concern == Concern::of(refusal));
    state.refused.is_some_and(about_them) || ["capacity", "life", "unlisted"].into_iter().any(used)
}
