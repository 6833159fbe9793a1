//! Taking another nickname.

use super::{Chat, Result, ports::Happened};
use crate::domain::{
    Guest, Refusal,
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

    /// The same with a nickname that is checked.
    pub(super) async fn rename_to(&self, guest: &Guest, nickname: &Name) -> Result<Guest> {
        self.limits.check_announcement(&guest.id)?;
        let renamed = self.store.rename_guest(&guest.id, nickname).await?;
        self.presence.rename(&renamed);
        self.attendance.renamed(&renamed);
        self.announcer.presence_changed();
        self.bus.publish(Happened::Renamed(renamed.clone())).await;
        Ok(renamed)
    }
}
