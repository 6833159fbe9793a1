//! What every component may need besides the store: the texts, the zone of the clock, the form's id.

use leptos::prelude::*;

use crate::{
    i18n::{Language, Texts},
    protocol::Snapshot,
};

/// The page's setting, in the context of every component.
#[derive(Clone, Copy)]
pub struct Ui {
    pub language: Language,
    pub texts: &'static Texts,
    /// The `clientId` of the message that the form posts when no script takes it over.
    pub form_id: StoredValue<String>,
}

impl Ui {
    pub fn new(snapshot: &Snapshot) -> Self {
        let language = Language::from_tag(&snapshot.language);
        Self { language, texts: language.texts(), form_id: StoredValue::new(snapshot.form_id.clone()) }
    }

    /// For a page that is no part of the app: it has a language and nothing else.
    #[cfg(feature = "ssr")]
    pub fn of_language(language: Language) -> Self {
        Self { language, texts: language.texts(), form_id: StoredValue::new(String::new()) }
    }

    pub fn expect() -> Self {
        expect_context()
    }

    pub fn provide(self) {
        provide_context(self);
    }
}

/// The texts in the page's language.
pub fn texts() -> &'static Texts {
    Ui::expect().texts
}
