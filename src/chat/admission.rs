//! Who gets into a room.

use super::{Chat, Result, password};
use crate::domain::{Guest, Reach, Refusal, Room};

impl Chat {
    /// Whether a guest may see what is in a room, and enter it without being asked for the password.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn may_enter(&self, guest: &Guest, room: &Room) -> Result<bool> {
        Ok(self.door(guest, room).await?.is_none())
    }

    /// What keeps a guest out of a room; `None` when nothing does. Only the owner gives a room bots, so a room's bot is
    /// asked for no password.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn door(&self, guest: &Guest, room: &Room) -> Result<Option<Refusal>> {
        if guest.bot.as_ref().is_some_and(|reach| !reach.covers(room)) {
            return Ok(Some(Refusal::RoomNotFound));
        }
        if room.owner == guest.id {
            return Ok(None);
        }
        if self.store.kicks().is_kicked(&room.id, &guest.id).await? {
            return Ok(Some(Refusal::Kicked));
        }
        let is_at_home = matches!(&guest.bot, Some(Reach::Room(_)));
        let is_open = is_at_home || !room.is_locked || self.store.has_pass(&room.id, &guest.id).await?;
        Ok((!is_open).then_some(Refusal::PasswordRequired))
    }

    /// Lets a guest into a room from now on, if this is its password. One that needs none takes any.
    ///
    /// # Errors
    /// [`Refusal::Kicked`], [`Refusal::PasswordRequired`], [`Refusal::WrongPassword`], and that the guest or others have
    /// guessed too often.
    pub async fn admit(&self, guest: &Guest, room: &Room, password: Option<&str>) -> Result<()> {
        match self.door(guest, room).await? {
            None => return Ok(()),
            Some(Refusal::PasswordRequired) => {}
            Some(refusal) => return Err(refusal.into()),
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
