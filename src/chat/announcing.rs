//! Coming and going as a room's timeline tells it, in the rooms that do.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex},
    time::Duration,
};

use uuid::Uuid;

use super::{
    Chat,
    ports::{Draft, Write},
};
use crate::domain::{
    Author, ClientId, Guest, GuestId, MessageKind, Room, RoomId,
    message::{CAME, WENT},
};

/// Who is back this soon has not gone.
const SECOND_THOUGHTS: Duration = Duration::from_secs(1);

/// Where each person is, as far as the timelines told it since the house was opened: so that they tell of everybody's
/// coming before their going, and of neither twice.
#[derive(Default)]
pub(super) struct Told(Mutex<HashMap<(RoomId, GuestId), bool>>);

impl Told {
    /// Notes that somebody is inside, or not any more. What was told before, if anything.
    fn note(&self, room: &RoomId, guest: &GuestId, is_inside: bool) -> Option<bool> {
        self.0.lock().expect("no panic while held").insert((room.clone(), guest.clone()), is_inside)
    }

    /// Forgets a room that ended.
    pub(super) fn forget(&self, room: &RoomId) {
        self.0.lock().expect("no panic while held").retain(|(known, _), _| known != room);
    }
}

impl Chat {
    /// Writes that somebody came in, unless the timeline has them inside. After a restart everybody comes back who was
    /// there, which is no news.
    pub(super) async fn came(&self, guest: &Guest, room: &Room, is_news: bool, may_tell: bool) {
        match self.told.note(&room.id, &guest.id, true) {
            Some(true) => {}
            None if !is_news => {}
            Some(false) | None if may_tell => self.write_down(room.id.clone(), guest, CAME).await,
            Some(false) | None => {}
        }
    }

    /// Writes that somebody went, if they do not think better of it.
    pub(super) fn went(self: &Arc<Self>, guest: Guest, room: RoomId) {
        let chat = Arc::downgrade(self);
        tokio::spawn(async move {
            tokio::time::sleep(SECOND_THOUGHTS).await;
            let Some(chat) = chat.upgrade() else { return };
            let announces = matches!(chat.store.room(&room).await, Ok(Some(room)) if room.announces);
            if announces
                && !chat.presence.holds(&room, &guest.id)
                && chat.told.note(&room, &guest.id, false) == Some(true)
            {
                chat.write_down(room, &guest, WENT).await;
            }
        });
    }

    async fn write_down(&self, room: RoomId, guest: &Guest, what: &str) {
        let draft = Draft {
            room,
            kind: MessageKind::Alert,
            author: Author::house(),
            content: [&*guest.nickname, what].concat().into(),
            reply_to: None,
            client_id: ClientId::new(Uuid::new_v4().to_string()),
            at: self.now(),
        };
        self.journal.note(Write::Message(draft)).await;
    }
}
