mod keyboard;
mod position;
mod rows;

pub use self::rows::Line;

use leptos::{either::Either, html::Div, prelude::*};

use self::{
    position::Position,
    rows::{Row, rows},
};
use super::{
    day_separator::DaySeparator,
    message_row::MessageRow,
    new_messages_pill::NewMessagesPill,
    pending_list::PendingList,
    ui::{Ui, texts},
};
use crate::client::{
    state::{ChatState, Connection, RoomStatus},
    store::ChatStore,
};

/// The open room's messages, the latest at the bottom, where the reader is kept until they scroll away.
///
/// The box is laid out from its bottom edge (`style/feed.css`), so the latest message is in sight at the first paint
/// without any script, and older messages put in above move nothing.
#[component]
pub fn Feed() -> impl IntoView {
    let texts = texts();
    let store = ChatStore::expect();
    let zone = Ui::expect().zone;
    let rows = Memo::new(move |_| store.with(|state| rows(state, zone.get())));
    let busy = store.select(is_busy);
    let scroller = NodeRef::<Div>::new();
    let position = Position::follow(store, scroller);
    view! {
        <div class="feed-frame">
            <div
                class="feed"
                id="feed"
                role="log"
                aria-live="off"
                aria-label=texts.messages
                aria-busy=move || busy.get().to_string()
                tabindex="0"
                node_ref=scroller
                on:scroll=move |_| position.scrolled()
                on:keydown=keyboard::pressed
            >
                <div class="feed-content">
                    <OlderButton />
                    <ol class="rows">
                        <For each=move || rows.get() key=Row::key let:row>
                            {row_view(row)}
                        </For>
                    </ol>
                    <PendingList />
                    <Emptiness />
                </div>
            </div>
            <NewMessagesPill count=position.unseen on_press=move || position.to_bottom() />
        </div>
    }
}

fn row_view(row: Row) -> impl IntoView {
    match row {
        Row::Day(_, day) => Either::Left(view! { <DaySeparator day /> }),
        Row::Message(line) => Either::Right(view! { <MessageRow line /> }),
    }
}

/// Scrolling up loads older messages by itself; this is for those who do not scroll.
#[component]
fn OlderButton() -> impl IntoView {
    let texts = texts();
    let store = ChatStore::expect();
    let shown = store.select(|state| {
        let feed = state.room.as_ref().map(|view| &view.feed)?;
        let wanted = feed.has_older && state.connection == Connection::Online;
        wanted.then_some(feed.loading_older)
    });
    move || {
        shown.get().map(|loading| {
            let label = if loading { texts.loading_older } else { texts.older };
            view! {
                <button class="quiet-button older" type="button" on:click=move |_| store.load_older()>
                    {label}
                </button>
            }
        })
    }
}

/// What stands where no message is.
#[component]
fn Emptiness() -> impl IntoView {
    let texts = texts();
    let words = ChatStore::expect().select(move |state| {
        emptiness(state)
            .map(|opening| if opening { (texts.loading, "") } else { (texts.no_messages, texts.no_messages_hint) })
    });
    move || {
        words.get().map(|(title, hint)| {
            view! {
                <div class="empty">
                    <p class="empty-title">{title}</p>
                    <p>{hint}</p>
                </div>
            }
        })
    }
}

/// `Some` when the open room has nothing to show: `true` while it is being opened.
fn emptiness(state: &ChatState) -> Option<bool> {
    let view = state.room.as_ref()?;
    let nothing = view.feed.messages.is_empty() && state.outbox.in_room(&view.id).next().is_none();
    nothing.then_some(view.status == RoomStatus::Opening)
}

fn is_busy(state: &ChatState) -> bool {
    state.room.as_ref().is_some_and(|view| view.status == RoomStatus::Opening || view.feed.loading_older)
}
