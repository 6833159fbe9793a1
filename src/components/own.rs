//! The sections of a visitor's own page, each with forms of its own. On the server only: nothing of them is live but the
//! script of passkeys (`public/passkey.js`).

mod come_back_form;
mod departure;
mod export;
mod looks;
mod nickname;
mod notifications;
mod passkey_notes;
mod passkeys;
mod seal;
mod sessions;

use std::sync::Arc;

use leptos::prelude::*;

pub use self::{
    come_back_form::ComeBackForm,
    departure::{Departure, Farewell},
    export::Export,
    looks::Looks,
    nickname::Nickname,
    notifications::Notifications,
    passkeys::Passkeys,
    seal::Seal,
    sessions::Sessions,
};
use crate::{
    domain::Refusal,
    i18n::{Language, OwnTexts, Texts},
    protocol::{own::OwnPage, room_settings::Outcome},
};

/// What every section needs.
#[derive(Clone)]
pub struct Desk {
    pub page: Arc<OwnPage>,
    pub language: Language,
    pub texts: &'static Texts,
    pub words: &'static OwnTexts,
}

impl Desk {
    pub fn new(page: OwnPage) -> Self {
        let language = Language::from_tag(&page.language);
        Self { page: Arc::new(page), language, texts: language.texts(), words: language.own_texts() }
    }

    /// What came of the form of a section, if one led here.
    fn outcome_of(&self, section: &str) -> Option<&Outcome> {
        self.page.outcome.as_ref().filter(|outcome| outcome.section == section)
    }

    /// Why the form of a section was refused.
    fn refusal(&self, section: &str) -> Option<String> {
        let Outcome { refused, retry_in, .. } = self.outcome_of(section)?;
        Some(match ((*refused)?, retry_in) {
            (Refusal::TooManyRequests, Some(seconds)) => (self.language.settings_texts().retry_in)(*seconds),
            (Refusal::InvalidToken, _) => self.words.passkey_refused.to_owned(),
            (refused, _) => (self.texts.refusal)(refused).to_owned(),
        })
    }
}

/// A part of the page, which says what came of its form.
#[component]
pub fn Section(
    desk: Desk,
    /// Names the section in addresses.
    id: &'static str,
    title: &'static str,
    /// What is said when its form was granted.
    saved: &'static str,
    children: Children,
) -> impl IntoView {
    let is_saved = desk.outcome_of(id).is_some_and(|outcome| outcome.refused.is_none());
    let refused = desk.refusal(id);
    view! {
        <section class="card settings-section" id=id aria-labelledby=format!("{id}-title")>
            <h2 class="card-title" id=format!("{id}-title")>
                {title}
            </h2>
            {is_saved.then(|| view! { <p class="settings-saved" role="status">{saved}</p> })}
            {refused.map(|refusal| view! { <p class="refusal" id=format!("{id}-refusal") role="alert">{refusal}</p> })}
            {children()}
        </section>
    }
}
