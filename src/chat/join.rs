//! Coming into a room and going out of it.

use std::sync::Arc;

use super::{Catch, Chat, ConnectionId, Result, ports::Write};
use crate::domain::{Guest, Millis, NoticeKind, Refusal, Room, RoomId, Visibility};

/// What somebody finds who comes into a room.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JoinedRoom {
    pub room: Room,
    pub catch: Catch,
    /// Who is there, the newcomer included, sorted by nickname.
    pub members: Vec<Guest>,
}

impl Chat {
    /// Brings a connection into a room. With `rev`, what is newer than that; without, the latest page.
    ///
    /// The caller subscribes to the room's events first: what is stored between that and the read is then delivered
    /// twice and merged by rev, and never lost. And before that it calls [`admit`](Self::admit): who has no business
    /// in the room must not hear it while their password is checked.
    ///
    /// # Errors
    /// [`Refusal::RoomNotFound`], [`Refusal::RoomClosed`], [`Refusal::RoomFull`], and those of [`admit`](Self::admit).
    pub async fn join(
        &self,
        connection: ConnectionId,
        room: &RoomId,
        rev: Option<u64>,
        password: Option<&str>,
    ) -> Result<JoinedRoom> {
        let guest = self.guest(connection)?;
        let room = self.room_for(&guest, room).await?;
        self.admit(&guest, &room, password).await?;
        if self.presence.join(connection, &room.id, room.capacity)? {
            self.came_in(connection, &room, rev.is_some()).await?;
        }
        let catch = match rev {
            Some(rev) => self.newer_than(&room.id, rev).await?,
            None => self.latest(&room.id).await?,
        };
        let members = self.presence.members(&room.id);
        Ok(JoinedRoom { room, catch, members })
    }

    /// Takes a connection out of a room. Not being there is no error.
    pub fn leave(&self, connection: ConnectionId, room: &RoomId) {
        if self.presence.leave(connection, room) {
            self.announcer.presence_changed();
        }
    }

    /// Forgets a connection. The person has left their rooms when they are not back after the grace period.
    pub fn disconnect(self: &Arc<Self>, connection: ConnectionId) {
        let fading = self.presence.disconnect(connection);
        if fading.is_empty() {
            return;
        }
        let chat = Arc::downgrade(self);
        let grace = self.config.presence_grace;
        tokio::spawn(async move {
            tokio::time::sleep(grace).await;
            let Some(chat) = chat.upgrade() else { return };
            // Each of them, not any: `any` would stop at the first.
            if fading.iter().filter(|fading| chat.presence.fade(fading)).count() > 0 {
                chat.announcer.presence_changed();
            }
        });
    }

    /// Tells the space who came in. Not of a member who goes on where they were: after a restart everybody does.
    async fn came_in(&self, connection: ConnectionId, room: &Room, goes_on: bool) -> Result<()> {
        self.announcer.presence_changed();
        let guest = self.guest(connection)?;
        let is_member = self.store.is_member(&room.id, &guest.id).await?;
        if !is_member {
            self.journal.note(membership(&guest, room, self.now())).await;
        }
        // Who goes in and out all the time is let in, and not told of; nor are bots, and who goes where not everyone may
        // look.
        let is_news = room.visibility == Visibility::Listed && guest.bot.is_none();
        if is_news && !(is_member && goes_on) && self.limits.check_announcement(&guest.id).is_ok() {
            self.tell_space(NoticeKind::RoomEntered, &guest, room).await;
        }
        Ok(())
    }

    /// Whether a guest has been in a room.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn is_member(&self, guest: &Guest, room: &RoomId) -> Result<bool> {
        Ok(self.store.is_member(room, &guest.id).await?)
    }

    /// Makes a guest a member of a room without a live connection, as a form does.
    ///
    /// # Errors
    /// [`Refusal::RoomNotFound`], [`Refusal::RoomClosed`], [`Refusal::RoomFull`], and those of [`admit`](Self::admit).
    pub async fn become_member(&self, guest: &Guest, room: &RoomId, password: Option<&str>) -> Result<()> {
        let room = self.room(room).await?;
        self.admit(guest, &room, password).await?;
        if !self.presence.has_place(&guest.id, &room.id, room.capacity) {
            return Err(Refusal::RoomFull.into());
        }
        if !self.store.is_member(&room.id, &guest.id).await? {
            // The page that the form leads to reads it at once.
            let noted = self.journal.submit(membership(guest, &room, self.now())).await;
            noted.await.map_err(|_| Refusal::Unavailable)??;
            if room.visibility == Visibility::Listed {
                self.tell_space(NoticeKind::RoomEntered, guest, &room).await;
            }
        }
        Ok(())
    }
}

fn membership(guest: &Guest, room: &Room, at: Millis) -> Write {
    Write::Member { room: room.id.clone(), guest: guest.id.clone(), at }
}
