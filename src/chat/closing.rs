//! How rooms end: their owner closes them, their time is over, or nobody has been in a passing one for a while.

use std::{collections::HashMap, sync::Mutex, time::Duration};

use super::{Chat, Result, ports::Happened};
use crate::domain::{Ending, Guest, Millis, Room, RoomId, Visibility};

/// How long a passing room outlives the last person in it.
const EMPTY: Duration = Duration::from_secs(60 * 60);

/// Messages of a closed room that are deleted in one transaction, so that writers do not wait for long.
const PURGED_AT_ONCE: u32 = 2_000;

/// Passing rooms in which nobody is, with the moment when that was first seen. A restart begins to count anew.
#[derive(Default)]
pub(super) struct Deserted(Mutex<HashMap<RoomId, Millis>>);

impl Deserted {
    /// Takes note of the rooms that are empty now; those that have been for long enough.
    fn note(&self, empty: Vec<RoomId>, now: Millis) -> Vec<RoomId> {
        let mut seen = self.0.lock().expect("no panic while held");
        *seen = empty.into_iter().map(|room| (room.clone(), seen.get(&room).copied().unwrap_or(now))).collect();
        let is_over = |since: Millis| u128::from(now.abs_diff(since)) >= EMPTY.as_millis();
        seen.iter().filter(|(_, since)| is_over(**since)).map(|(room, _)| room.clone()).collect()
    }
}

impl Chat {
    /// Ends a room at its owner's wish.
    ///
    /// # Errors
    /// [`NotOwner`](crate::domain::Refusal::NotOwner), [`RoomNotFound`](crate::domain::Refusal::RoomNotFound),
    /// [`RoomClosed`](crate::domain::Refusal::RoomClosed).
    pub async fn close_room(&self, guest: &Guest, id: &RoomId) -> Result<()> {
        let room = self.own_room(guest, id).await?;
        self.end(room, Ending::Closed).await
    }

    /// Why a room ended; `None` of one that has not, or is no more.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn ending(&self, id: &RoomId) -> Result<Option<Ending>> {
        // Its time may be over, and nobody have closed it yet.
        let has_expired = self.store.room(id).await?.is_some_and(|room| room.has_expired(self.now()));
        if has_expired { Ok(Some(Ending::Expired)) } else { Ok(self.store.ending(id).await?) }
    }

    /// Ends the rooms whose time is over. To be called every second.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn end_expired_rooms(&self) -> Result<()> {
        for room in self.store.expired_rooms(self.now()).await? {
            self.end(room, Ending::Expired).await?;
        }
        Ok(())
    }

    /// Ends the passing rooms in which nobody has been for a while, and deletes what was written in rooms that ended
    /// `keep` ago. To be called every minute.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn clear_rooms(&self, keep: Duration) -> Result<()> {
        let now = self.now();
        let passing = self.store.passing_rooms().await?.into_iter().map(|room| room.id);
        let empty = passing.filter(|room| self.presence.count(room) == 0).collect();
        for id in self.deserted.note(empty, now) {
            if let Some(room) = self.store.room(&id).await? {
                self.end(room, Ending::Deserted).await?;
            }
        }
        let before = now.saturating_sub_unsigned(u64::try_from(keep.as_millis()).unwrap_or(u64::MAX));
        while self.store.purge_rooms(before, PURGED_AT_ONCE).await? {}
        Ok(())
    }

    pub(super) async fn end(&self, room: Room, ending: Ending) -> Result<()> {
        let has_ended = match ending {
            Ending::Expired => self.store.expire_room(&room.id, self.now()).await?,
            Ending::Closed | Ending::Deserted => self.store.close_room(&room.id, self.now()).await?,
        };
        if has_ended {
            self.attendance.forget(&room.id);
            let inside = self.presence.clear(&room.id).into();
            let was_listed = room.visibility == Visibility::Listed;
            let ended = Happened::RoomEnded { room: room.id, space: room.space, ending, was_listed, inside };
            self.bus.publish(ended).await;
        }
        Ok(())
    }
}
