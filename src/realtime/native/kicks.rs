//! What a room's owner asks about people who are not to be in it.

use super::Caller;
use crate::{
    chat::Result,
    domain::RoomId,
    protocol::{
        kick::{Kicked, KickedPeople, OfMember},
        payload::Done,
    },
};

impl Caller {
    pub(super) async fn kick(&self, asked: OfMember) -> Result<Done> {
        self.chat.kick(&self.chat.guest(self.connection)?, &asked.room_id, &asked.guest_id).await?;
        Ok(Done {})
    }

    pub(super) async fn let_in(&self, asked: OfMember) -> Result<Done> {
        self.chat.let_in(&self.chat.guest(self.connection)?, &asked.room_id, &asked.guest_id).await?;
        Ok(Done {})
    }

    pub(super) async fn kicked(&self, room: &RoomId) -> Result<KickedPeople> {
        let kicked = self.chat.kicked(&self.chat.guest(self.connection)?, room).await?;
        Ok(KickedPeople { kicked: kicked.iter().map(Kicked::from).collect() })
    }
}
