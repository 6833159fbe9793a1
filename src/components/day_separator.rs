use super::html::Item;
use crate::i18n::{Day, Texts};

/// The day on which the messages below were written.
pub fn day_separator(day: Day, texts: &Texts) -> Item {
    Item::new("day", |html| {
        html.tags("<span>").words(&(texts.day)(day)).tags("</span>");
    })
}

/// The messages below are new to the reader.
pub fn new_separator(texts: &Texts) -> Item {
    Item::new("day new", |html| {
        html.tags("<span>").tags(texts.new_from_here).tags("</span>");
    })
}
