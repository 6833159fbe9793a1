//! Walking through the messages by keyboard: one tab stop, arrows, Home and End, Escape back to the composer.

use leptos::{ev::KeyboardEvent, wasm_bindgen::JsCast, web_sys::Element};

use super::focus;
use crate::client::keys;

/// A key was pressed in the feed.
pub fn pressed(event: KeyboardEvent) {
    // A long text that is scrolled by the same keys has them.
    if keys::is_the_imes(&event) || focus::focused(".long:focus").is_some() {
        return;
    }
    let key = event.key();
    if key == "Escape" {
        focus::composer_or_heading();
        return;
    }
    let Some(feed) = event.current_target().and_then(|target| target.dyn_into::<Element>().ok()) else { return };
    let Ok(rows) = feed.query_selector_all(".message") else { return };
    let row = |index| rows.item(index).and_then(|row| row.dyn_into::<Element>().ok());
    let focused = focus::focused(".message");
    let current = focused.and_then(|focused| (0..rows.length()).find(|index| row(*index).as_ref() == Some(&focused)));
    if let Some(next) = step(&key, current, rows.length()) {
        // Otherwise the box would scroll as well.
        event.prevent_default();
        focus::on(row(next));
    }
}

/// Which of `count` rows a key leads to.
fn step(key: &str, current: Option<u32>, count: u32) -> Option<u32> {
    let last = count.checked_sub(1)?;
    match (key, current) {
        ("ArrowUp", None) | ("End", _) => Some(last),
        ("ArrowUp", Some(row)) => Some(row.saturating_sub(1)),
        ("ArrowDown", Some(row)) => Some((row + 1).min(last)),
        ("Home", _) => Some(0),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arrows_walk_and_stop_at_the_ends() {
        assert_eq!(step("ArrowUp", None, 3), Some(2), "from the box to the latest message");
        assert_eq!(step("ArrowUp", Some(2), 3), Some(1));
        assert_eq!(step("ArrowUp", Some(0), 3), Some(0));
        assert_eq!(step("ArrowDown", Some(2), 3), Some(2));
        assert_eq!((step("Home", Some(2), 3), step("End", None, 3)), (Some(0), Some(2)));
    }

    #[test]
    fn other_keys_and_empty_feeds_lead_nowhere() {
        assert_eq!(step("a", Some(1), 3), None);
        assert_eq!(step("ArrowDown", None, 3), None);
        assert_eq!(step("Home", None, 0), None);
    }
}
