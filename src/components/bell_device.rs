use std::sync::Arc;

use leptos::prelude::*;

use crate::i18n::BellTexts;

/// Whether this browser shows notifications. Only it knows: `public/bell.js` shows of all this what is so.
#[component]
pub fn BellDevice(
    words: &'static BellTexts,
    /// With which a browser has itself pushed to, when the house pushes.
    push_key: Option<Arc<str>>,
) -> impl IntoView {
    let push_hint = push_key.is_some().then(|| view! { <p class="field-hint">{words.push_hint}</p> });
    let note = |name: &'static str, class: &'static str, text: &'static str| {
        view! {
            <p class=class data-bell-note=name hidden=true>
                {text}
            </p>
        }
    };
    view! {
        <p class="field-hint">{words.device_hint}</p>
        {push_hint}
        <p class="field-hint without-scripts">{words.scripts}</p>
        <div class="bell-device" id="bell-device" data-push-key=push_key.map(|key| key.to_string())>
            <div role="status">
                {note("on", "", words.on)} {note("off", "", words.off)} {note("denied", "refusal", words.denied)}
                {note("unsupported", "refusal", words.unsupported)} {note("failed", "refusal", words.failed)}
            </div>
            <label class="bell-sound" hidden=true>
                <input type="checkbox" id="bell-sound" />
                <span>{words.sound}</span>
            </label>
            <button class="button" id="bell-on" type="button" hidden=true>
                {words.turn_on}
            </button>
            <button class="small-button" id="bell-off" type="button" hidden=true>
                {words.turn_off}
            </button>
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
        let script = include_str!("../../public/bell.js");
        let words = Language::Korean.bell_texts();
        let html = Owner::new().with(|| view! { <BellDevice words push_key=None /> }.to_html());
        let told = |before| script.split(before).skip(1).filter_map(|rest| rest.split('\'').next());
        let notes: Vec<_> = told("show('").chain(told("return '")).collect();
        assert!(notes.len() >= 5, "{notes:?}");
        for note in notes {
            assert!(html.contains(&format!("data-bell-note=\"{note}\"")), "{note}");
        }
    }
}
