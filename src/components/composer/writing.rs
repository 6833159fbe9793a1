//! The text in the composer: taken when it is sent, exchanged when a message is to be edited.

use leptos::{ev::SubmitEvent, html::Textarea, prelude::*};

use crate::{
    client::{state::ChatState, store::ChatStore},
    components::live::on_change,
    domain::MessageId,
    protocol::Message,
};

/// The text being written.
#[derive(Clone, Copy)]
pub struct Writing {
    pub store: ChatStore,
    field: NodeRef<Textarea>,
    /// Whether an input method holds the last syllable. It decides how the text is taken, never what a key means.
    composing: StoredValue<bool>,
    /// What was being written when the editing of another message began.
    draft: StoredValue<String>,
}

impl Writing {
    /// Looks after the text in `field` from now on.
    pub fn new(store: ChatStore, field: NodeRef<Textarea>) -> Self {
        let writing = Self { store, field, composing: StoredValue::new(false), draft: StoredValue::new(String::new()) };
        writing.follow_editing();
        writing
    }

    /// An input method began to compose, or ended.
    pub fn compose(self, composing: bool) {
        self.composing.set_value(composing);
    }

    /// Takes the form over, unless the page has not been live yet: then the browser posts it. A page that lost its
    /// connection keeps the message and sends it when it is back.
    pub fn submit(self, event: &SubmitEvent) {
        let Some(field) = self.field.get_untracked().filter(|_| self.store.is_live()) else { return };
        event.prevent_default();
        if self.composing.get_value() {
            // Makes the input method give its syllable, so that it is in the text and does not come after it.
            let _ = field.blur();
        }
        if self.store.peek(|state| edited(state).is_some()) {
            self.store.edit(&field.value());
        } else if self.store.send(&field.value()) {
            field.set_value("");
        }
        let _ = field.focus();
    }

    pub fn is_empty(self) -> bool {
        self.field.get_untracked().is_some_and(|field| field.value().is_empty())
    }

    /// Takes the text of a message that is to be edited into the field, and gives the draft back afterwards.
    fn follow_editing(self) {
        let editing = self.store.select(|state| edited(state).map(|message| message.id));
        on_change(move |before: Option<Option<MessageId>>| {
            let now = editing.get();
            let before = before.flatten();
            if let Some(field) = self.field.get_untracked().filter(|_| now != before) {
                if before.is_none() {
                    self.draft.set_value(field.value());
                }
                let content = self.store.peek(|state| edited(state).map(|message| message.content.to_string()));
                field.set_value(&content.unwrap_or_else(|| self.draft.get_value()));
                let _ = field.focus();
            }
            now
        });
    }
}

/// The message that is being edited.
pub fn edited(state: &ChatState) -> Option<&Message> {
    state.room.as_ref()?.edited()
}
