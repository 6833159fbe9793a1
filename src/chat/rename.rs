//! Taking another nickname, and another ink for the seal beside it.

use super::{Chat, Result, ports::Happened};
use crate::domain::{
    Guest, INKS, Refusal,
    name::{self, Name},
};

impl Chat {
    /// Gives a guest another nickname, everywhere and for all their connections. Messages keep the nickname that they
    /// were written under.
    ///
    /// # Errors
    /// [`Refusal::NotForBots`], and the `nickname_…` refusals.
    pub async fn rename(&self, guest: &Guest, nickname: &str) -> Result<Guest> {
        if guest.bot.is_some() {
            return Err(Refusal::NotForBots.into());
        }
        self.rename_to(guest, &name::nickname(nickname)?).await
    }

    /// Gives a guest's seal an ink, or with `None` that which follows from their id. Everybody sees it: on pages that are
    /// open, where they are in a room and from what they write next on, and on their old messages when those are read
    /// again.
    ///
    /// # Errors
    /// [`Refusal::NotForBots`]; [`Refusal::BadRequest`] for an ink that there is not; and that it was done too often.
    pub async fn choose_ink(&self, guest: &Guest, ink: Option<u32>) -> Result<Guest> {
        if guest.bot.is_some() {
            return Err(Refusal::NotForBots.into());
        }
        if ink.is_some_and(|ink| ink >= INKS) {
            return Err(Refusal::BadRequest.into());
        }
        self.limits.check_announcement(&guest.id)?;
        let changed = self.store.persons().choose_ink(&guest.id, ink).await?;
        self.presence.update(&changed);
        self.announcer.presence_changed();
        Ok(changed)
    }

    /// The same with a nickname that is checked.
    pub(super) async fn rename_to(&self, guest: &Guest, nickname: &Name) -> Result<Guest> {
        self.limits.check_announcement(&guest.id)?;
        let renamed = self.store.rename_guest(&guest.id, nickname).await?;
        self.presence.update(&renamed);
        self.attendance.renamed(&renamed);
        self.announcer.presence_changed();
        self.bus.publish(Happened::Renamed(renamed.clone())).await;
        Ok(renamed)
    }
}
