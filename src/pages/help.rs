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
        </template>
    }
}
