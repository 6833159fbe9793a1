//! Where the reader is in the feed, and keeping them there.
//!
//! The box is laid out from its bottom edge, so browsers count `scrollTop` from 0 at the bottom into the negative:
//! at the bottom nothing has to be done, and rows put in above move nothing, once Chrome is told so. What remains is
//! a reader who scrolled up: rows that come in below would push theirs away. Browsers differ in helping there (Safari
//! does not), so the page looks which row is in sight before the rows change, and puts it back there afterwards.
//! Heights would not do: rows out of sight have guessed ones (`content-visibility`), which turn into real ones at any
//! time.

use std::sync::Arc;

use leptos::{html::Div, prelude::*, web_sys::Element};

use super::{
    focus,
    window::{Near, is_latest, slide, window},
};
use crate::{
    client::{
        soon::{listen, next_frame},
        state::{ChatState, Input},
        store::ChatStore,
    },
    components::live::on_change,
    protocol::Message,
};

/// Nearer to the bottom than this many pixels, the reader is taken to be reading the latest message.
const NEAR_BOTTOM: i32 = 100;

/// Nearer to the end of what is drawn than this many pixels, more is drawn, or loaded.
const NEAR_END: i32 = 600;

/// Where the reader is.
#[derive(Clone, Copy)]
pub struct Position {
    store: ChatStore,
    scroller: NodeRef<Div>,
    away: StoredValue<bool>,
    /// How many pixels above the bottom, as of the last time they scrolled.
    below: StoredValue<i32>,
    /// A row in sight by its `id`, and where its upper edge was, in pixels of the window.
    row: StoredValue<Option<(String, f64)>>,
    /// The first row when the reader asked for what is above it.
    asked_above: StoredValue<Option<String>>,
    /// The row is remembered from before the changes of this frame.
    is_changing: StoredValue<bool>,
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
    pending: Option<Arc<str>>,
}

impl Position {
    /// Keeps the reader's place from now on.
    pub fn follow(store: ChatStore, scroller: NodeRef<Div>) -> Self {
        let position = Self {
            store,
            scroller,
            away: StoredValue::new(false),
            below: StoredValue::new(0),
            row: StoredValue::new(None),
            asked_above: StoredValue::new(None),
            is_changing: StoredValue::new(false),
            unseen: RwSignal::new(0),
        };
        on_change(move |_: Option<()>| {
            let listener = listen("visibilitychange", move |_| position.looked());
            on_cleanup(move || listener.remove());
        });
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
        let below = -box_.scroll_top();
        self.below.set_value(below);
        let top = self.top();
        let away = below > NEAR_BOTTOM || self.messages(|messages| !is_latest(messages, top));
        self.away.set_value(away);
        if !away && self.unseen.get_untracked() > 0 {
            self.unseen.set(0);
        }
        self.seen();
        let above = box_.scroll_height() - box_.client_height() - below;
        let near = match (above < NEAR_END, below < NEAR_END) {
            _ if !away => Near::Bottom,
            // Who came to the button by keyboard asks by pressing it; it would be pushed out of their sight.
            (true, _) if focus::is_on_older() => Near::Neither,
            (true, _) => Near::Top,
            (_, true) => Near::Bottom,
            _ => Near::Neither,
        };
        self.draw_around(near);
    }

    /// The reader asks for what is above; by keyboard they go on from there where they were.
    pub fn to_older(self, by_key: bool) {
        self.asked_above.set_value(focus::first_row().filter(|_| by_key));
        self.draw_around(Near::Top);
    }

    /// The button goes up out of sight, or is hidden: the focus goes to the row that was the first one before.
    fn go_on_from_older(self) {
        let asked = self.asked_above.try_get_value().flatten();
        if let Some(row) = asked.filter(|row| focus::first_row().as_ref() != Some(row)) {
            self.asked_above.set_value(None);
            focus::find_again(&row);
        }
    }

    /// Draws more where the reader is near the end of what is drawn, and loads it if need be.
    fn draw_around(self, near: Near) {
        let before = self.top();
        let top = self.messages(|messages| slide(messages, before, near));
        if top != before {
            // Of a short conversation the same is drawn: to hold the reader would undo how they scroll on.
            if self.messages(|messages| !std::ptr::eq(window(messages, before), window(messages, top))) {
                self.hold_soon();
            }
            self.store.apply(Input::Drawn(top));
        }
        if near == Near::Top && top == self.messages(|messages| messages.first().map(|message| message.seq)) {
            self.store.apply(Input::OlderAsked);
        }
    }

    fn messages<T>(self, read: impl FnOnce(&[Arc<Message>]) -> T) -> T {
        self.store.peek(|state| read(state.room.as_ref().map_or(&[], |view| &view.feed.messages)))
    }

    fn top(self) -> Option<u64> {
        self.store.peek(|state| state.room.as_ref().and_then(|view| view.top))
    }

    /// Nothing lies below what is in sight.
    fn is_at_bottom(self) -> bool {
        !self.away.get_value() && self.below.get_value() == 0 && self.top().is_none()
    }

    /// Goes to the latest message.
    pub fn to_bottom(self) {
        let Some(box_) = self.element() else { return };
        self.away.set_value(false);
        self.asked_above.set_value(None);
        self.unseen.set(0);
        if self.top().is_some() {
            self.store.apply(Input::Drawn(None));
        }
        // At the bottom they stay there by themselves; to say so would have the browser lay the page out at once.
        if self.below.get_value() != 0 {
            box_.set_scroll_top(0);
        }
        self.seen();
    }

    /// The latest message is in sight, unless the reader is further up or looks at another page.
    fn seen(self) {
        if !self.away.get_value() && !document().hidden() {
            self.store.apply(Input::Seen);
        }
    }

    /// The page came into sight, or went out of it.
    fn looked(self) {
        if document().hidden() {
            self.store.apply(Input::LookedAway { from_end: !self.away.get_value() });
        } else {
            self.seen();
        }
    }

    fn changed(self, before: &Ends, now: &Ends) {
        let wrote = now.pending.is_some() && now.pending != before.pending;
        if now.room == before.room && self.is_at_bottom() {
            // They stay there by themselves, and a frame's worth of asking the browser is saved at every message.
            self.seen();
        } else if wrote || now.room != before.room || !self.away.get_value() {
            // After the rows are in the document, and before they are painted.
            next_frame(move || self.to_bottom());
        } else if now.last > before.last {
            if !now.last_is_own {
                let came = u32::try_from(now.last - before.last).unwrap_or(u32::MAX);
                self.unseen.update(|unseen| *unseen = unseen.saturating_add(came));
            }
            self.hold_soon();
        } else if now.first < before.first {
            self.let_lie();
        } else {
            next_frame(move || self.scrolled());
        }
    }

    /// The rows are about to change, maybe in several places. On the server, and before there are any, nothing is to be kept.
    pub fn remember(self) {
        if self.element().is_none() {
            return;
        }
        focus::keep();
        if self.asked_above.with_value(Option::is_some) {
            next_frame(move || self.go_on_from_older());
        }
        // At the bottom nothing is to be held, and to look for a row would have the browser lay the page out.
        if !self.away.get_value() || self.is_changing.get_value() {
            return;
        }
        self.row.set_value(self.row_in_sight());
        self.is_changing.set_value(true);
        next_frame(move || {
            self.is_changing.try_set_value(false);
        });
    }

    /// The reader sees the same lines where they were, whatever comes in or goes in this frame.
    fn hold_soon(self) {
        self.remember();
        self.as_it_settles(|this, _| this.hold());
    }

    /// Nothing moves by itself when older messages come in; but of a part that grows Chrome keeps the upper edge where it
    /// was, and so the reader would be thrown to older ones. To put them back would undo how they scroll on.
    fn let_lie(self) {
        self.grows(true);
        self.as_it_settles(|this, is_done| this.grows(!is_done));
    }

    fn grows(self, grows: bool) {
        if let Some(box_) = self.element() {
            let _ = box_.class_list().toggle_with_force("growing", grows);
        }
    }

    /// Before the next two frames are painted, of which the second is told: a row just put in gets its real height only
    /// when it is painted.
    fn as_it_settles(self, each: fn(Self, bool)) {
        next_frame(move || {
            each(self, false);
            next_frame(move || {
                each(self, true);
                // Who stands at the very end scrolls no more: what they have in sight now says whether that is to go on.
                self.scrolled();
            });
        });
    }

    fn hold(self) {
        let Some(box_) = self.element() else { return };
        let Some((id, top)) = self.row.get_value() else { return };
        let Some(row) = document().get_element_by_id(&id) else { return };
        let moved = (row.get_bounding_client_rect().top() - top).round() as i32;
        if self.away.get_value() && moved != 0 {
            box_.set_scroll_top(box_.scroll_top() + moved);
        }
    }

    fn row_in_sight(self) -> Option<(String, f64)> {
        let frame = self.element()?.get_bounding_client_rect();
        let (x, y) = (frame.x() + frame.width() / 2.0, frame.y() + frame.height() / 2.0);
        let hit = document().element_from_point(x as f32, y as f32)?.closest(".message, .rows").ok()??;
        // Rows that are not painted yet, after a leap, are not hit: the first of their part stands for them.
        let row = hit.query_selector(".message").ok()?.unwrap_or(hit);
        Some((row.id(), row.get_bounding_client_rect().top()))
    }

    /// `None` also when the room was left before the next frame came.
    fn element(self) -> Option<Element> {
        self.scroller.try_get_untracked().flatten().map(Into::into)
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
