//! Making rooms, and changing them.

use std::time::Duration;

use rand::{RngExt, distr::Alphanumeric};

use super::{
    Chat, Error, Refused, Result, password,
    ports::{Happened, NewNotice, NewRoom, PasswordHash, RoomChanges, Write},
};
use crate::domain::{Guest, Millis, NoticeKind, Reach, Refusal, Room, RoomId, Space, Visibility, limits, name};

/// A room that somebody wants to make.
#[derive(Clone, Debug)]
pub struct RoomRequest<'a> {
    pub space: Space,
    pub name: &'a str,
    pub topic: &'a str,
    pub visibility: Visibility,
    pub announces: bool,
    /// An empty one is none.
    pub password: Option<&'a str>,
    /// How many people it holds; 0 for any number.
    pub capacity: Option<u32>,
    /// After how long it ends.
    pub expires_in: Option<Duration>,
}

impl<'a> RoomRequest<'a> {
    /// A room of the main space that everyone finds and anyone may enter, for ever.
    pub fn open(name: &'a str, topic: &'a str) -> Self {
        let visibility = Visibility::Listed;
        let (password, capacity, expires_in) = (None, None, None);
        Self { space: Space::main(), name, topic, visibility, announces: false, password, capacity, expires_in }
    }
}

/// What an owner wants to be different about a room; `None` leaves it as it is.
#[derive(Clone, Debug, Default)]
pub struct ChangeRequest<'a> {
    pub name: Option<&'a str>,
    pub topic: Option<&'a str>,
    pub visibility: Option<Visibility>,
    /// Whether coming and going is written into the timeline.
    pub announces: Option<bool>,
    /// An empty one takes the lock away.
    pub password: Option<&'a str>,
    /// 0 for any number of people.
    pub capacity: Option<u32>,
    /// Counted from now; zero for never.
    pub expires_in: Option<Duration>,
}

impl Chat {
    /// Makes a room, owned by `guest`, and tells the space when it is listed. Where a room of `main` passes under that
    /// name, it becomes this one: with two, people who mean the same room would not meet.
    ///
    /// # Errors
    /// What is wrong with the name, the topic, the password, the capacity or the time.
    pub async fn create_room(&self, guest: &Guest, request: RoomRequest<'_>) -> Result<Room> {
        if guest.bot.is_some() {
            return Err(Refusal::NotForBots.into());
        }
        let (name, topic) = (name::room_name(request.name)?, name::topic(request.topic)?);
        let capacity = checked_capacity(request.capacity.unwrap_or(0))?;
        let now = self.now();
        let expires_at = end_after(now, request.expires_in.unwrap_or_default())?;
        self.limits.check_announcement(&guest.id)?;
        let password = hashed(request.password.unwrap_or_default()).await?;
        let id = RoomId::new(random_id());
        let new = NewRoom {
            id: id.clone(),
            space: request.space,
            name,
            topic,
            owner: guest.id.clone(),
            visibility: request.visibility,
            announces: request.announces,
            password: password.clone(),
            capacity,
            expires_at,
            now,
        };
        let room = self.store.create_room(new).await?;
        if room.id != id {
            self.take_over(guest, &room, password).await;
        }
        if room.visibility == Visibility::Listed {
            self.bus.publish(Happened::RoomCreated(room.id.clone())).await;
            self.tell_space(NoticeKind::RoomCreated, guest, &room).await;
        }
        Ok(room)
    }

    /// Tells those who are in a room that has become somebody's, and lets them come back without its password.
    async fn take_over(&self, owner: &Guest, room: &Room, password: Option<PasswordHash>) {
        if let Some(password) = password {
            for member in self.presence.members(&room.id) {
                // The room is made: who is not let back in can still be told the password.
                if let Err(error) = self.store.give_pass(&room.id, &member.guest.id, &password).await {
                    Error::from(error).refusal();
                }
            }
        }
        self.announce_owner(owner, &room.id).await;
    }

    /// Makes a room without a live connection, as a form does. Its owner becomes a member of it. What is refused can be
    /// had back with [`refused`](Self::refused).
    ///
    /// # Errors
    /// Those of [`create_room`](Self::create_room).
    pub async fn post_room(&self, owner: &Guest, request: RoomRequest<'_>) -> Result<Room> {
        let refused = Refused::Room {
            name: request.name.to_owned(),
            topic: request.topic.to_owned(),
            capacity: request.capacity.unwrap_or_default(),
            life: request.expires_in.unwrap_or_default(),
            unlisted: request.visibility != Visibility::Listed,
        };
        let room = self.create_room(owner, request).await.inspect_err(|_| self.drafts.keep(&owner.id, refused))?;
        self.drafts.forget(&owner.id);
        // The room is there: who is told that it is not would make it again, and find its name taken.
        if let Err(error) = self.become_member(owner, &room.id, None).await {
            error.refusal();
        }
        Ok(room)
    }

    /// Changes a room. People who are in it when it gets a password may come back without being asked for it.
    ///
    /// # Errors
    /// [`Refusal::NotOwner`], [`Refusal::RoomNotFound`], [`Refusal::RoomClosed`], and those of
    /// [`create_room`](Self::create_room).
    pub async fn change_room(&self, guest: &Guest, id: &RoomId, request: ChangeRequest<'_>) -> Result<Room> {
        let room = self.own_room(guest, id).await?;
        self.limits.check_announcement(&guest.id)?;
        let expires_at = match request.expires_in {
            Some(time) => Some(end_after(self.now(), time)?),
            None => None,
        };
        let password = match request.password {
            Some(password) => Some(hashed(password).await?),
            None => None,
        };
        let changes = RoomChanges {
            name: request.name.map(name::room_name).transpose()?,
            topic: request.topic.map(name::topic).transpose()?,
            visibility: request.visibility,
            announces: request.announces,
            passes: self.presence.members(&room.id).into_iter().map(|member| member.guest.id).collect(),
            password,
            capacity: request.capacity.map(checked_capacity).transpose()?,
            expires_at,
        };
        let changed = self.store.change_room(&room.id, changes).await?;
        let (was_listed, is_listed) = (room.visibility == Visibility::Listed, changed.visibility == Visibility::Listed);
        self.bus
            .publish(match (was_listed, is_listed) {
                (false, true) => Happened::RoomCreated(room.id.clone()),
                (true, false) => Happened::RoomHidden(room.id.clone()),
                _ => Happened::RoomsChanged([room.id.clone()].into()),
            })
            .await;
        if was_listed && is_listed && room.name != changed.name {
            self.bus.publish(Happened::RoomRenamed(room.id)).await;
        }
        Ok(changed)
    }

    /// Gives a room more time; one that has no end gets one, counted from now.
    ///
    /// # Errors
    /// Those of [`change_room`](Self::change_room).
    pub async fn extend_room(&self, guest: &Guest, id: &RoomId, by: Duration) -> Result<Room> {
        let now = self.now();
        let left = self.own_room(guest, id).await?.expires_at.map_or(0, |end| end.saturating_sub(now));
        let expires_in = by.saturating_add(Duration::from_millis(u64::try_from(left).unwrap_or_default()));
        self.change_room(guest, id, ChangeRequest { expires_in: Some(expires_in), ..ChangeRequest::default() }).await
    }

    /// A live room, whoever asks.
    ///
    /// # Errors
    /// [`Refusal::RoomNotFound`], [`Refusal::RoomClosed`].
    pub async fn room(&self, id: &RoomId) -> Result<Room> {
        match self.store.room(id).await? {
            Some(room) if !room.has_expired(self.now()) => Ok(room),
            Some(_) => Err(Refusal::RoomClosed.into()),
            None if self.store.ending(id).await?.is_some() => Err(Refusal::RoomClosed.into()),
            None => Err(Refusal::RoomNotFound.into()),
        }
    }

    /// A live room that this guest may know of, locked or not.
    ///
    /// # Errors
    /// [`Refusal::RoomNotFound`], also when a bot has no business there; [`Refusal::RoomClosed`].
    pub async fn room_for(&self, guest: &Guest, id: &RoomId) -> Result<Room> {
        // Before it is looked for: whether another room has ended is none of this bot's business either.
        if matches!(&guest.bot, Some(Reach::Room(own)) if own != id) {
            return Err(Refusal::RoomNotFound.into());
        }
        let room = self.room(id).await?;
        let is_covered = guest.bot.as_ref().is_none_or(|reach| reach.covers(&room));
        if is_covered { Ok(room) } else { Err(Refusal::RoomNotFound.into()) }
    }

    /// The room, if it is this guest's.
    ///
    /// # Errors
    /// [`Refusal::NotOwner`], and those of [`room`](Self::room).
    pub async fn own_room(&self, guest: &Guest, id: &RoomId) -> Result<Room> {
        let room = self.room(id).await?;
        if room.owner == guest.id { Ok(room) } else { Err(Refusal::NotOwner.into()) }
    }

    /// The listed or passing room of this name in the main space, where names are unique; one that looks the same is the
    /// same.
    ///
    /// # Errors
    /// [`Refusal::RoomNotFound`].
    pub async fn room_named(&self, name: &str) -> Result<Room> {
        // What cannot be a name is the name of no room.
        let name = name::room_name(name).map_err(|_| Refusal::RoomNotFound)?;
        Ok(self.store.room_named(&name.key).await?.ok_or(Refusal::RoomNotFound)?)
    }

    /// Writes a notice for the whole space. Nobody waits for it: a lost notice must not fail what it tells of.
    pub(super) async fn tell_space(&self, kind: NoticeKind, guest: &Guest, room: &Room) {
        let notice = NewNotice {
            space: room.space.clone(),
            kind,
            nickname: guest.nickname.clone(),
            room_id: room.id.clone(),
            room_name: room.name.clone(),
            at: self.now(),
        };
        self.journal.note(Write::Notice(notice)).await;
    }
}

async fn hashed(password: &str) -> Result<Option<PasswordHash>> {
    if password.is_empty() { Ok(None) } else { password::hash(password).await.map(Some) }
}

fn end_after(now: Millis, time: Duration) -> Result<Option<Millis>, Refusal> {
    if time.is_zero() {
        return Ok(None);
    }
    if !limits::ROOM_LIFE.contains(&time) {
        return Err(Refusal::LifeOutOfRange);
    }
    Ok(Some(now.saturating_add_unsigned(time.as_millis() as u64)))
}

fn checked_capacity(people: u32) -> Result<Option<u32>, Refusal> {
    match people {
        0 => Ok(None),
        people if limits::CAPACITY.contains(&people) => Ok(Some(people)),
        _ => Err(Refusal::CapacityOutOfRange),
    }
}

/// An opaque id of 12 letters and digits (71 bits): short enough for an address, too many to guess.
pub(super) fn random_id() -> String {
    rand::rng().sample_iter(Alphanumeric).take(12).map(char::from).collect()
}
