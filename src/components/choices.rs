use leptos::prelude::*;

use crate::i18n::Language;

/// One of several that exclude each other.
pub struct Choice {
    pub value: &'static str,
    pub label: &'static str,
    /// In which the label is.
    pub lang: Language,
    pub is_chosen: bool,
}

/// Several of which one is chosen.
#[component]
pub fn Choices(name: &'static str, legend: &'static str, choices: Vec<Choice>) -> impl IntoView {
    let choices = choices.into_iter().map(|Choice { value, label, lang, is_chosen }| {
        view! {
            <label class="choice" data-choice=value lang=lang.tag()>
                <input type="radio" name=name value=value checked=is_chosen />
                <span>{label}</span>
            </label>
        }
    });
    view! {
        <fieldset class="choices">
            <legend class="field-label">{legend}</legend>
            <div class="choice-row">{choices.collect_view()}</div>
        </fieldset>
    }
}
