//! Sending people out of a room, and letting them in again.

use super::{Chat, Result, ports::Happened};
use crate::domain::{Guest, GuestId, Kick, Refusal, RoomId};

impl Chat {
    /// Sends somebody out of the owner's room, wherever they are in it, until they are [let in](Self::let_in) again. They
    /// are no member any more, and what is in the room is not theirs to see; what they wrote stays. Once more, it is no error.
    ///
    /// # Errors
    /// [`Refusal::MemberNotFound`] of the owner, and of who has not been in the room; [`Refusal::NotOwner`] and the others
    /// of [`own_room`](Self::own_room).
    pub async fn kick(&self, owner: &Guest, room: &RoomId, guest: &GuestId) -> Result<()> {
        self.own_room(owner, room).await?;
        let is_known = *guest != owner.id
            && (self.presence.is_here(guest, room)
                || self.store.is_member(room, guest).await?
                || self.store.kicks().is_kicked(room, guest).await?);
        if !is_known {
            return Err(Refusal::MemberNotFound.into());
        }
        // Stored first: who comes in from now on is seen to be sent out, and who came before is put out here.
        self.store.kicks().kick(room, guest, self.now()).await?;
        self.put_out(guest, room);
        self.announcer.pins_changed(room.clone());
        self.bus.publish(Happened::Kicked { room: room.clone(), guest: guest.clone() }).await;
        // A bot that was sent out is told nothing either.
        self.bus.publish(Happened::WebhooksChanged).await;
        Ok(())
    }

    /// Lets somebody into the owner's room again who was sent out; of others that is no error.
    ///
    /// # Errors
    /// Those of [`own_room`](Self::own_room).
    pub async fn let_in(&self, owner: &Guest, room: &RoomId, guest: &GuestId) -> Result<()> {
        self.own_room(owner, room).await?;
        self.store.kicks().let_in(room, guest).await?;
        self.bus.publish(Happened::WebhooksChanged).await;
        Ok(())
    }

    /// Who was sent out of the owner's room, the latest first.
    ///
    /// # Errors
    /// Those of [`own_room`](Self::own_room).
    pub async fn kicked(&self, owner: &Guest, room: &RoomId) -> Result<Vec<Kick>> {
        self.own_room(owner, room).await?;
        Ok(self.store.kicks().kicked(room).await?)
    }

    /// Somebody who is in the owner's room, or has been and may come again.
    ///
    /// # Errors
    /// Those of [`own_room`](Self::own_room).
    pub async fn member(&self, owner: &Guest, room: &RoomId, guest: &GuestId) -> Result<Option<Guest>> {
        self.own_room(owner, room).await?;
        Ok(self.store.kicks().member(room, guest).await?)
    }

    fn put_out(&self, guest: &GuestId, room: &RoomId) {
        self.stop_reading(guest, room);
        if self.presence.put_out(guest, room) {
            self.announcer.presence_changed();
            self.attendance.gone(room, guest);
        }
    }
}
