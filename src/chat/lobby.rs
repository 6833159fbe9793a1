//! What can be seen from outside the rooms.

use super::{Catch, Chat, Result};
use crate::domain::{Here, Notice, Refusal, Room, RoomId, Space, limits};

/// A room with how many people are in it now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RoomWithMembers {
    pub room: Room,
    pub members: usize,
}

impl Chat {
    /// The spaces of the house, in the order of their names.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn spaces(&self) -> Result<Vec<Space>> {
        Ok(self.store.spaces().await?)
    }

    /// Makes a space; one that is there is no error.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn add_space(&self, space: &Space) -> Result<()> {
        Ok(self.store.add_space(space).await?)
    }

    /// The space of this name.
    ///
    /// # Errors
    /// [`Refusal::SpaceNotFound`].
    pub async fn space(&self, name: &str) -> Result<Space> {
        let space = self.spaces().await?.into_iter().find(|space| space.as_str() == name);
        Ok(space.ok_or(Refusal::SpaceNotFound)?)
    }

    /// The rooms of a space, the most recently active first.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn rooms(&self, space: &Space) -> Result<Vec<RoomWithMembers>> {
        let rooms = self.store.rooms(space).await?;
        Ok(rooms.into_iter().map(|room| self.with_members(room)).collect())
    }

    /// One room as the list shows it.
    ///
    /// # Errors
    /// [`RoomNotFound`](crate::domain::Refusal::RoomNotFound).
    pub async fn room_in_list(&self, id: &RoomId) -> Result<RoomWithMembers> {
        Ok(self.with_members(self.room(id).await?))
    }

    /// The latest notices of a space, oldest first.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn notices(&self, space: &Space) -> Result<Vec<Notice>> {
        Ok(self.store.notices(space, limits::NOTICES).await?)
    }

    /// The latest page of a room, for a reader without a connection.
    ///
    /// # Errors
    /// [`RoomNotFound`](crate::domain::Refusal::RoomNotFound).
    pub async fn read(&self, id: &RoomId) -> Result<(RoomWithMembers, Catch)> {
        let room = self.room_in_list(id).await?;
        Ok((room, self.latest(id).await?))
    }

    /// Who is in a room now, sorted by nickname.
    pub fn members(&self, room: &RoomId) -> Vec<Here> {
        self.presence.members(room)
    }

    fn with_members(&self, room: Room) -> RoomWithMembers {
        let members = self.presence.count(&room.id);
        RoomWithMembers { room, members }
    }
}
