//! Making rooms.

use rand::{RngExt, distr::Alphanumeric};

use super::{
    Chat, Result,
    ports::{Happened, NewNotice, NewRoom, Write},
};
use crate::domain::{Guest, NoticeKind, Refusal, Room, RoomId, Space, name};

impl Chat {
    /// Makes a room in the main space, owned by `guest`, and tells the space.
    ///
    /// # Errors
    /// The `room_name_…` and `topic_…` refusals.
    pub async fn create_room(&self, guest: &Guest, name: &str, topic: &str) -> Result<Room> {
        let (name, topic) = (name::room_name(name)?, name::topic(topic)?);
        self.limits.check_announcement(&guest.id)?;
        let (id, owner) = (RoomId::new(random_id()), guest.id.clone());
        let new = NewRoom { id, space: Space::main(), name, topic, owner, now: self.now() };
        let room = self.store.create_room(new).await?;
        self.bus.publish(Happened::RoomCreated(room.id.clone())).await;
        self.tell_space(NoticeKind::RoomCreated, guest, &room).await;
        Ok(room)
    }

    /// The room, if this guest may see it.
    ///
    /// # Errors
    /// [`Refusal::RoomNotFound`].
    pub async fn room(&self, id: &RoomId) -> Result<Room> {
        Ok(self.store.room(id).await?.ok_or(Refusal::RoomNotFound)?)
    }

    /// The room of this name in the main space, where names are unique; one that looks the same is the same.
    ///
    /// # Errors
    /// [`Refusal::RoomNotFound`].
    pub async fn room_named(&self, name: &str) -> Result<Room> {
        // What cannot be a name is the name of no room.
        let name = name::room_name(name).map_err(|_| Refusal::RoomNotFound)?;
        Ok(self.store.room_named(&Space::main(), &name).await?.ok_or(Refusal::RoomNotFound)?)
    }

    /// Writes a notice for the whole space. Nobody waits for it: a lost notice must not fail what it tells of.
    pub(super) async fn tell_space(&self, kind: NoticeKind, guest: &Guest, room: &Room) {
        let notice = NewNotice {
            space: room.space.clone(),
            kind,
            nickname: guest.nickname.clone(),
            room_id: room.id.clone(),
            room_name: room.name.clone(),
            at: self.now(),
        };
        self.journal.note(Write::Notice(notice)).await;
    }
}

/// An opaque id of 12 letters and digits (71 bits): short enough for an address, too many to guess.
pub(super) fn random_id() -> String {
    rand::rng().sample_iter(Alphanumeric).take(12).map(char::from).collect()
}
