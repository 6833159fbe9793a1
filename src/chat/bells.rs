//! Bells: who wants to be told of a room's messages while they look elsewhere, whether they do, and where it is pushed.

use std::collections::{HashMap, HashSet};

use url::Url;

use super::{
    Chat, ConnectionId, Error, Result, Token,
    outward::{checked, literal},
    ports::{Happened, PushAddress, Ring, TokenHash},
};
use crate::domain::{Bell, BellLevel, Guest, GuestId, Millis, Quote, Refusal, RoomId, Visibility, limits};

/// Whether somebody sees what the house shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Sight {
    /// A page of theirs is in sight, as far as the house knows.
    Looking,
    /// They look at none of their pages, since then at the earliest. `pages` are the sessions that have one which is out
    /// of sight, and so shows what it is told; an unattended one does not.
    Elsewhere { since: Millis, pages: HashSet<TokenHash> },
    /// They have no page.
    Gone,
}

/// What somebody is told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Told {
    pub ring: Ring,
    /// Whether those who carry the telling may know what it is about: not of a room that is locked, or in no list.
    pub is_open: bool,
}

impl Chat {
    /// Sets a guest's bell of a room that they may enter.
    ///
    /// # Errors
    /// Those of [`room_open_to`](Self::room_open_to), unless it is set to nothing; and that it was done too often.
    pub async fn set_bell(&self, guest: &Guest, room: &RoomId, level: BellLevel) -> Result<()> {
        if guest.bot.is_some() {
            return Err(Refusal::NotForBots.into());
        }
        self.limits.check_announcement(&guest.id)?;
        if level != BellLevel::None {
            self.room_open_to(guest, room).await?;
        }
        self.store.bells().set_bell(&guest.id, room, level).await?;
        self.bus.publish(Happened::BellSet { guest: guest.id.clone(), room: room.clone(), level }).await;
        Ok(())
    }

    /// How a guest has set the bell of a room.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn bell(&self, guest: &Guest, room: &RoomId) -> Result<BellLevel> {
        Ok(self.store.bells().bell(&guest.id, room).await?)
    }

    /// The bells that a guest has set, of live rooms, by the names of those.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn bells_of(&self, guest: &Guest) -> Result<Vec<Bell>> {
        Ok(self.store.bells().bells_of(&guest.id).await?)
    }

    /// The bells of all live rooms, and whose they are.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn all_bells(&self) -> Result<Vec<(GuestId, RoomId, BellLevel)>> {
        Ok(self.store.bells().all_bells().await?)
    }

    /// What a guest is told of messages with these seqs, in their order: the latest of them that is not deleted, as it
    /// stands now. `None` when there is none, or they may not enter the room.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn told(&self, guest: &GuestId, room: &RoomId, seqs: &[u64]) -> Result<Option<Told>> {
        let room = match self.room(room).await {
            Err(Error::Refused(Refusal::RoomNotFound | Refusal::RoomClosed)) => return Ok(None),
            room => room?,
        };
        let is_open = !room.is_locked && room.visibility != Visibility::Unlisted;
        if !self.may_enter(&Guest::person(guest.clone(), ""), &room).await? {
            return Ok(None);
        }
        for (before, seq) in seqs.iter().enumerate().rev() {
            // There are no holes between the seqs.
            let found = self.store.before(&room.id, seq.saturating_add(1), 1).await?;
            if let Some(message) = found.first().filter(|message| message.deleted_at.is_none()) {
                let Quote { seq, nickname, excerpt, .. } = Quote::of(message);
                let count = u32::try_from(before + 1).unwrap_or(u32::MAX);
                let ring = Ring { room_id: room.id, room_name: room.name, seq, author: nickname, excerpt, count };
                return Ok(Some(Told { ring, is_open }));
            }
        }
        Ok(None)
    }

    /// Notes that a connection's page came into sight, which is somebody's doing, or went out of it. One that never says
    /// so is in sight.
    ///
    /// # Errors
    /// [`Refusal::NicknameRequired`] when the connection is gone.
    pub fn look(&self, connection: ConnectionId, is_hidden: bool) -> Result<()> {
        self.presence.look(connection, is_hidden.then(|| self.now()));
        if !is_hidden {
            self.guest(connection)?;
        }
        Ok(())
    }

    /// What these guests see.
    pub fn sights(&self, guests: HashSet<&GuestId>) -> HashMap<GuestId, Sight> {
        self.presence.sights(guests, self.now())
    }

    /// Tells a guest's pages of a message.
    pub async fn ring(&self, guest: GuestId, ring: Ring) {
        self.bus.publish(Happened::Rang { guest, ring }).await;
    }

    /// Notes where to push what a guest is told in the browser of this session.
    ///
    /// # Errors
    /// [`Refusal::BadRequest`] for what cannot be an address; [`Refusal::NicknameRequired`] without a session.
    pub async fn add_push_address(&self, session: &Token, address: PushAddress) -> Result<()> {
        let guest = self.guest_of(session).await?.ok_or(Refusal::NicknameRequired)?;
        self.limits.check_announcement(&guest.id)?;
        let is_whole = address.public_key.len() == 65 && address.secret.len() == 16;
        if !is_whole || !self.takes_pushes(&address.endpoint) {
            return Err(Refusal::BadRequest.into());
        }
        let (limit, now) = (limits::PUSH_ADDRESSES, self.now());
        Ok(self.store.bells().add_push_address(&session.hash(), address, limit, now).await?)
    }

    /// Whether this may be a push service. Those of the web are asked over TLS; one on the house's own machine, which the
    /// operator has opened, need not be.
    fn takes_pushes(&self, endpoint: &str) -> bool {
        let is_safe = |url: &Url| url.scheme() == "https" || literal(url).is_some_and(|address| address.is_loopback());
        endpoint.len() <= limits::PUSH_BYTES
            && checked(endpoint, &*self.config.outside).is_ok()
            && Url::parse(endpoint).is_ok_and(|url| is_safe(&url))
    }

    /// Whether something is pushed to the browser of this session.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn has_push_address(&self, session: &Token) -> Result<bool> {
        Ok(self.store.bells().has_push_address(&session.hash()).await?)
    }

    /// The addresses to which is pushed what a guest is told, and whose session each is.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn push_addresses(&self, guest: &GuestId) -> Result<Vec<(TokenHash, PushAddress)>> {
        Ok(self.store.bells().push_addresses(guest).await?)
    }

    /// Nothing is pushed to the browser of this session any more.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn remove_push_address(&self, session: &Token) -> Result<()> {
        Ok(self.store.bells().remove_push_address(&session.hash()).await?)
    }

    /// Forgets an address that the push service does not know any more.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn drop_push_address(&self, address: &PushAddress) -> Result<()> {
        Ok(self.store.bells().drop_push_address(&address.endpoint).await?)
    }
}
