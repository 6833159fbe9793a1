use leptos::prelude::*;

use super::dead_end::dead_end;
use crate::{client::store::ChatStore, components::ui::Ui, domain::Refusal};

/// No such page; or a room's settings, which are a page to the room's owner only. Whether there is such a room is not told.
#[component]
pub fn NotFound() -> impl IntoView {
    let Ui { language, texts, .. } = Ui::expect();
    let is_owners = ChatStore::expect().peek(|state| state.refused == Some(Refusal::NotOwner));
    let hint = if is_owners { language.settings_texts().owners_only } else { texts.page_missing_hint };
    dead_end(texts.page_missing, hint, None)
}
