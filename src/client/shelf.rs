//! Where messages wait that the server has not confirmed, and what was typed and not sent: the storage that all tabs of
//! this browser share and that outlives them. Each message has an item of its own, so that no tab ever overwrites what
//! another one keeps; each room has one draft.

use std::sync::Arc;

use leptos::prelude::window;
use wasm_bindgen::JsCast;
use web_sys::{Storage, StorageEvent};

use super::{
    soon::listen,
    state::{Input, Pending},
    store::ChatStore,
};
use crate::{
    domain::{GuestId, MessageId, RoomId},
    protocol::json,
};

/// `sarangbang-outbox/<guest>/<clientId>` is a message as JSON.
const SHELVES: &str = "sarangbang-outbox/";

/// `sarangbang-draft/<guest>/<room>` is what stands in the composer there.
const DRAFTS: &str = "sarangbang-draft/";

/// Behind the same: the id of the message that it answers. None of its words, which may be gone until it is read again.
const ANSWERS: &str = "/answers";

/// `sarangbang-mine/<clientId>`, in the storage that only this tab has: it was written here.
const MINE: &str = "sarangbang-mine/";

/// The items of one guest. Without storage, or with a full one, a message waits as long as its page is open.
#[derive(Clone)]
pub struct Shelf {
    prefix: Arc<str>,
    drafts: Arc<str>,
}

impl Shelf {
    pub fn of(guest: &GuestId) -> Self {
        let of = |kind: &str| [kind, guest.as_str(), "/"].concat().into();
        Self { prefix: of(SHELVES), drafts: of(DRAFTS) }
    }

    /// Keeps a message, or forgets it.
    pub fn keep(&self, client_id: &str, pending: Option<&Pending>) {
        let text = pending.map(json::to_string);
        put(storage(), &[&*self.prefix, client_id].concat(), text.as_deref());
        put(tabs_storage(), &[MINE, client_id].concat(), text.as_ref().map(|_| ""));
    }

    /// Keeps what was typed in a room; an empty text is forgotten.
    pub fn keep_draft(&self, room: &RoomId, text: &str) {
        put(storage(), &[&*self.drafts, room.as_str()].concat(), Some(text).filter(|text| !text.is_empty()));
    }

    pub fn draft(&self, room: &RoomId) -> Option<String> {
        storage()?.get_item(&[&*self.drafts, room.as_str()].concat()).ok()?
    }

    /// Keeps which message the draft of a room answers.
    pub fn keep_answering(&self, room: &RoomId, message: Option<MessageId>) {
        let message = message.map(|id| id.to_string());
        put(storage(), &[&*self.drafts, room.as_str(), ANSWERS].concat(), message.as_deref());
    }

    pub fn answering(&self, room: &RoomId) -> Option<MessageId> {
        storage()?.get_item(&[&*self.drafts, room.as_str(), ANSWERS].concat()).ok()??.parse().ok()
    }

    /// Tells the store what this guest's tabs have kept: its own messages, which it sends, and the others'. What another
    /// guest left in this browser is thrown away: nobody can come back as that guest, and whoever came after should not
    /// find it.
    pub fn restore(&self, store: ChatStore) {
        let (own, others): (Vec<_>, Vec<_>) = self.read().into_iter().partition(|pending| is_mine(&pending.client_id));
        store.apply(Input::Restored(own));
        others.into_iter().for_each(|pending| store.apply(Input::WrittenElsewhere(pending)));
    }

    fn read(&self) -> Vec<Pending> {
        let Some(storage) = storage() else { return Vec::new() };
        let count = storage.length().unwrap_or(0);
        let keys: Vec<_> = (0..count).filter_map(|place| storage.key(place).ok().flatten()).collect();
        let mut kept = Vec::new();
        for key in keys.iter().filter(|key| key.starts_with(SHELVES) || key.starts_with(DRAFTS)) {
            if key.starts_with(&*self.prefix) {
                kept.extend(storage.get_item(key).ok().flatten().and_then(|text| parse(&text)));
            } else if !key.starts_with(&*self.drafts) {
                let _ = storage.remove_item(key);
            }
        }
        kept
    }

    /// Tells the store from now on what other tabs do with this guest's items.
    pub fn follow(self, store: ChatStore) {
        listen("storage", move |event| {
            let Some(event) = event.dyn_ref::<StorageEvent>() else { return };
            let key = event.key().unwrap_or_default();
            let Some(client_id) = key.strip_prefix(&*self.prefix) else { return };
            match event.new_value().as_deref().map(parse) {
                Some(Some(pending)) => store.apply(Input::WrittenElsewhere(pending)),
                // In the shape of another build, which sends it itself.
                Some(None) => {}
                None => store.apply(Input::Discard(client_id.into())),
            }
        });
    }
}

fn parse(text: &str) -> Option<Pending> {
    json::from_str(text).ok()
}

/// Whether this tab wrote it, before it was loaded anew.
fn is_mine(client_id: &str) -> bool {
    tabs_storage().is_some_and(|storage| matches!(storage.get_item(&[MINE, client_id].concat()), Ok(Some(_))))
}

fn put(storage: Option<Storage>, key: &str, value: Option<&str>) {
    let Some(storage) = storage else { return };
    let _ = match value {
        Some(value) => storage.set_item(key, value),
        None => storage.remove_item(key),
    };
}

fn storage() -> Option<Storage> {
    window().local_storage().ok().flatten()
}

/// What only this tab sees, and a reload of it.
pub fn tabs_storage() -> Option<Storage> {
    window().session_storage().ok().flatten()
}
