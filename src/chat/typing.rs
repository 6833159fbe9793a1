//! Saying that somebody is typing.

use super::{Chat, ConnectionId, Result, ports::Happened};
use crate::domain::RoomId;

impl Chat {
    /// Tells the others in a room that somebody is typing. Nothing is stored.
    ///
    /// # Errors
    /// [`NotInRoom`](crate::domain::Refusal::NotInRoom).
    pub async fn typing(&self, connection: ConnectionId, room: &RoomId) -> Result<()> {
        let guest = self.guest_in(connection, room)?;
        self.bus.publish(Happened::Typing { room: room.clone(), guest }).await;
        Ok(())
    }
}
