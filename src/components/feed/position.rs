//! Where the reader is in the feed, and keeping them there.
//!
//! The box is laid out from its bottom edge, so browsers count `scrollTop` from 0 at the bottom into the negative:
//! at the bottom nothing has to be done, and rows put in above move nothing. What remains is a reader who scrolled
//! up: rows that come in below would push theirs away. Browsers differ in helping there (Safari does not), so the
//! page does it itself, the same everywhere.

use leptos::{html::Div, prelude::*, web_sys::Element};

use crate::{
    client::{state::ChatState, store::ChatStore},
    components::live::on_change,
};

/// Nearer to the bottom than this many pixels, the reader is taken to be reading the latest message.
const NEAR_BOTTOM: i32 = 100;

/// Nearer to the top than this many pixels, older messages are loaded.
const NEAR_TOP: i32 = 600;

/// Where the reader is.
#[derive(Clone, Copy)]
pub struct Position {
    store: ChatStore,
    scroller: NodeRef<Div>,
    away: StoredValue<bool>,
    /// How high the content was when the reader's place was last right.
    height: StoredValue<i32>,
    /// Messages that came in below while the reader was away from the bottom.
    pub unseen: RwSignal<u32>,
}

/// The ends of the feed, by which it shows whether something came in above or below.
#[derive(Clone, Debug, Default, PartialEq)]
struct Ends {
    room: String,
    first: u64,
    last: u64,
    last_is_own: bool,
    /// The latest own message that waits to be confirmed.
    pending: Option<std::sync::Arc<str>>,
}

impl Position {
    /// Keeps the reader's place from now on.
    pub fn follow(store: ChatStore, scroller: NodeRef<Div>) -> Self {
        let position = Self {
            store,
            scroller,
            away: StoredValue::new(false),
            height: StoredValue::new(0),
            unseen: RwSignal::new(0),
        };
        let ends = store.select(ends);
        on_change(move |before: Option<Ends>| {
            let now = ends.get();
            match before {
                Some(before) => position.changed(&before, &now),
                None => position.scrolled(),
            }
            now
        });
        position
    }

    /// The reader scrolled.
    pub fn scrolled(self) {
        let Some(box_) = self.element() else { return };
        let away = -box_.scroll_top() > NEAR_BOTTOM;
        self.away.set_value(away);
        self.height.set_value(box_.scroll_height());
        if !away && self.unseen.get_untracked() > 0 {
            self.unseen.set(0);
        }
        let above = box_.scroll_height() - box_.client_height() + box_.scroll_top();
        if above < NEAR_TOP && away {
            self.store.load_older();
        }
    }

    /// Goes to the latest message.
    pub fn to_bottom(self) {
        self.away.set_value(false);
        self.unseen.set(0);
        if let Some(box_) = self.element() {
            box_.set_scroll_top(0);
        }
    }

    fn changed(self, before: &Ends, now: &Ends) {
        let wrote = now.pending.is_some() && now.pending != before.pending;
        if wrote || now.room != before.room || !self.away.get_value() {
            // After the rows are in the document, and before they are painted.
            request_animation_frame(move || self.to_bottom());
        } else if now.last > before.last {
            if !now.last_is_own {
                let came = u32::try_from(now.last - before.last).unwrap_or(u32::MAX);
                self.unseen.update(|unseen| *unseen = unseen.saturating_add(came));
            }
            request_animation_frame(move || self.hold());
        } else {
            request_animation_frame(move || self.scrolled());
        }
    }

    /// Something came in below: moves up by as much, so that the reader sees the same lines.
    fn hold(self) {
        let Some(box_) = self.element() else { return };
        let grown = box_.scroll_height() - self.height.get_value();
        box_.set_scroll_top(box_.scroll_top() - grown);
        self.height.set_value(box_.scroll_height());
    }

    fn element(self) -> Option<Element> {
        self.scroller.get_untracked().map(Into::into)
    }
}

fn ends(state: &ChatState) -> Ends {
    let Some(view) = &state.room else { return Ends::default() };
    let (first, last) = (view.feed.messages.first(), view.feed.messages.last());
    let me = state.me.as_ref().map(|me| &me.id);
    Ends {
        room: view.id.to_string(),
        first: first.map_or(0, |message| message.seq),
        last: last.map_or(0, |message| message.seq),
        last_is_own: last.is_some_and(|message| Some(&message.author.id) == me),
        pending: state.outbox.in_room(&view.id).last().map(|pending| pending.client_id.clone()),
    }
}
