//! What a guest wrote, as a document to keep: like the [`Document`] of a room, with the rooms one after the other.

use leptos::prelude::*;

use super::{
    apart::html,
    export::{Document, Kept},
};
use crate::{
    i18n::Language,
    protocol::{Message, export::OwnExport},
};

/// The document while it is written.
pub struct OwnDocument {
    export: OwnExport,
    lines: Document,
}

impl OwnDocument {
    pub fn new(export: OwnExport) -> Self {
        let kept = Kept { language: Language::from_tag(&export.language), utc_offset: export.utc_offset, owner: None };
        Self { lines: Document::of(kept), export }
    }

    pub fn head(&mut self) -> String {
        let nickname = self.export.me.nickname.to_string();
        let title = (Language::from_tag(&self.export.language).own_texts().export_title)(&nickname);
        self.lines.begin(title, None, self.export.now)
    }

    pub fn room(&mut self, name: &str) -> String {
        let name = name.to_owned();
        self.lines.next_day_is_told();
        html(move || {
            view! {
                <h2 class="room">
                    <bdi>{name}</bdi>
                </h2>
            }
        })
    }

    pub fn lines(&mut self, messages: &[Message]) -> String {
        self.lines.lines(messages)
    }

    pub fn foot(&mut self) -> String {
        self.lines.foot()
    }
}
