//! Rooms and who has been in them.

use rusqlite::{OptionalExtension, Transaction, params};

use super::{guests, rows};
use crate::{
    chat::ports::{NewRoom, StoreError},
    domain::{GuestId, Millis, Room, RoomId, Space, name::Name},
};

/// A room as the statements about its messages need it.
pub struct RoomState {
    pub key: i64,
    /// The owner's key.
    pub owner: i64,
    pub rev: u64,
    pub last_seq: u64,
    last_activity_at: Millis,
    is_raised: bool,
}

impl RoomState {
    /// Makes place for one more message.
    pub fn raise(&mut self, at: Millis) {
        self.last_seq += 1;
        self.last_activity_at = self.last_activity_at.max(at);
        self.revise();
    }

    /// Stamps a change of a message that is there.
    pub fn revise(&mut self) {
        self.rev += 1;
        self.is_raised = true;
    }
}

/// The state of a live room.
pub fn state(tx: &Transaction<'_>, room: &RoomId) -> Result<Option<RoomState>, StoreError> {
    let mut select = tx.prepare_cached(
        "SELECT key, owner, rev, last_seq, last_activity_at FROM rooms WHERE id = ?1 AND closed_at IS NULL",
    )?;
    let state = select.query_row([room.as_str()], |row| {
        Ok(RoomState {
            key: row.get("key")?,
            owner: row.get("owner")?,
            rev: rows::count(row, "rev")?,
            last_seq: rows::count(row, "last_seq")?,
            last_activity_at: row.get("last_activity_at")?,
            is_raised: false,
        })
    });
    Ok(state.optional()?)
}

/// Writes a room's state if it was raised; a batch of retries must not touch the disk.
pub fn save_state(tx: &Transaction<'_>, room: &RoomState) -> Result<(), StoreError> {
    if !room.is_raised {
        return Ok(());
    }
    tx.prepare_cached("UPDATE rooms SET rev = ?2, last_seq = ?3, last_activity_at = ?4 WHERE key = ?1")?
        .execute(params![room.key, rows::bound(room.rev), rows::bound(room.last_seq), room.last_activity_at])?;
    Ok(())
}

pub fn create(tx: &Transaction<'_>, room: NewRoom) -> Result<Room, StoreError> {
    let owner = guests::key(tx, &room.owner)?.ok_or(StoreError::Missing)?;
    let mut insert = tx.prepare_cached(
        "INSERT INTO rooms (id, space, name, name_key, topic, owner, created_at, last_activity_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?7) ON CONFLICT (space, name_key) WHERE closed_at IS NULL DO NOTHING",
    )?;
    let inserted = insert.execute(params![
        room.id.as_str(),
        room.space.as_str(),
        room.name.display,
        room.name.key,
        room.topic,
        owner,
        room.now
    ])?;
    if inserted == 0 {
        return Err(StoreError::RoomNameTaken);
    }
    Ok(Room {
        id: room.id,
        space: room.space,
        name: room.name.display,
        topic: room.topic,
        owner: room.owner,
        created_at: room.now,
        last_activity_at: room.now,
        rev: 0,
    })
}

pub fn by_id(tx: &Transaction<'_>, room: &RoomId) -> Result<Option<Room>, StoreError> {
    let mut select = tx.prepare_cached(
        "SELECT rooms.*, guests.id AS owner_id FROM rooms JOIN guests ON guests.key = rooms.owner
         WHERE rooms.id = ?1 AND closed_at IS NULL",
    )?;
    Ok(select.query_row([room.as_str()], rows::room).optional()?)
}

pub fn by_name(tx: &Transaction<'_>, space: &Space, name: &Name) -> Result<Option<Room>, StoreError> {
    let mut select = tx.prepare_cached(
        "SELECT rooms.*, guests.id AS owner_id FROM rooms JOIN guests ON guests.key = rooms.owner
         WHERE space = ?1 AND name_key = ?2 AND closed_at IS NULL",
    )?;
    Ok(select.query_row((space.as_str(), &name.key), rows::room).optional()?)
}

pub fn live(tx: &Transaction<'_>, space: &Space) -> Result<Vec<Room>, StoreError> {
    let mut select = tx.prepare_cached(
        "SELECT rooms.*, guests.id AS owner_id FROM rooms JOIN guests ON guests.key = rooms.owner
         WHERE space = ?1 AND closed_at IS NULL ORDER BY last_activity_at DESC, rooms.key DESC",
    )?;
    let rooms = select.query_map([space.as_str()], rows::room)?;
    Ok(rooms.collect::<Result<_, _>>()?)
}

pub fn add_member(tx: &Transaction<'_>, room: i64, guest: &GuestId, at: Millis) -> Result<(), StoreError> {
    let guest = guests::key(tx, guest)?.ok_or(StoreError::Missing)?;
    let mut insert =
        tx.prepare_cached("INSERT INTO members (room, guest, first_at) VALUES (?1, ?2, ?3) ON CONFLICT DO NOTHING")?;
    insert.execute((room, guest, at))?;
    Ok(())
}

pub fn is_member(tx: &Transaction<'_>, room: &RoomId, guest: &GuestId) -> Result<bool, StoreError> {
    let mut select = tx.prepare_cached(
        "SELECT 1 FROM members JOIN rooms ON rooms.key = members.room JOIN guests ON guests.key = members.guest
         WHERE rooms.id = ?1 AND closed_at IS NULL AND guests.id = ?2",
    )?;
    Ok(select.exists((room.as_str(), guest.as_str()))?)
}
