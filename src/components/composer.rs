use leptos::{
    ev::{CompositionEvent, Event, KeyboardEvent, SubmitEvent},
    html::{Form, Textarea},
    prelude::*,
    server_fn::ServerFn,
};

use super::{
    block::Block,
    refusal_text::{Concern, RefusalText},
    ui::{Ui, texts},
};
use crate::{
    actions::PostMessage,
    client::{
        keys::{self, Meaning},
        store::ChatStore,
    },
    domain::RoomId,
};

/// Milliseconds between two signs of typing.
const TYPING_PACE: f64 = 3_000.0;

/// Where messages are written.
///
/// The text lives in the document alone: it is read when it is sent, and never written while an input method is
/// composing, which would lose or double the last syllable.
#[component]
pub fn Composer(id: RoomId) -> Block {
    let texts = texts();
    let form_id = Ui::expect().form_id;
    let field = NodeRef::<Textarea>::new();
    let form = NodeRef::<Form>::new();
    let writing = Writing { store: ChatStore::expect(), field, composing: StoredValue::new(false) };
    let signs = StoredValue::new(f64::NEG_INFINITY);
    let typed = move |event: Event| {
        let at = event.time_stamp();
        if at - signs.get_value() >= TYPING_PACE {
            signs.set_value(at);
            writing.store.typing();
        }
    };
    let pressed = move |event: KeyboardEvent| {
        if keys::meaning(&event, keys::touch_keyboard()) == Meaning::Send {
            event.prevent_default();
            if let Some(form) = form.get_untracked() {
                // Throws only when the form is not in the document any more.
                let _ = form.request_submit();
            }
        }
    };
    Block::new(view! {
        <form
            class="composer"
            id="composer"
            method="post"
            action=PostMessage::PATH
            node_ref=form
            on:submit=move |event| writing.submit(&event)
        >
            <input type="hidden" name="room_id" value=id.to_string() />
            <input type="hidden" name="client_id" value=form_id.get_value() />
            <label class="visually-hidden" for="composer-text">
                {texts.message}
            </label>
            <div class="composer-box">
                <textarea
                    class="composer-text"
                    id="composer-text"
                    name="content"
                    rows="1"
                    required=true
                    dir="auto"
                    autocomplete="off"
                    enterkeyhint="enter"
                    placeholder=texts.message_placeholder
                    aria-invalid=Concern::Message.invalid()
                    aria-describedby="composer-hint composer-refusal"
                    node_ref=field
                    on:input=typed
                    on:keydown=pressed
                    on:compositionstart=move |_: CompositionEvent| writing.composing.set_value(true)
                    on:compositionend=move |_: CompositionEvent| writing.composing.set_value(false)
                ></textarea>
                <button class="button send">{texts.send}</button>
            </div>
            <p class="composer-hint" id="composer-hint">
                {texts.composer_hint}
            </p>
            <RefusalText concern=Concern::Message id="composer-refusal" />
        </form>
    })
}

/// The text being written.
#[derive(Clone, Copy)]
struct Writing {
    store: ChatStore,
    field: NodeRef<Textarea>,
    /// Whether an input method holds the last syllable. It decides how the text is taken, never what a key means.
    composing: StoredValue<bool>,
}

impl Writing {
    /// Takes the form over, unless the page has not been live yet: then the browser posts it. A page that lost its
    /// connection keeps the message and sends it when it is back.
    fn submit(self, event: &SubmitEvent) {
        let Some(field) = self.field.get_untracked().filter(|_| self.store.is_live()) else { return };
        event.prevent_default();
        if self.composing.get_value() {
            // Makes the input method give its syllable, so that it is in the text and does not come after it.
            let _ = field.blur();
        }
        if self.store.send(&field.value()) {
            field.set_value("");
        }
        let _ = field.focus();
    }
}
