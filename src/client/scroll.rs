//! Where the feed is scrolled to: it follows the newest message while its reader does, and otherwise stays put.
//!
//! The feed is a scrolling element whose rows come and go. Whoever changes them looks with [`Place::of`] before, and
//! calls [`Place::follow`] or [`Place::keep`] once the new rows are in the document. The feed's style must say
//! `overflow-anchor: none`, for browsers that keep the place by themselves would do it a second time.

use web_sys::{Element, ScrollBehavior, ScrollToOptions};

/// A reader this close to the end (in CSS pixels) is reading the newest messages.
const NEAR: i32 = 100;

/// Whether the reader is near the newest message.
pub fn is_near_bottom(feed: &Element) -> bool {
    distance_from_bottom(feed) <= NEAR
}

/// Goes to the newest message.
pub fn to_bottom(feed: &Element) {
    to(feed, feed.scroll_height());
}

/// Where a feed was before its rows changed.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Place {
    near_bottom: bool,
    distance_from_bottom: i32,
}

impl Place {
    pub fn of(feed: &Element) -> Self {
        Self { near_bottom: is_near_bottom(feed), distance_from_bottom: distance_from_bottom(feed) }
    }

    /// The reader was reading the newest messages.
    pub fn is_near_bottom(self) -> bool {
        self.near_bottom
    }

    /// After rows were put at the end: follows them if the reader was near the end. `false` if not; then they are to
    /// be announced in another way.
    pub fn follow(self, feed: &Element) -> bool {
        if self.near_bottom {
            to_bottom(feed);
        }
        self.near_bottom
    }

    /// After rows were put before the first one: shows the same rows at the same place as before. What is below them
    /// has not changed, so the distance from the end is what counts.
    pub fn keep(self, feed: &Element) {
        to(feed, feed.scroll_height() - feed.client_height() - self.distance_from_bottom);
    }
}

/// Whether the reader is so near the first row that older ones should be loaded.
pub fn is_near_top(feed: &Element) -> bool {
    feed.scroll_top() <= 2 * feed.client_height()
}

fn distance_from_bottom(feed: &Element) -> i32 {
    feed.scroll_height() - feed.client_height() - feed.scroll_top()
}

fn to(feed: &Element, top: i32) {
    // Never smoothly: a feed that is still on its way when the next message comes would fall behind for good.
    let there = ScrollToOptions::new();
    there.set_top(f64::from(top));
    there.set_behavior(ScrollBehavior::Instant);
    feed.scroll_to_with_scroll_to_options(&there);
}
