//! Visitors: guests of the dialects that know no sessions. They are people of the house like all others, for as long as
//! their connection lasts; nothing would let them come back.

use super::{Chat, ConnectionId, Error, Result, rooms::random_id};
use crate::domain::{
    Guest, GuestId, Refusal,
    name::{self, Name},
};

/// How many marked nicknames are tried. There are ten thousand for each, so the second is free as a rule.
const ATTEMPTS: usize = 20;

impl Chat {
    /// A visitor with this nickname, or with a visible mark when somebody else has it ("철수#4821"); without one,
    /// "손님 4821". To be given back to [`end_visit`](Self::end_visit).
    ///
    /// # Errors
    /// The `nickname_…` refusals.
    pub async fn visit(&self, nickname: Option<&str>) -> Result<Guest> {
        self.visit_as_first_of(candidates(nickname)?).await
    }

    /// A visitor with the first of these nicknames that is free.
    pub(super) async fn visit_as_first_of(&self, names: impl Iterator<Item = Name>) -> Result<Guest> {
        let id = GuestId::new(random_id());
        for name in names {
            match self.store.create_visitor(&id, &name).await.map_err(Error::from) {
                Err(Error::Refused(Refusal::NicknameTaken)) => {}
                outcome => return outcome,
            }
        }
        Err(Refusal::NicknameTaken.into())
    }

    /// Gives a visitor another nickname, as [`rename`](Self::rename) does, with a mark when somebody else has it.
    ///
    /// # Errors
    /// The `nickname_…` refusals.
    pub async fn rename_visitor(&self, guest: &Guest, nickname: &str) -> Result<Guest> {
        for name in candidates(Some(nickname))? {
            match self.rename_to(guest, &name).await {
                Err(Error::Refused(Refusal::NicknameTaken)) => {}
                outcome => return outcome,
            }
        }
        Err(Refusal::NicknameTaken.into())
    }

    /// A visitor has one more connection. It must be given back to [`hang_up`](Self::hang_up).
    pub fn connect_visitor(&self, guest: &Guest) -> ConnectionId {
        let id = ConnectionId::next();
        self.presence.connect(id, guest, None);
        id
    }

    /// Forgets a visitor's connection, and takes them out of its rooms at once: there is nobody who could come back.
    pub fn hang_up(&self, connection: ConnectionId) {
        for fading in self.presence.disconnect(connection) {
            self.end_stay(&fading);
        }
    }

    /// The visitor has gone; others may have the nickname.
    pub async fn end_visit(&self, guest: &Guest) {
        if let Err(error) = self.store.end_visit(&guest.id).await {
            // The next start of the server frees it.
            Error::from(error).refusal();
        }
    }
}

/// Nicknames for a visitor, the best one first.
fn candidates(nickname: Option<&str>) -> Result<impl Iterator<Item = Name>, Refusal> {
    let wanted = nickname.map(name::nickname).transpose()?;
    let marked = std::iter::repeat_with({
        let wanted = wanted.clone();
        move || {
            let mark = rand::random_range(0..10_000);
            match &wanted {
                Some(wanted) => name::marked(wanted, mark),
                None => name::nickname(&format!("손님 {mark:04}")).expect("a nickname by our own rules"),
            }
        }
    });
    Ok(wanted.into_iter().chain(marked.take(ATTEMPTS)))
}
