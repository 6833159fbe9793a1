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

#[cfg(test)]
mod tests {
    use leptos::tachys::view::RenderHtml;

    use super::*;
    use crate::i18n::Language;

    #[test]
    fn there_is_a_sentence_for_all_that_the_script_finds_out() {
        let script = include_str!("../../../public/passkey.js");
        let words = Language::Korean.own_texts();
        let html = Owner::new().with(|| view! { <PasskeyNotes words /> }.to_html());
        let told = |before| script.split(before).skip(1).filter_map(|rest| rest.split('\'').next());
        let notes: Vec<_> = told("note('").chain(told("return '")).collect();
        assert!(notes.len() >= 7, "{notes:?}");
        for note in notes {
            assert!(html.contains(&format!("data-note=\"{note}\"")), "{note}");
        }
    }
}
