//! The document in which a conversation goes on without scripts, piece by piece.

use std::sync::Arc;

use leptos::prelude::*;

use super::{
    apart::html,
    document::{Assets, Head},
};
use crate::{
    components::more_rows,
    i18n::{Language, LiveTexts, Texts},
    protocol::{
        Look, Message,
        live::{LivePage, Parting},
    },
};

/// The document while it is written.
pub struct LiveDocument {
    page: LivePage,
    look: Look,
    assets: Assets,
    last: Option<Arc<Message>>,
}

impl LiveDocument {
    pub fn new(page: LivePage, look: Look, assets: Assets) -> Self {
        Self { page, look, assets, last: None }
    }

    pub fn head(&mut self, messages: Vec<Arc<Message>>, has_older: bool) -> String {
        let (texts, words) = self.texts();
        let first = messages.first().map_or(0, |message| message.seq);
        let older = has_older.then(|| format!("/r/{}/m/{first}?older", self.page.room.id));
        let (Assets { css, apart, .. }, title) = (self.assets.clone(), self.page.room.name.to_string());
        let look = self.look;
        let head = html(move || {
            view! {
                <Head title look texts>
                    // A link leads the whole page on.
                    <base target="_top" />
                    <link rel="stylesheet" href=css />
                    <link rel="stylesheet" href=apart />
                </Head>
            }
        });
        let name = self.page.room.name.to_string();
        let heading = html(move || view! { <h1 class="visually-hidden">{name}</h1> });
        let older = html(move || {
            older.map(|address| {
                view! {
                    <a class="quiet-button older" href=address>
                        {texts.older}
                    </a>
                }
            })
        });
        let tag = self.language().tag();
        let (theme, size) = (look.theme_attribute().unwrap_or_default(), look.size_attribute().unwrap_or_default());
        let (label, empty, hint) = (texts.messages, texts.no_messages, words.empty_hint);
        // What is begun here stays open until the end.
        let begun = format!(
            "<!DOCTYPE html>\n<html lang=\"{tag}\" dir=\"ltr\" data-theme=\"{theme}\" data-size=\"{size}\">{head}<body class=\"live\">\
             <main class=\"feed-frame\">{heading}<div class=\"feed\" id=\"feed\" role=\"log\" aria-label=\"{label}\" tabindex=\"0\">\
             <div class=\"feed-content\">{older}<div class=\"empty\"><p class=\"empty-title\">{empty}</p><p>{hint}</p></div>\
             <ol class=\"rows\">\n"
        );
        begun + &self.rows(messages)
    }

    pub fn rows(&mut self, messages: Vec<Arc<Message>>) -> String {
        let now = messages.last().map_or(self.page.now, |message| message.created_at.max(self.page.now));
        let rows = more_rows(self.last.as_deref(), &messages, &self.page, now);
        self.last = messages.into_iter().next_back().or(self.last.take());
        rows
    }

    pub fn end(&mut self, parting: Parting) -> String {
        let (texts, words) = self.texts();
        let address = format!("/r/{}", self.page.room.id);
        // Browsers heed it wherever in a document it stands.
        let again = parting.again_in.map(|seconds| format!("<meta http-equiv=\"refresh\" content=\"{seconds}\">"));
        let line = parting.why.map(|why| {
            html(move || {
                view! {
                    <li class="day live-end">
                        <span>{(texts.refusal)(why)} " " <a href=address>{words.again}</a></span>
                    </li>
                }
            })
        });
        format!("{}</ol>{}</div></div></main></body></html>\n", line.unwrap_or_default(), again.unwrap_or_default())
    }

    fn texts(&self) -> (&'static Texts, &'static LiveTexts) {
        (self.language().texts(), self.language().live_texts())
    }

    fn language(&self) -> Language {
        Language::from_tag(&self.page.language)
    }
}
