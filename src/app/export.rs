//! What was said in a room, as a document to keep: whole in itself, with nothing to load and nothing that runs.

use base64::{Engine, prelude::BASE64_STANDARD};
use leptos::prelude::*;
use sha2::{Digest, Sha256};

use super::apart::html;
use crate::{
    client::time::Zone,
    components::{ExportRow, moment},
    domain::{GuestId, Millis},
    i18n::{Day, Language},
    protocol::{Message, export::Export},
};

const STYLE: &str = concat!(
    include_str!("../../style/tokens.css"),
    include_str!("../../style/markup.css"),
    include_str!("../../style/export.css")
);

/// The document while it is written.
pub struct Document {
    kept: Kept,
    /// What it is about, unless that is told elsewhere.
    export: Option<Export>,
    /// The number of the day of the last line that was written.
    day: Option<i64>,
}

/// How lines are written.
pub struct Kept {
    pub language: Language,
    /// Minutes east of UTC in which times are shown.
    pub utc_offset: i32,
    /// Whose alerts are the room's.
    pub owner: Option<GuestId>,
}

impl Document {
    pub fn new(export: Export) -> Self {
        let (language, owner) = (Language::from_tag(&export.language), Some(export.room.owner_id.clone()));
        let kept = Kept { language, utc_offset: export.utc_offset, owner };
        Self { export: Some(export), ..Self::of(kept) }
    }

    /// A document of lines, which somebody else [begins](Self::begin).
    pub fn of(kept: Kept) -> Self {
        Self { kept, export: None, day: None }
    }

    /// What a browser may do with it: nothing but show it as it is meant to look.
    pub fn policy() -> String {
        let style = BASE64_STANDARD.encode(Sha256::digest(STYLE));
        format!("default-src 'none'; style-src 'sha256-{style}'; img-src data:; base-uri 'none'; form-action 'none'")
    }

    pub fn head(&mut self) -> String {
        let Some(Export { room, now, .. }) = &self.export else { return String::new() };
        self.begin(room.name.to_string(), Some(room.topic.to_string()), *now)
    }

    /// What stands before the lines: `name` is what it is about.
    pub fn begin(&self, name: String, topic: Option<String>, now: Millis) -> String {
        let Kept { language, .. } = self.kept;
        let (tag, made) = (language.tag(), [self.day_of(now), self.clock(now)].join(" "));
        let title = [&*name, " · ", language.texts().house].concat();
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
            let topic = topic.map(|topic| {
                view! {
                    <p>
                        <bdi>{topic}</bdi>
                    </p>
                }
            });
            view! {
                <header>
                    <h1>
                        <bdi>{name}</bdi>
                    </h1>
                    {topic}
                    <p>{(language.settings_texts().exported_at)(&made)}</p>
                </header>
            }
        });
        format!(
            "<!DOCTYPE html>\n<html lang=\"{tag}\" dir=\"ltr\"><head>{head}<style>{STYLE}</style></head>\n\
             <body>{heading}<main>\n"
        )
    }

    /// Begins anew with the day, as after a heading.
    pub fn next_day_is_told(&mut self) {
        self.day = None;
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
        let (message, clock, language) = (message.clone(), self.clock(message.created_at), self.kept.language);
        let official = self.kept.owner.as_ref() == Some(&message.author.id);
        let row = html(move || {
            view! {
                {heading.map(|day| view! { <h2>{day}</h2> })}
                <ExportRow message official clock texts=language.texts() />
            }
        });
        row + "\n"
    }

    fn zone(&self) -> Zone {
        Zone::Fixed(self.kept.utc_offset)
    }

    fn clock(&self, at: Millis) -> String {
        let civil = self.zone().civil(at);
        (self.kept.language.texts().clock)(civil.hour, civil.minute)
    }

    /// With its year: the document may be read much later.
    fn day_of(&self, at: Millis) -> String {
        let civil = self.zone().civil(at);
        let day = moment::day(civil, civil.year);
        (self.kept.language.texts().day)(Day { year: Some(civil.year), ..day })
    }
}
