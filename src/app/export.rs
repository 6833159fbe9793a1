//! What was said in a room, as a document to keep: whole in itself, with nothing to load and nothing that runs.

use base64::{Engine, prelude::BASE64_STANDARD};
use leptos::prelude::*;
use sha2::{Digest, Sha256};

use super::apart::html;
use crate::{
    client::time::Zone,
    components::{ExportRow, moment},
    i18n::Language,
    protocol::{Message, export::Export},
};

const STYLE: &str = concat!(
    include_str!("../../style/tokens.css"),
    include_str!("../../style/markup.css"),
    include_str!("../../style/export.css")
);

/// The document while it is written.
pub struct Document {
    export: Export,
    /// The number of the day of the last line that was written.
    day: Option<i64>,
}

impl Document {
    pub fn new(export: Export) -> Self {
        Self { export, day: None }
    }

    /// What a browser may do with it: nothing but show it as it is meant to look.
    pub fn policy() -> String {
        let style = BASE64_STANDARD.encode(Sha256::digest(STYLE));
        format!("default-src 'none'; style-src 'sha256-{style}'; img-src data:; base-uri 'none'; form-action 'none'")
    }

    pub fn head(&mut self) -> String {
        let Export { room, now, .. } = &self.export;
        let (language, texts) = (self.language(), self.language().texts());
        let (tag, made) = (language.tag(), [self.day_of(*now), self.clock(*now)].join(" "));
        let (name, topic) = (room.name.to_string(), room.topic.to_string());
        let title = [&*name, " · ", texts.house].concat();
        let head = html(move || {
            view! {
                <meta charset="utf-8" />
                <meta http-equiv="Content-Security-Policy" content=Self::policy() />
                <meta name="viewport" content="width=device-width, initial-scale=1" />
                <meta name="color-scheme" content="light dark" />
                <title>{title}</title>
            }
        });
        let heading = html(move || {
            view! {
                <header>
                    <h1>
                        <bdi>{name}</bdi>
                    </h1>
                    <p>
                        <bdi>{topic}</bdi>
                    </p>
                    <p>{(language.settings_texts().exported_at)(&made)}</p>
                </header>
            }
        });
        format!(
            "<!DOCTYPE html>\n<html lang=\"{tag}\" dir=\"ltr\"><head>{head}<style>{STYLE}</style></head>\n\
             <body>{heading}<main>\n"
        )
    }

    pub fn lines(&mut self, messages: &[Message]) -> String {
        messages.iter().map(|message| self.line(message)).collect()
    }

    pub fn foot(&mut self) -> String {
        "</main></body></html>\n".to_owned()
    }

    fn line(&mut self, message: &Message) -> String {
        let day = self.zone().day_number(message.created_at);
        let heading = (self.day.replace(day) != Some(day)).then(|| self.day_of(message.created_at));
        let (message, clock, language) = (message.clone(), self.clock(message.created_at), self.language());
        let official = message.author.id == self.export.room.owner_id;
        let row = html(move || {
            view! {
                {heading.map(|day| view! { <h2>{day}</h2> })}
                <ExportRow message official clock texts=language.texts() />
            }
        });
        row + "\n"
    }

    fn language(&self) -> Language {
        Language::from_tag(&self.export.language)
    }

    fn zone(&self) -> Zone {
        Zone::Fixed(self.export.utc_offset)
    }

    fn clock(&self, at: crate::domain::Millis) -> String {
        let civil = self.zone().civil(at);
        (self.language().texts().clock)(civil.hour, civil.minute)
    }

    /// With its year: the document may be read much later.
    fn day_of(&self, at: crate::domain::Millis) -> String {
        let civil = self.zone().civil(at);
        let day = moment::day(civil, civil);
        (self.language().texts().day)(crate::i18n::Day { year: Some(civil.year), ..day })
    }
}
