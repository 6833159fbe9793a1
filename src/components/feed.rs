pub mod actions;
pub mod focus;
mod keyboard;
mod position;
mod rows;
#[cfg(feature = "ssr")]
mod still;
mod window;

pub use self::rows::{Line, RowKey};
#[cfg(feature = "ssr")]
pub use self::still::{StillFeed, more_rows};

use leptos::{ev::MouseEvent, html::Div, prelude::*};

use self::{
    position::Position,
    rows::{Row, Talk},
};
use super::{
    block::Block,
    day_separator::{day_separator, new_separator},
    html::Item,
    list::{Entry, Key, List},
    live::{handler, switch, text},
    message_row::message_row,
    new_messages_pill::NewMessagesPill,
    pending_list::PendingList,
    reaction_picker::{Picking, ReactionPicker},
    room_links::link,
    ui::texts,
};
use crate::{
    client::{
        selected::Selected,
        state::{ChatState, RoomStatus, RoomView},
        store::ChatStore,
    },
    i18n::Texts,
};

/// The open room's messages, the latest at the bottom, where the reader is kept until they scroll away.
///
/// Of a long conversation some hundreds are drawn, around what the reader has in sight (see [`window`]).
///
/// The box is laid out from its bottom edge (`style/feed.css`), so the latest message is in sight at the first paint
/// without any script, and older messages put in above move nothing (nearly: see [`Position`]).
#[component]
pub fn Feed() -> Block {
    let texts = texts();
    let store = ChatStore::expect();
    let scroller = NodeRef::<Div>::new();
    let position = Position::follow(store, scroller);
    let busy = store.select(is_busy);
    let picking = Picking::new(None);
    let chunks = store.select(|state| rows::chunks(window::drawn(state)));
    let part = move |number| Entry::new(Key::Chunk(number), move || rows_of(number, position).into_view());
    let parts = Box::new(move || {
        position.remember();
        chunks.get().into_iter().map(part).collect()
    });
    Block::new(view! {
        <div class="feed-frame">
            <div
                class="feed"
                id="feed"
                role="log"
                aria-live="off"
                aria-label=texts.messages
                aria-description=texts.messages_hint
                aria-busy=text(move || busy.get().to_string())
                tabindex="0"
                node_ref=scroller
                on:scroll=move |_| position.scrolled()
                on:keydown=handler(keyboard::pressed)
                on:click=handler(actions::pressed(store, picking))
            >
                <div class="feed-content">
                    <OlderButton busy on_press=move |by_key| position.to_older(by_key) />
                    <List entries=parts />
                    <PendingList />
                    <Emptiness busy />
                </div>
            </div>
            <ReactionPicker picking />
            <NewMessagesPill count=position.unseen on_press=move || position.to_bottom() />
        </div>
    })
}

/// A [chunk](rows::CHUNK) of the feed.
fn rows_of(number: u64, position: Position) -> Block {
    let texts = texts();
    let chunk = ChatStore::expect().select(move |state| Talk::of(state, number));
    let entry = move |row: Row| Entry::item(Key::Row(row.key()), move || draw(row, texts));
    let entries = Box::new(move || {
        position.remember();
        chunk.with(Talk::rows).into_iter().map(entry).collect()
    });
    Block::new(view! {
        <ol class="rows">
            <List entries />
        </ol>
    })
}

fn draw(row: Row, texts: &Texts) -> Item {
    match row {
        Row::Day(_, day) => day_separator(day, texts),
        Row::New => new_separator(texts),
        Row::Message(line) => message_row(&line, texts),
    }
}

/// Scrolling up loads older messages by itself; this is for those who do not scroll.
#[component]
fn OlderButton(busy: Selected<bool>, on_press: impl Fn(bool) + 'static) -> impl IntoView {
    let texts = texts();
    let store = ChatStore::expect();
    let can_load = store.select(ChatState::can_ask_older);
    let label = move || if busy.get() { texts.loading_older } else { texts.older };
    view! {
        <button
            class="quiet-button older"
            type="button"
            hidden=switch(move || !can_load.get())
            // No pointer clicked: it was a key, or what speaks for one.
            on:click=handler(move |event: MouseEvent| on_press(event.detail() == 0))
        >
            {text(move || label().to_owned())}
        </button>
    }
}

/// What stands where no message is.
#[component]
fn Emptiness(busy: Selected<bool>) -> impl IntoView {
    let texts = texts();
    let store = ChatStore::expect();
    let empty = store.select(is_empty);
    let opening = move || busy.get();
    let room = store.peek(|state| state.room.as_ref().map(|view| view.id.clone()));
    let invite = room.map(|id| link(&id, "invite", " class=\"small-button\"", texts.invite)).unwrap_or_default();
    view! {
        <div class="empty" hidden=switch(move || !empty.get())>
            <p class="empty-title">
                {text(move || if opening() { texts.loading } else { texts.no_messages }.to_owned())}
            </p>
            <p>{text(move || if opening() { "" } else { texts.no_messages_hint }.to_owned())}</p>
            <p class="empty-invite" hidden=switch(opening) inner_html=invite></p>
        </div>
    }
}

fn is_empty(state: &ChatState) -> bool {
    let nothing = |view: &RoomView| view.feed.messages.is_empty() && state.outbox.in_room(&view.id).next().is_none();
    state.room.as_ref().is_some_and(nothing)
}

fn is_busy(state: &ChatState) -> bool {
    state.room.as_ref().is_some_and(|view| view.status == RoomStatus::Opening || view.feed.loading_older)
}
