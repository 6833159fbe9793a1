//! Who gets into a room.

use super::{Chat, Result, password};
use crate::domain::{Guest, Reach, Refusal, Room};

impl Chat {
    /// Whether a guest may see what is in a room, and enter it without being asked for the password. Only the owner gives
    /// a room bots, so a room's bot is not asked.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn may_enter(&self, guest: &Guest, room: &Room) -> Result<bool> {
        let is_at_home = match &guest.bot {
            Some(reach) if !reach.covers(room) => return Ok(false),
            Some(Reach::Room(_)) => true,
            Some(Reach::Space(_)) | None => false,
        };
        Ok(is_at_home || !room.is_locked || room.owner == guest.id || self.store.has_pass(&room.id, &guest.id).await?)
    }

    /// Lets a guest into a room from now on, if this is its password. One that needs none takes any.
    ///
    /// # Errors
    /// [`Refusal::PasswordRequired`], [`Refusal::WrongPassword`], and that the guest or others have guessed too often.
    pub async fn admit(&self, guest: &Guest, room: &Room, password: Option<&str>) -> Result<()> {
        if self.may_enter(guest, room).await? {
            return Ok(());
        }
        if guest.bot.as_ref().is_some_and(|reach| !reach.covers(room)) {
            return Err(Refusal::RoomNotFound.into());
        }
        let password = password.filter(|password| !password.is_empty()).ok_or(Refusal::PasswordRequired)?;
        self.limits.check_guess(&guest.id, &room.id)?;
        let Some(hash) = self.store.password(&room.id).await? else { return Ok(()) };
        password::verify(password, &hash).await?;
        self.store.give_pass(&room.id, &guest.id, &hash).await?;
        // It may have been changed while this one was checked.
        let is_admitted = self.store.has_pass(&room.id, &guest.id).await?;
        if is_admitted { Ok(()) } else { Err(Refusal::WrongPassword.into()) }
    }
}
