//! A room's terms, in a few words.

use crate::{
    domain::{Millis, countdown},
    i18n::Texts,
    protocol::Room,
};

/// How many people are in it, and how many it holds if that is bounded.
pub fn people(texts: &Texts, room: &Room) -> String {
    match room.capacity {
        Some(capacity) => (texts.people_of)(room.members, capacity),
        None => (texts.people)(room.members),
    }
}

/// How long it is until it ends; nothing for a room that does not. Not live for those who listen: it changes all the
/// time.
pub fn left(texts: &Texts, now: Millis, room: &Room) -> String {
    room.expires_at.map(|end| (texts.left)(countdown::left(now, end))).unwrap_or_default()
}
