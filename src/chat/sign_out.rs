//! Signing out, on one device and on all: whoever has a socket open by such a session is out of the house.

use super::{
    Chat, Result, Token,
    ports::{Happened, TokenHash},
};
use crate::domain::Guest;

impl Chat {
    /// Ends a session. One that does not exist is no error.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn sign_out(&self, session: &Token) -> Result<()> {
        let session = session.hash();
        let now = self.now();
        let guest = self.store.guest_of_session(&session, now - self.session_lifetime(), now).await?;
        self.store.end_session(&session).await?;
        if let Some(guest) = guest {
            self.see_off(guest, Some(session)).await;
        }
        Ok(())
    }

    /// Ends all sessions of a guest.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn sign_out_everywhere(&self, guest: &Guest) -> Result<()> {
        self.store.persons().end_sessions(&guest.id).await?;
        self.see_off(guest.clone(), None).await;
        Ok(())
    }

    /// Takes a guest out of the rooms in which they are by this session, or by any, and hangs up on them.
    pub(super) async fn see_off(&self, guest: Guest, session: Option<TokenHash>) {
        for (connection, rooms) in self.presence.connections_of(&guest.id, session) {
            rooms.iter().for_each(|room| self.leave_as(connection, room));
        }
        // Nobody knows which session a form's reader came by; they are back with their next page.
        self.stop_reading_everywhere(&guest.id);
        self.bus.publish(Happened::SignedOut { guest: guest.id, session }).await;
    }
}
