use leptos::prelude::*;

use crate::i18n::HelpTexts;

/// The shortcuts and the commands, each with what it does.
#[component]
pub fn HelpLists(words: &'static HelpTexts) -> impl IntoView {
    let keys = words.keys.map(|(keys, does)| {
        let keys = keys.iter().map(|key| view! { <kbd>{*key}</kbd> }).collect_view();
        view! {
            <dt>{keys}</dt>
            <dd>{does}</dd>
        }
    });
    let typed = words.typed.map(|(text, does)| {
        view! {
            <dt>
                <code>{text}</code>
            </dt>
            <dd>{does}</dd>
        }
    });
    view! {
        <section class="help">
            <h2 class="panel-title">{words.shortcuts}</h2>
            <dl class="help-list">{keys.collect_view()}</dl>
        </section>
        <section class="help">
            <h2 class="panel-title">{words.commands}</h2>
            <dl class="help-list">{typed.collect_view()}</dl>
        </section>
    }
}
