mod attachment;
mod obey;
mod writing;

pub use self::writing::edited;

use leptos::{
    ev::{CompositionEvent, Event, KeyboardEvent},
    html::{Form, Textarea},
    prelude::*,
    server_fn::ServerFn,
};

use self::{attachment::attachment, writing::Writing};
use super::{
    block::Block,
    edit_bar::EditBar,
    html::Html,
    live::handler,
    refusal_text::{Concern, RefusalText},
    ui::{Ui, texts},
    unsaved_edits::UnsavedEdits,
};
use crate::{
    actions::PostMessage,
    client::{
        keys::{self, Meaning},
        state::Input,
        store::ChatStore,
    },
    domain::RoomId,
};

/// UTF-16 units that can be written: what is pasted is its author's to shorten, and not cut without a word. With as much
/// Korean a form's body is as large as it may be (`http/body.rs`).
const LONGEST: u16 = 20_000;

/// Milliseconds between two signs of typing.
const TYPING_PACE: f64 = 3_000.0;

/// Where messages are written.
///
/// The text lives in the document alone: it is read when it is sent, and never written while an input method is
/// composing, which would lose or double the last syllable.
#[component]
pub fn Composer(id: RoomId) -> Block {
    let texts = texts();
    // The button posts what the form's own action cannot read: files.
    let pictures = ["/r/", id.as_str(), "/pictures"].concat();
    let form_id = Ui::expect().form_id;
    let field = NodeRef::<Textarea>::new();
    let form = NodeRef::<Form>::new();
    let writing = Writing::new(ChatStore::expect(), id.clone(), field);
    // What a form posted and was refused, with the page that says why.
    let refused = writing.store.peek(|state| state.typed.as_ref()?.message().map(as_content));
    let signs = StoredValue::new(f64::NEG_INFINITY);
    let typed = move |event: Event| {
        writing.keep();
        let at = event.time_stamp();
        if at - signs.get_value() >= TYPING_PACE {
            signs.set_value(at);
            writing.store.typing();
        }
    };
    let pressed = move |event: KeyboardEvent| match keys::meaning(&event, keys::touch_keyboard()) {
        Meaning::Send => {
            event.prevent_default();
            if let Some(form) = form.get_untracked() {
                // Throws only when the form is not in the document any more.
                let _ = form.request_submit();
            }
        }
        Meaning::Up if writing.is_empty() => {
            event.prevent_default();
            writing.store.edit_latest();
        }
        Meaning::Cancel => writing.store.apply(Input::Editing(None)),
        Meaning::Up | Meaning::NewLine | Meaning::Nothing => {}
    };
    Block::new(view! {
        <form
            class="composer"
            id="composer"
            method="post"
            action=PostMessage::PATH
            node_ref=form
            on:submit=handler(move |event| writing.submit(&event))
        >
            <input type="hidden" name="room_id" value=id.to_string() />
            <input type="hidden" name="client_id" value=form_id.get_value() />
            <UnsavedEdits />
            <EditBar />
            <label class="visually-hidden" for="composer-text">
                {texts.message}
            </label>
            <div class="composer-box">
                <div class="composer-attach" inner_html=attachment(Ui::expect().language)></div>
                <textarea
                    class="composer-text"
                    id="composer-text"
                    name="content"
                    rows="1"
                    required=true
                    maxlength=LONGEST.to_string()
                    dir="auto"
                    autocomplete="off"
                    enterkeyhint="enter"
                    placeholder=texts.message_placeholder
                    aria-invalid=Concern::Message.invalid()
                    aria-describedby="composer-hint composer-refusal"
                    inner_html=refused
                    node_ref=field
                    on:input=typed
                    on:invalid=move |event: Event| {
                        // A second click on the button finds nothing to send any more; nothing is wrong with that.
                        if writing.store.is_live() {
                            event.prevent_default();
                        }
                    }
                    on:keydown=handler(pressed)
                    on:compositionstart=handler(move |_: CompositionEvent| writing.compose(true))
                    on:compositionend=handler(move |_: CompositionEvent| writing.compose(false))
                ></textarea>
                <button class="button send" formaction=pictures formenctype="multipart/form-data">
                    {texts.send}
                </button>
            </div>
            <p class="composer-hint" id="composer-hint">
                // The hint of a field is read also when it is hidden; what is hidden in it is not.
                <span>{texts.composer_hint}</span>
            </p>
            <RefusalText concern=Concern::Message id="composer-refusal" />
        </form>
    })
}

/// A text as the content of a `textarea`, whose first line break HTML leaves out.
fn as_content(text: &str) -> String {
    let mut html = Html::default();
    html.tags("\n").words(text);
    html.into_text()
}
