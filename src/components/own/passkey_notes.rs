use leptos::prelude::*;

use crate::i18n::OwnTexts;

/// What may become of a passkey in the browser: the script shows the one that is so.
#[component]
pub fn PasskeyNotes(words: &'static OwnTexts) -> impl IntoView {
    view! {
        <p class="field-hint without-scripts">{words.passkey_scripts}</p>
        <div class="passkey-notes" role="status">
            <p class="refusal" data-note="unsupported" hidden=true>
                {words.passkey_unsupported}
            </p>
            <p class="field-hint" data-note="waiting" hidden=true>
                {words.passkey_waiting}
            </p>
            <p class="refusal" data-note="refused" hidden=true>
                {words.passkey_cancelled}
            </p>
            <p class="refusal" data-note="known" hidden=true>
                {words.passkey_known}
            </p>
            <p class="refusal" data-note="failed" hidden=true>
                {words.passkey_failed}
            </p>
            <p class="refusal" data-note="too-fast" hidden=true>
                {words.passkey_too_fast}
            </p>
        </div>
    }
}
