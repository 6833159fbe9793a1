use leptos::prelude::*;

use crate::i18n::{CheckTexts, Sentence};

/// Which ways lead from the visitor's network to the house. Everything that `public/check.js` may find out stands here
/// already; the script shows what holds.
#[component]
pub fn Check(texts: &'static CheckTexts) -> impl IntoView {
    let time = view! {
        <li class="card check-item">
            <h2 class="card-title">{texts.time}</h2>
            <p class="check-hint">{texts.time_hint}</p>
            <p class="check-outcome">
                <span data-value="time"></span>
                " "
                {sentences("pace", &texts.pace)}
            </p>
        </li>
    };
    view! {
        <div class="check" id="check">
            <h1 class="page-title" id="heading" tabindex="-1">
                {texts.title}
            </h1>
            <p>{texts.intro}</p>
            <p class="without-scripts check-verdict">{texts.without_script}</p>
            <p class="check-verdict check-live" role="status">
                {sentences("verdict", &texts.verdict)}
            </p>
            <ol class="check-list check-live">
                {item(texts.websocket, texts.websocket_hint, "websocket", &texts.websocket_outcome)}
                {item(texts.polling, texts.polling_hint, "polling", &texts.polling_outcome)} {time}
            </ol>
            <p class="check-live">
                <button class="button" id="again" type="button" hidden>
                    {texts.again}
                </button>
            </p>
            <details class="card check-advice" id="advice">
                <summary>{texts.advice}</summary>
                <p>{texts.advice_intro}</p>
                <ul>{texts.advice_items.map(|item| view! { <li>{item}</li> }).collect_view()}</ul>
                <h2 class="card-title check-live">{texts.report}</h2>
                <pre class="check-report check-live" data-value="report"></pre>
            </details>
        </div>
    }
}

fn item(
    title: &'static str,
    hint: &'static str,
    subject: &'static str,
    outcomes: &'static [Sentence],
) -> impl IntoView {
    view! {
        <li class="card check-item">
            <h2 class="card-title">{title}</h2>
            <p class="check-hint">{hint}</p>
            <p class="check-outcome">{sentences(subject, outcomes)}</p>
        </li>
    }
}

/// All that may be said about a subject; only that it is not known yet is shown.
fn sentences(subject: &'static str, sentences: &'static [Sentence]) -> impl IntoView {
    let sentence = |(word, text): &'static Sentence| {
        view! {
            <span data-subject=subject data-word=*word hidden=*word != "pending">
                {*text}
            </span>
        }
    };
    sentences.iter().map(sentence).collect_view()
}
