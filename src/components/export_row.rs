use leptos::{either::Either, prelude::*};

use super::{
    moment::iso,
    passage::{is_passage, passage},
};
use crate::{domain::MessageKind, i18n::Texts, protocol::Message};

/// A message in a document that is kept. What it says is the HTML that was made of its text. `official` says that it is
/// the host of the room who speaks.
#[component]
pub fn ExportRow(message: Message, official: bool, clock: String, texts: &'static Texts) -> impl IntoView {
    let when = view! { <time datetime=iso(message.created_at)>{clock}</time> };
    if is_passage(&message) {
        let (name, what) = passage(&message.content, texts);
        let name = name.to_owned();
        return Either::Left(view! {
            <p class="passage">
                <bdi>{name}</bdi>
                {what}
                " "
                {when}
            </p>
        });
    }
    let is_notice = message.kind == MessageKind::Alert && official;
    let alert = is_notice.then(|| view! { <span class="tag">{texts.alert}</span> });
    let edited = message.edited_at.map(|_| view! { <span class="edited">{texts.edited}</span> });
    Either::Right(view! {
        <article>
            <p class="head">
                {alert}
                <bdi class="author">{texts.named(&message.author.nickname).to_owned()}</bdi>
                " "
                {when}
                " "
                {edited}
            </p>
            <div class="message-text" dir="auto" inner_html=message.html.to_string()></div>
        </article>
    })
}
