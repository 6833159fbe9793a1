//! The sections of a room's settings, each with forms of its own. On the server only: nothing of them is live.

mod bots;
mod closing;
mod end;
mod export;
mod field;
mod lock;
mod people;
mod terms;

use std::sync::Arc;

use leptos::prelude::*;

pub use self::{bots::Bots, closing::Closing, end::End, export::Export, lock::Lock, people::People, terms::Terms};
use super::refusal_text::Concern;
use crate::{
    domain::Refusal,
    i18n::{Language, SettingsTexts, Texts},
    protocol::room_settings::{Outcome, RoomSettings},
};

/// What every section needs.
#[derive(Clone)]
pub struct Desk {
    pub settings: Arc<RoomSettings>,
    pub texts: &'static Texts,
    pub words: &'static SettingsTexts,
}

impl Desk {
    pub fn new(settings: RoomSettings) -> Self {
        let language = Language::from_tag(&settings.language);
        Self { settings: Arc::new(settings), texts: language.texts(), words: language.settings_texts() }
    }

    fn room_id(&self) -> String {
        self.settings.room.id.to_string()
    }

    /// Why the form of a section was refused, when it is about this.
    fn refusal(&self, section: &str, concern: Concern) -> Option<String> {
        let Outcome { refused, retry_in, .. } = self.settings.outcome_of(section)?;
        let refused = refused.filter(|refusal| Concern::of(*refusal) == concern)?;
        Some(match (refused, retry_in) {
            (Refusal::TooManyRequests, Some(seconds)) => (self.words.retry_in)(*seconds),
            _ => (self.texts.refusal)(refused).to_owned(),
        })
    }

    /// What a field starts with: what was typed in it when its form was refused, else what holds.
    fn value(&self, section: &str, name: &str, now: String) -> String {
        let refused = self.settings.outcome_of(section).filter(|outcome| outcome.refused.is_some());
        refused.map_or(now, |outcome| outcome.fields.text(name).to_owned())
    }

    /// Whether a box starts ticked.
    fn is_ticked(&self, section: &str, name: &str, now: bool) -> bool {
        let now = if now { "true" } else { "" };
        !self.value(section, name, now.to_owned()).is_empty()
    }
}

/// A part of the page, which says what came of its form.
#[component]
pub fn Section(
    desk: Desk,
    /// Names the section in addresses.
    id: &'static str,
    title: &'static str,
    children: Children,
) -> impl IntoView {
    let outcome = desk.settings.outcome_of(id);
    let is_saved = outcome.is_some_and(|outcome| outcome.refused.is_none());
    let refused = desk.refusal(id, Concern::Page);
    view! {
        <section class="card settings-section" id=id aria-labelledby=format!("{id}-title")>
            <h2 class="card-title" id=format!("{id}-title")>
                {title}
            </h2>
            {is_saved.then(|| view! { <p class="settings-saved" role="status">{desk.words.saved}</p> })}
            {refused.map(|refusal| view! { <p class="refusal" role="alert">{refusal}</p> })}
            {children()}
        </section>
    }
}
