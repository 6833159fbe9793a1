use leptos::prelude::*;

use super::dead_end::dead_end;
use crate::{
    components::{UnsentList, block::Block, ui::texts},
    domain::{Ending, Refusal},
    i18n::Texts,
};

/// A room that cannot be entered: there is none that this guest may see, it has ended, it is full,
/// or its owner sent them out.
#[component]
pub fn RoomShut(refusal: Refusal, ending: Option<Ending>) -> Block {
    let texts = texts();
    let (title, hint) = room_shut(refusal, ending, texts);
    let again = (refusal == Refusal::RoomFull).then_some(texts.enter_again);
    Block::new(view! {
        {dead_end(title, hint, again)}
        <UnsentList />
    })
}

/// What is said about it: a title and a hint.
pub fn room_shut(refusal: Refusal, ending: Option<Ending>, texts: &Texts) -> (&'static str, &'static str) {
    match refusal {
        Refusal::RoomClosed => (texts.room_closed(ending), texts.room_closed_hint),
        Refusal::RoomFull => (texts.room_full, texts.room_full_hint),
        Refusal::Kicked => (texts.kicked, texts.kicked_hint),
        _ => (texts.room_missing, texts.room_missing_hint),
    }
}
