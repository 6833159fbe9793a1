use leptos::prelude::*;

use crate::{
    components::{HelpLists, Palette},
    i18n::Language,
};

/// What the keyboard can do, and what can be typed instead.
#[component]
pub fn Help(language: Language) -> impl IntoView {
    let words = language.help_texts();
    view! {
        <div class="settings">
            <h1 class="page-title" id="heading" tabindex="-1">
                {words.title}
            </h1>
            <HelpLists words />
            <p>
                <a class="small-button" href="/">
                    {words.all_rooms}
                </a>
            </p>
        </div>
        // Nothing of it is shown here.
        <template id="hands">
            <Palette language />
            <dialog class="palette-help" id="shortcuts" aria-labelledby="shortcuts-title">
                // Not the button below, to which the dialog would scroll.
                <h2 class="card-title" id="shortcuts-title" tabindex="-1" autofocus>
                    {words.title}
                </h2>
                <HelpLists words />
                <form method="dialog">
                    <button class="button">{words.close}</button>
                </form>
            </dialog>
            <Deletion language />
            <dialog class="palette-help" id="reactions" aria-labelledby="reactions-title">
                <h2 class="card-title" id="reactions-title" tabindex="-1" autofocus>
                    {words.reactions}
                </h2>
                <dl class="help-list" id="reactions-list"></dl>
                <form method="dialog">
                    <button class="button">{words.close}</button>
                </form>
            </dialog>
        </template>
    }
}

/// Asks whether a message is to be deleted, beside its beginning. Who presses Enter without reading deletes nothing.
#[component]
fn Deletion(language: Language) -> impl IntoView {
    let texts = language.texts();
    let words = language.help_texts();
    view! {
        <dialog
            class="palette-help"
            id="deletion"
            role="alertdialog"
            aria-labelledby="deletion-title"
            aria-describedby="deletion-excerpt deletion-warning"
        >
            <h2 class="card-title" id="deletion-title">
                {words.delete_question}
            </h2>
            <blockquote class="deletion-excerpt" id="deletion-excerpt" dir="auto"></blockquote>
            <p class="field-hint" id="deletion-warning">
                {words.delete_warning}
            </p>
            <form class="settings-choices" method="dialog">
                <button class="quiet-button" autofocus>
                    {texts.cancel}
                </button>
                <button class="danger-button" value="delete">
                    {texts.delete}
                </button>
            </form>
        </dialog>
    }
}
