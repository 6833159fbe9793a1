//! Lists whose entries come, go and move, all of them of one type: see [`Block`].

use std::sync::Arc;

use leptos::prelude::*;

use super::{block::Block, feed::RowKey, html::Item};

/// What tells the entries of a list apart: one with a new key is drawn, one with a known key stays as it is and moves.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Key {
    Text(Arc<str>),
    Row(RowKey),
    Chunk(u64),
}

/// An entry, drawn only when its key is new.
pub struct Entry {
    key: Key,
    draw: Box<dyn FnOnce() -> View<Block> + Send>,
}

impl Entry {
    pub fn new(key: Key, draw: impl FnOnce() -> View<Block> + Send + 'static) -> Self {
        Self { key, draw: Box::new(draw) }
    }

    /// One that is drawn anew rather than changed.
    pub fn item(key: Key, item: impl FnOnce() -> Item + Send + 'static) -> Self {
        Self::new(key, move || item().draw().into_view())
    }
}

/// The entries, drawn in their order and kept so.
#[component]
pub fn List(entries: Box<dyn Fn() -> Vec<Entry> + Send>) -> impl IntoView {
    view! {
        <For each=entries key=|entry: &Entry| entry.key.clone() let:entry>
            {(entry.draw)()}
        </For>
    }
}
