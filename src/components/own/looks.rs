use leptos::{prelude::*, server_fn::ServerFn};

use super::{Desk, Section};
use crate::{
    actions::ChooseLook,
    components::{Choice, Choices},
    i18n::Language,
    protocol::look::{TextSize, Theme},
};

/// How the house looks in this browser: language, light, size of letters.
#[component]
pub fn Looks(desk: Desk) -> impl IntoView {
    let Desk { page, language, texts, words } = desk.clone();
    let chosen = |value, label, is_chosen| Choice { value, label, lang: language, is_chosen };
    let themes = Theme::ALL.iter().zip(words.themes);
    let themes = themes.map(|(theme, label)| chosen(theme.code(), label, *theme == page.look.theme)).collect();
    let sizes = TextSize::ALL.iter().zip(words.sizes);
    let sizes = sizes.map(|(size, label)| chosen(size.code(), label, *size == page.look.size)).collect();
    let languages = Language::ALL.map(|choice| Choice {
        value: choice.tag(),
        label: choice.name(),
        lang: choice,
        is_chosen: choice == language,
    });
    view! {
        <Section desk id="look" title=words.look saved=words.saved>
            <p class="field-hint">{words.look_hint}</p>
            <form class="settings-form" method="post" action=ChooseLook::PATH>
                <Choices name="theme" legend=words.theme choices=themes />
                <Choices name="text_size" legend=words.text_size choices=sizes />
                <Choices name="language" legend=texts.language choices=languages.into() />
                <button class="button">{words.save}</button>
            </form>
        </Section>
    }
}
