//! Joins Web Push to the settings and to the words of the house.

use std::sync::Arc;

use crate::{
    bells::{Notification, Push, Vapid, VapidError},
    chat::ports::Ring,
    i18n::Language,
    outside::{Gate, Sender},
    settings::Settings,
};

/// How the house pushes, if its operator wants that.
///
/// # Errors
/// When its key cannot be read or kept.
pub(super) fn with(settings: &Settings) -> Result<Option<Push>, VapidError> {
    if !settings.push {
        return Ok(None);
    }
    if !settings.secure() {
        tracing::warn!("push is on, but browsers have themselves pushed to over HTTPS only: set public_url");
    }
    let contact = settings.public_origin().filter(|_| settings.secure());
    let vapid = Vapid::open(&settings.push_key(), contact)?;
    let sender = Sender::new(Gate::new(settings.webhooks.opened()));
    Ok(Some(Push { vapid, sender, words: Arc::new(words) }))
}

/// Of a room that is not open, not even which one it is.
fn words(language: &str, ring: &Ring, is_open: bool) -> Notification {
    let words = Language::from_tag(language).bell_texts();
    if !is_open {
        return Notification { title: words.app_name.to_owned(), body: words.news.to_owned() };
    }
    let title = match ring.count {
        1 => ring.room_name.to_string(),
        count => format!("{} ({count})", ring.room_name),
    };
    Notification { title, body: (words.line)(&ring.author, &ring.excerpt) }
}
