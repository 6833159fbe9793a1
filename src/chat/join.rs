//! Coming into a room and going out of it.

use std::sync::Arc;

use super::{Catch, Chat, ConnectionId, Result, ports::Write, presence::Fading};
use crate::domain::{Guest, Here, Millis, NoticeKind, Refusal, Room, RoomId, Visibility};

/// What somebody finds who comes into a room.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JoinedRoom {
    pub room: Room,
    pub catch: Catch,
    /// Who is there, the newcomer included, sorted by nickname.
    pub members: Vec<Here>,
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
        let guest = self.guest_behind(connection)?;
        let room = self.room_for(&guest, room).await?;
        self.admit(&guest, &room, password).await?;
        let is_new = self.presence.join(connection, &room.id, room.capacity)?;
        self.stay(connection, &guest, &room).await?;
        if is_new {
            self.came_in(connection, &room, rev.is_some(), self.presence.is_chatter(connection)).await?;
        }
        // The page that a form led to is live: from now on this connection says how long they are there.
        self.stop_reading(&guest.id, &room.id);
        let catch = match rev {
            Some(rev) => self.newer_than(&room.id, rev).await?,
            None => self.latest(&room.id).await?,
        };
        let members = self.presence.members(&room.id);
        Ok(JoinedRoom { room, catch, members })
    }

    /// Looks once more whether somebody may be in a room, now that they are: who was sent out while they came in was not
    /// there to be put out.
    ///
    /// # Errors
    /// [`Refusal::Kicked`]; they are out again then.
    pub(super) async fn stay(&self, connection: ConnectionId, guest: &Guest, room: &Room) -> Result<()> {
        if room.owner != guest.id && self.store.kicks().is_kicked(&room.id, &guest.id).await? {
            self.leave_as(connection, &room.id);
            return Err(Refusal::Kicked.into());
        }
        Ok(())
    }

    /// Whether a connection is in a room.
    pub fn is_in(&self, connection: ConnectionId, room: &RoomId) -> bool {
        self.presence.is_in(connection, room)
    }

    /// Takes a connection out of a room. Not being there is no error.
    pub fn leave(&self, connection: ConnectionId, room: &RoomId) {
        if self.is_in(connection, room)
            && let Some(guest) = self.presence.guest(connection)
        {
            self.stop_reading(&guest.id, room);
        }
        self.leave_as(connection, room);
    }

    pub(super) fn leave_as(&self, connection: ConnectionId, room: &RoomId) {
        let guest = self.presence.guest(connection);
        if self.presence.leave(connection, room) {
            self.announcer.presence_changed();
            if let Some(guest) = guest {
                self.attendance.gone(room, &guest.id);
            }
        }
    }

    /// Ends a stay that nobody has come back to.
    pub(super) fn end_stay(&self, fading: &Fading) {
        if self.presence.fade(fading).is_some() {
            self.announcer.presence_changed();
            self.attendance.gone(&fading.room, &fading.guest);
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
            fading.iter().for_each(|fading| chat.end_stay(fading));
        });
    }

    /// Tells the space who came in. Not of a member who `goes_on` where they were: after a restart everybody does. With
    /// `at_once` they are a member when this returns, and not only soon.
    pub(super) async fn came_in(
        &self,
        connection: ConnectionId,
        room: &Room,
        goes_on: bool,
        at_once: bool,
    ) -> Result<()> {
        let noted = self.note_arrival(connection, room, goes_on, at_once).await;
        self.announcer.presence_changed();
        noted
    }

    async fn note_arrival(&self, connection: ConnectionId, room: &Room, goes_on: bool, at_once: bool) -> Result<()> {
        let guest = self.guest_behind(connection)?;
        let is_chatter = self.presence.is_chatter(connection);
        let is_member = self.store.is_member(&room.id, &guest.id).await?;
        if !is_member {
            let noted = self.journal.submit(membership(&guest, room, self.now())).await;
            if at_once {
                noted.await.map_err(|_| Refusal::Unavailable)??;
            }
        }
        let goes_on = is_member && goes_on;
        // Who goes in and out all the time is let in, and not told of; nor are bots.
        if guest.bot.is_some() || (!goes_on && self.limits.check_announcement(&guest.id).is_err()) {
            return Ok(());
        }
        if room.announces || is_chatter {
            self.attendance.came(&room.id, &guest, is_chatter, !goes_on).await;
        }
        // Nor is who goes where not everyone may look.
        if !goes_on && room.visibility == Visibility::Listed {
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

    /// Whether a room has a place for a guest, or they are in it already.
    pub fn has_place(&self, guest: &Guest, room: &Room) -> bool {
        self.presence.has_place(&guest.id, &room.id, room.capacity)
    }

    /// Brings a guest into a room without a live connection, as a form does: they are a member of it, and there for as
    /// long as they ask for something now and then.
    ///
    /// # Errors
    /// [`Refusal::RoomNotFound`], [`Refusal::RoomClosed`], [`Refusal::RoomFull`], and those of [`admit`](Self::admit).
    pub async fn become_member(&self, guest: &Guest, room: &RoomId, password: Option<&str>) -> Result<()> {
        let room = self.room(room).await?;
        self.admit(guest, &room, password).await?;
        self.read_on(guest, &room).await
    }
}

fn membership(guest: &Guest, room: &Room, at: Millis) -> Write {
    Write::Member { room: room.id.clone(), guest: guest.id.clone(), at }
}
