use leptos::{either::Either, prelude::*};

use super::{
    block::Block,
    feed::{
        Line,
        actions::{DELETE, EDIT},
    },
    moment::{Moment, clock},
    passage::{is_passage, passage},
    seal::Seal,
    ui::{Ui, texts},
};
use crate::{domain::MessageKind, protocol::Message};

/// A message in the feed. What it says is the HTML that the server made of the text, and nothing else is ever
/// inserted as HTML.
#[component]
pub fn MessageRow(line: Line) -> Block {
    let ui = Ui::expect();
    let texts = ui.texts;
    let message = line.message.clone();
    let notice = message.kind == MessageKind::Alert && line.official;
    Block::new(view! {
        <li class=classes(&line) id=format!("m{}", message.id) tabindex="-1">
            <Seal id=message.author.id.clone() nickname=message.author.nickname.clone() />
            <p class="message-head">
                {notice.then(|| view! { <span class="tag">{texts.alert}</span> })}
                <bdi class="message-author">{message.author.nickname.to_string()}</bdi>
                {notice.then(|| view! { <span class="tag">{texts.owner}</span> })}
                {message.author.is_bot.then(|| view! { <span class="tag">{texts.bot}</span> })}
                {line.own.then(|| view! { <span class="mark">"(" {texts.me} ")"</span> })}
            </p>
            <div class="message-line">
                <div class="message-bubble">{body(&message)}</div>
                <span class="message-time">
                    <Moment at=message.created_at text=clock(ui, message.created_at) />
                </span>
            </div>
            {actions(&line)}
        </li>
    })
}

fn body(message: &Message) -> impl IntoView + use<> {
    let texts = texts();
    if message.deleted_at.is_some() {
        return Either::Left(view! { <p class="message-deleted">{texts.deleted}</p> });
    }
    let edited = message.edited_at.map(|_| view! { <span class="message-edited">{texts.edited}</span> });
    let html = if is_passage(message) {
        let (name, what) = passage(&message.html, texts);
        [name, what].concat()
    } else {
        message.html.to_string()
    };
    Either::Right(view! {
        <div class="message-text" dir="auto" inner_html=html></div>
        {edited}
    })
}

/// What the guest may do with a message, heard by [`actions::pressed`](super::feed::actions::pressed).
fn actions(line: &Line) -> impl IntoView + use<> {
    let texts = texts();
    let edit = line.own.then(|| view! { <Action name=EDIT label=texts.edit /> });
    let delete = view! { <Action name=DELETE label=texts.delete /> };
    (line.deletable && line.message.deleted_at.is_none())
        .then(|| view! { <div class="message-actions">{edit} {delete}</div> })
}

#[component]
fn Action(name: &'static str, label: &'static str) -> impl IntoView {
    view! {
        <button class="message-action" type="button" value=name>
            {label}
        </button>
    }
}

fn classes(line: &Line) -> String {
    let mut classes = String::from("message");
    let (is_alert, is_passage) = (line.message.kind == MessageKind::Alert, is_passage(&line.message));
    for (class, on) in [
        (" passage", is_passage),
        (" alert", is_alert && line.official && !is_passage),
        (" remark", is_alert && !line.official && !is_passage),
        (" own", line.own && !is_alert),
        (" continues", line.continues),
        (" same-minute", line.same_minute),
    ] {
        if on {
            classes.push_str(class);
        }
    }
    classes
}
