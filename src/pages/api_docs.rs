mod reference;

use leptos::prelude::*;
use serde_json::Value;

use self::reference::{Answer, Field, Operation, Shape};
use crate::i18n::ApiTexts;

/// The HTTP API, for people: what its OpenAPI document says, in their language as far as that is told.
#[component]
pub fn ApiDocs(texts: &'static ApiTexts, document: Value) -> impl IntoView {
    let operations = reference::operations(&document);
    let shapes = reference::shapes(&document);
    view! {
        <div class="api">
            <h1 class="page-title" id="heading" tabindex="-1">
                {texts.title}
            </h1>
            <p>{rich(texts.intro)}</p>
            <p>
                <a href="/api/openapi.json">{texts.document}</a>
            </p>
            {operations.into_iter().map(|operation| view! { <OperationCard texts operation /> }).collect_view()}
            <h2>{texts.shapes}</h2>
            {shapes.into_iter().map(|shape| view! { <ShapeCard texts shape /> }).collect_view()}
        </div>
    }
}

#[component]
fn OperationCard(texts: &'static ApiTexts, operation: Operation) -> impl IntoView {
    let Operation { method, path, summary, about, parameters, body, answers } = operation;
    let answer = |Answer { status, about, kind }| {
        view! {
            <dt>
                <code>{status}</code>
                " "
                <span class="api-kind">{kind}</span>
            </dt>
            <dd>{said(texts, &about)}</dd>
        }
    };
    view! {
        <section class="card">
            <h2 class="card-title">{said(texts, &summary)}</h2>
            <p class="api-address">
                <code>{method} " " {path}</code>
            </p>
            {(!about.is_empty()).then(|| view! { <p>{said(texts, &about)}</p> })}
            <h3>{texts.parameters}</h3>
            <Fields texts fields=parameters />
            {body
                .map(|body| {
                    view! {
                        <h3>{texts.body}</h3>
                        <p class="api-kind">{body}</p>
                    }
                })}
            <h3>{texts.answers}</h3>
            <dl class="api-list">{answers.into_iter().map(answer).collect_view()}</dl>
        </section>
    }
}

#[component]
fn ShapeCard(texts: &'static ApiTexts, shape: Shape) -> impl IntoView {
    view! {
        <section class="card">
            <h3 class="card-title">{shape.name}</h3>
            <p>{said(texts, &shape.about)}</p>
            <Fields texts fields=shape.fields />
        </section>
    }
}

#[component]
fn Fields(texts: &'static ApiTexts, fields: Vec<Field>) -> impl IntoView {
    let field = |Field { name, kind, about, is_optional }| {
        view! {
            <dt>
                <code>{name}</code>
                " "
                <span class="api-kind">{kind}</span>
                {is_optional.then(|| view! { <span class="api-kind">", " {texts.optional}</span> })}
            </dt>
            <dd>{said(texts, &about)}</dd>
        }
    };
    view! { <dl class="api-list">{fields.into_iter().map(field).collect_view()}</dl> }
}

/// A text of the document in the page's language.
fn said(texts: &ApiTexts, english: &str) -> impl IntoView + use<> {
    rich((texts.said)(english).unwrap_or(english))
}

/// What stands between backquotes is code.
fn rich(text: &str) -> impl IntoView + use<> {
    let piece = |(place, piece): (usize, &str)| {
        let is_code = place % 2 == 1;
        let piece = piece.to_owned();
        if is_code { view! { <code>{piece}</code> }.into_any() } else { piece.into_any() }
    };
    text.split('`').enumerate().map(piece).collect_view()
}
