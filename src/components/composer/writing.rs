//! The text in the composer: taken when it is sent, exchanged when a message is to be edited.

use leptos::{ev::SubmitEvent, html::Textarea, prelude::*, web_sys::HtmlTextAreaElement};

use super::obey::obey;
use crate::{
    client::{
        state::{ChatState, Editing, Input},
        store::ChatStore,
    },
    components::{feed::focus, live::on_change},
    domain::{MessageId, Refusal, RoomId, message::overflows},
};

/// The text being written.
#[derive(Clone, Copy)]
pub struct Writing {
    pub store: ChatStore,
    room: StoredValue<RoomId>,
    field: NodeRef<Textarea>,
    /// Whether an input method holds the last syllable. It decides when the text is taken or exchanged, never what a key
    /// means.
    composing: StoredValue<bool>,
    /// What was being written when the editing of a message began.
    draft: StoredValue<String>,
    /// The message whose text is in the field.
    shown: StoredValue<Option<MessageId>>,
}

impl Writing {
    /// Looks after the text in `field` from now on: what is written in `room`.
    pub fn new(store: ChatStore, room: RoomId, field: NodeRef<Textarea>) -> Self {
        let writing = Self {
            store,
            room: StoredValue::new(room),
            field,
            composing: StoredValue::new(false),
            draft: StoredValue::new(String::new()),
            shown: StoredValue::new(None),
        };
        let edited = store.select(edited);
        on_change(move |before: Option<()>| {
            if before.is_none() {
                writing.restore();
            }
            edited.get();
            writing.exchange();
        });
        // The page that says why the room was shut takes the composer's place; then the text has no other.
        on_cleanup(move || writing.store.save_from_shut(&writing.text()));
        writing
    }

    /// Everything that is being written: the draft, and below it the new text of a message.
    fn text(self) -> String {
        let written = self.field.get_untracked().map(|field| field.value()).unwrap_or_default();
        if self.shown.get_value().is_none() {
            return written;
        }
        let draft = self.draft.get_value();
        if draft.is_empty() { written } else { [&*draft, "\n", &written].concat() }
    }

    /// Brings back what was written here before, unless there is something already: from a form that was refused, or
    /// from somebody who types faster than the page becomes live.
    fn restore(self) {
        let field = self.field.get_untracked().filter(|field| field.value().is_empty() && !self.composing.get_value());
        let Some(field) = field else { return };
        let room = self.room.get_value();
        match self.store.draft(&room) {
            // The form got through with it.
            Some(draft) if self.store.peek(|state| state.has_just_said(&draft)) => self.keep_as_draft(""),
            Some(draft) => field.set_value(&draft),
            None => {}
        }
        self.store.recall(&room);
    }

    /// Keeps what is written, for when the guest is back. A message's new text is none of it.
    pub fn keep(self) {
        if let (Some(field), None) = (self.field.get_untracked(), self.shown.get_value()) {
            self.keep_as_draft(&field.value());
        }
    }

    fn keep_as_draft(self, text: &str) {
        self.room.with_value(|room| self.store.keep_draft(room, text));
    }

    /// An input method began to compose, or ended.
    pub fn compose(self, composing: bool) {
        self.composing.set_value(composing);
        self.exchange();
    }

    /// Takes the form over, unless the browser may post it as well: before the page has been live, when nothing waits
    /// that the new message would overtake. A page that lost its connection keeps the message and sends it when it is
    /// back.
    pub fn submit(self, event: &SubmitEvent) {
        let shown = self.shown.get_value();
        let Some(field) = self.field.get_untracked() else { return };
        // A form cannot say what it answers, and would be too large with what is far too long.
        let waits = |state: &ChatState| state.is_sending_here() || state.answering().is_some();
        let is_ours = shown.is_some() || self.store.is_live() || self.store.peek(waits) || overflows(&field.value());
        if !is_ours {
            // The page that answers gives it back if it is refused, and the draft does if there comes none. Of a command
            // nothing shows that it got through.
            if field.value().starts_with('/') {
                self.keep_as_draft("");
            }
            return;
        }
        event.prevent_default();
        if self.composing.get_value() {
            // Makes the input method give its syllable, so that it is in the text and does not come after it.
            let _ = field.blur();
        }
        // Not when the message vanished just now: its text is no new message yet.
        if shown == self.shown.get_value() {
            if shown.is_some() {
                self.store.apply(Input::Edited(field.value().into()));
            } else if obey(self.store, &field.value()) {
                field.set_value("");
                self.keep_as_draft("");
            }
        }
        // A command may have opened a field of its own.
        if focus::focused("[popover], dialog").is_none() {
            let _ = field.focus();
        }
    }

    pub fn is_empty(self) -> bool {
        self.field.get_untracked().is_some_and(|field| field.value().is_empty())
    }

    /// Brings the text of the message that is to be edited into the field, and the draft back afterwards. An input
    /// method at work is not disturbed: the exchange waits for its end. When the room was shut, the field is about to go
    /// and what stands in it is all that is left.
    fn exchange(self) {
        let (shown, wanted) = (self.shown.get_value(), self.store.peek(edited));
        let idle = !self.composing.get_value() && shown != wanted && self.store.peek(is_open);
        let Some(field) = self.field.get_untracked().filter(|_| idle) else { return };
        if shown.is_none() {
            self.draft.set_value(field.value());
        }
        let text = self.text();
        self.shown.set_value(wanted);
        match self.store.peek(|state| editing(state).map(|editing| editing.content.clone())) {
            Some(content) => field.set_value(&content),
            None if self.store.peek(has_vanished) => self.keep_text(&field, &text),
            None => field.set_value(&self.draft.get_value()),
        }
        let _ = field.focus();
    }

    /// The message was deleted under the hands of who edited it: what they wrote is theirs to use.
    fn keep_text(self, field: &HtmlTextAreaElement, text: &str) {
        field.set_value(text);
        self.keep_as_draft(text);
        self.store.apply(Input::Editing(None));
        self.store.apply(Input::Refused(Some(Refusal::MessageNotFound)));
    }
}

/// The message that is being edited.
pub fn edited(state: &ChatState) -> Option<MessageId> {
    editing(state).map(|editing| editing.message)
}

fn editing(state: &ChatState) -> Option<&Editing> {
    let view = state.room.as_ref()?;
    view.editing.as_ref().filter(|_| view.edited().is_some())
}

fn is_open(state: &ChatState) -> bool {
    state.room.as_ref().is_some_and(|view| !view.is_shut())
}

/// Whether the message that is being edited is there no more.
fn has_vanished(state: &ChatState) -> bool {
    state.room.as_ref().is_some_and(|view| view.editing.is_some() && view.edited().is_none())
}
