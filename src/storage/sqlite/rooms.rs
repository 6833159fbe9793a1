//! Rooms and who has been in them.

use std::collections::HashMap;

use rusqlite::{OptionalExtension, ToSql, Transaction, params};

use super::{
    closing, guests, is_unique_violation, mentions, passes,
    rows::{self, Code},
    spaces,
};
use crate::{
    chat::ports::{NewRoom, RoomChanges, StoreError},
    domain::{GuestId, Mark, Millis, Room, RoomId, Space, Visibility},
};

/// A room as the statements about its messages need it.
pub struct RoomState {
    pub key: i64,
    /// The owner's key.
    pub owner: i64,
    pub rev: u64,
    pub last_seq: u64,
    last_activity_at: Millis,
    /// When its time is over.
    ends_at: Option<Millis>,
    pub is_closed: bool,
    is_raised: bool,
}

impl RoomState {
    /// Whether something may be written into it at this moment.
    pub fn is_open(&self, at: Millis) -> bool {
        !self.is_closed && self.ends_at.is_none_or(|end| at < end)
    }

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

/// The state of a room, also of one that is closed.
pub fn state(tx: &Transaction<'_>, room: &RoomId) -> Result<Option<RoomState>, StoreError> {
    let mut select = tx.prepare_cached(
        "SELECT key, owner, rev, last_seq, last_activity_at, expires_at, closed_at FROM rooms WHERE id = ?1",
    )?;
    let state = select.query_row([room.as_str()], |row| {
        Ok(RoomState {
            key: row.get("key")?,
            owner: row.get("owner")?,
            rev: rows::count(row, "rev")?,
            last_seq: rows::count(row, "last_seq")?,
            last_activity_at: row.get("last_activity_at")?,
            ends_at: row.get("expires_at")?,
            is_closed: row.get::<_, Option<Millis>>("closed_at")?.is_some(),
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
    if !spaces::exists(tx, &room.space)? {
        return Err(StoreError::Missing);
    }
    if room.space == Space::main() {
        match (room.visibility, by_name(tx, &room.name.key)?) {
            (Visibility::Listed, Some(known)) if known.visibility == Visibility::Passing => {
                return adopt(tx, &known.id, owner, room);
            }
            (Visibility::Passing, Some(_)) => return Err(StoreError::RoomNameTaken),
            _ => {}
        }
    }
    let mut insert = tx.prepare_cached(
        "INSERT INTO rooms (id, space, name, name_key, topic, owner, created_at, last_activity_at, visibility, announces,
             password, capacity, expires_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?7, ?8, ?9, ?10, ?11, ?12)",
    )?;
    let is_locked = room.password.is_some();
    let inserted = insert.execute(params![
        room.id.as_str(),
        room.space.as_str(),
        room.name.display,
        room.name.key,
        room.topic,
        owner,
        room.now,
        Code(room.visibility),
        room.announces,
        room.password.map(|password| password.0),
        room.capacity,
        room.expires_at,
    ]);
    inserted.map_err(name_taken)?;
    Ok(Room {
        id: room.id,
        space: room.space,
        name: room.name.display,
        topic: room.topic,
        owner: room.owner,
        visibility: room.visibility,
        announces: room.announces,
        is_locked,
        capacity: room.capacity,
        expires_at: room.expires_at,
        created_at: room.now,
        last_activity_at: room.now,
        rev: 0,
        last_seq: 0,
    })
}

/// Gives a passing room the owner and the terms of the one that was to be made in its place. Its id, its people and
/// what was said stay.
fn adopt(tx: &Transaction<'_>, passing: &RoomId, owner: i64, room: NewRoom) -> Result<Room, StoreError> {
    let mut update = tx.prepare_cached(
        "UPDATE rooms SET name = ?2, topic = ?3, owner = ?4, visibility = ?5, announces = ?6, password = ?7,
             capacity = ?8, expires_at = ?9
         WHERE id = ?1",
    )?;
    update.execute(params![
        passing.as_str(),
        room.name.display,
        room.topic,
        owner,
        Code(room.visibility),
        room.announces,
        room.password.map(|password| password.0),
        room.capacity,
        room.expires_at,
    ])?;
    by_id(tx, passing)?.ok_or(StoreError::Missing)
}

/// Whether another room than this one answers to its name in `main`, too: one that is listed, and one that passes.
fn shares_name(tx: &Transaction<'_>, key: i64) -> Result<bool, StoreError> {
    let mut select = tx.prepare_cached(
        "SELECT 1 FROM rooms AS own JOIN rooms AS other USING (space, name_key)
         WHERE own.key = ?1 AND other.key <> ?1 AND space = 'main' AND other.closed_at IS NULL
             AND own.visibility <> ?2 AND other.visibility <> ?2",
    )?;
    Ok(select.exists(params![key, Code(Visibility::Unlisted)])?)
}

/// Ids are random, so of what is unique about a room only its name can be another's already.
fn name_taken(error: rusqlite::Error) -> StoreError {
    if is_unique_violation(&error) { StoreError::RoomNameTaken } else { error.into() }
}

pub fn change(tx: &Transaction<'_>, id: &RoomId, changes: RoomChanges) -> Result<Room, StoreError> {
    let key = live_key(tx, id)?.ok_or(StoreError::Missing)?;
    if let Some(name) = changes.name {
        let mut update = tx.prepare_cached("UPDATE rooms SET name = ?2, name_key = ?3 WHERE key = ?1")?;
        update.execute(params![key, name.display, name.key]).map_err(name_taken)?;
    }
    if let Some(topic) = changes.topic {
        set(tx, key, "topic", &topic)?;
    }
    if let Some(visibility) = changes.visibility {
        let mut update = tx.prepare_cached("UPDATE rooms SET visibility = ?2 WHERE key = ?1")?;
        update.execute(params![key, Code(visibility)]).map_err(name_taken)?;
        if visibility != Visibility::Listed {
            closing::forget_notices(tx, key)?;
        }
    }
    if shares_name(tx, key)? {
        return Err(StoreError::RoomNameTaken);
    }
    if let Some(announces) = changes.announces {
        set(tx, key, "announces", &announces)?;
    }
    if let Some(password) = changes.password {
        set(tx, key, "password", &password.as_ref().map(|password| &*password.0))?;
        tx.prepare_cached("DELETE FROM passes WHERE room = ?1")?.execute([key])?;
        if let Some(password) = &password {
            changes.passes.iter().try_for_each(|guest| passes::give(tx, id, guest, password))?;
        }
    }
    if let Some(capacity) = changes.capacity {
        set(tx, key, "capacity", &capacity)?;
    }
    if let Some(expires_at) = changes.expires_at {
        set(tx, key, "expires_at", &expires_at)?;
    }
    by_id(tx, id)?.ok_or(StoreError::Missing)
}

fn set(tx: &Transaction<'_>, key: i64, column: &'static str, value: &dyn ToSql) -> Result<(), StoreError> {
    tx.prepare_cached(&format!("UPDATE rooms SET {column} = ?2 WHERE key = ?1"))?.execute(params![key, value])?;
    Ok(())
}

pub fn live_key(tx: &Transaction<'_>, id: &RoomId) -> Result<Option<i64>, StoreError> {
    let mut select = tx.prepare_cached("SELECT key FROM rooms WHERE id = ?1 AND closed_at IS NULL")?;
    Ok(select.query_row([id.as_str()], |row| row.get(0)).optional()?)
}

/// What every reader of live rooms begins with.
const LIVE: &str = "SELECT rooms.*, guests.id AS owner_id FROM rooms JOIN guests ON guests.key = rooms.owner
                    WHERE closed_at IS NULL";

pub fn by_id(tx: &Transaction<'_>, room: &RoomId) -> Result<Option<Room>, StoreError> {
    let mut select = tx.prepare_cached(&format!("{LIVE} AND rooms.id = ?1"))?;
    Ok(select.query_row([room.as_str()], rows::room).optional()?)
}

/// Whether a room is none that everyone may hear of: not listed, or closed.
pub fn is_private(tx: &Transaction<'_>, id: &RoomId) -> Result<bool, StoreError> {
    let mut select =
        tx.prepare_cached("SELECT 1 FROM rooms WHERE id = ?1 AND (visibility <> ?2 OR closed_at IS NOT NULL)")?;
    Ok(select.exists(params![id.as_str(), Code(Visibility::Listed)])?)
}

pub fn by_name(tx: &Transaction<'_>, key: &str) -> Result<Option<Room>, StoreError> {
    let mut select = tx.prepare_cached(&format!(
        "{LIVE} AND space = 'main' AND name_key = ?1 AND visibility <> ?2 ORDER BY visibility LIMIT 1"
    ))?;
    Ok(select.query_row(params![key, Code(Visibility::Unlisted)], rows::room).optional()?)
}

pub fn listed(tx: &Transaction<'_>, space: &Space) -> Result<Vec<Room>, StoreError> {
    let mut select = tx.prepare_cached(&format!(
        "{LIVE} AND space = ?1 AND visibility = ?2 ORDER BY last_activity_at DESC, rooms.key DESC"
    ))?;
    let rooms = select.query_map(params![space.as_str(), Code(Visibility::Listed)], rows::room)?;
    Ok(rooms.collect::<Result<_, _>>()?)
}

/// The live rooms that a guest has been in or owns.
pub fn of_guest(tx: &Transaction<'_>, guest: &GuestId) -> Result<Vec<Room>, StoreError> {
    let Some(guest) = guests::key(tx, guest)? else { return Ok(Vec::new()) };
    let mut select = tx.prepare_cached(&format!(
        "{LIVE} AND (owner = ?1 OR rooms.key IN (SELECT room FROM members WHERE guest = ?1))"
    ))?;
    let rooms = select.query_map([guest], rows::room)?;
    Ok(rooms.collect::<Result<_, _>>()?)
}

pub fn passing(tx: &Transaction<'_>) -> Result<Vec<Room>, StoreError> {
    let mut select = tx.prepare_cached(&format!("{LIVE} AND visibility = ?1"))?;
    let rooms = select.query_map([Code(Visibility::Passing)], rows::room)?;
    Ok(rooms.collect::<Result<_, _>>()?)
}

pub fn expired(tx: &Transaction<'_>, now: Millis) -> Result<Vec<Room>, StoreError> {
    let mut select = tx.prepare_cached(&format!("{LIVE} AND expires_at <= ?1"))?;
    let rooms = select.query_map([now], rows::room)?;
    Ok(rooms.collect::<Result<_, _>>()?)
}

pub fn add_member(tx: &Transaction<'_>, room: &RoomState, guest: &GuestId, at: Millis) -> Result<(), StoreError> {
    let guest = guests::key(tx, guest)?.ok_or(StoreError::Missing)?;
    let mut insert = tx.prepare_cached(
        "INSERT INTO members (room, guest, first_at, read_seq) SELECT ?1, ?2, ?3, ?4
         WHERE NOT EXISTS (SELECT 1 FROM kicks WHERE room = ?1 AND guest = ?2) ON CONFLICT DO NOTHING",
    )?;
    insert.execute((room.key, guest, at, rows::bound(room.last_seq)))?;
    Ok(())
}

/// See [`Write::Read`](crate::chat::ports::Write::Read).
pub fn mark_read(tx: &Transaction<'_>, room: &RoomState, guest: &GuestId, seq: u64) -> Result<bool, StoreError> {
    let seq = rows::bound(seq.min(room.last_seq));
    let mut update = tx.prepare_cached(
        "UPDATE members SET read_seq = ?3
         WHERE room = ?1 AND guest = (SELECT key FROM guests WHERE id = ?2) AND read_seq < ?3",
    )?;
    let moved = update.execute((room.key, guest.as_str(), seq))? == 1;
    if moved {
        mentions::read(tx, room.key, guest, seq)?;
    }
    Ok(moved)
}

/// See [`Store::marks`](crate::chat::ports::Store::marks).
pub fn marks(tx: &Transaction<'_>, guest: &GuestId, space: &Space) -> Result<Vec<Mark>, StoreError> {
    let mut select = tx.prepare_cached(
        "SELECT rooms.id, read_seq FROM members JOIN rooms ON rooms.key = members.room
         WHERE members.guest = (SELECT key FROM guests WHERE id = ?1) AND space = ?2 AND closed_at IS NULL",
    )?;
    let marks = select.query_map((guest.as_str(), space.as_str()), |row| {
        Ok(Mark { room_id: RoomId::new(row.get::<_, String>("id")?), seq: rows::count(row, "read_seq")? })
    })?;
    Ok(marks.collect::<Result<_, _>>()?)
}

pub fn members_since(
    tx: &Transaction<'_>,
    room: &RoomId,
    guests: Vec<GuestId>,
) -> Result<HashMap<GuestId, Millis>, StoreError> {
    let mut select = tx.prepare_cached(
        "SELECT first_at FROM members JOIN rooms ON rooms.key = members.room JOIN guests ON guests.key = members.guest
         WHERE rooms.id = ?1 AND closed_at IS NULL AND guests.id = ?2",
    )?;
    let mut since = HashMap::with_capacity(guests.len());
    for guest in guests {
        if let Some(at) = select.query_row((room.as_str(), guest.as_str()), |row| row.get(0)).optional()? {
            since.insert(guest, at);
        }
    }
    Ok(since)
}

pub fn is_member(tx: &Transaction<'_>, room: &RoomId, guest: &GuestId) -> Result<bool, StoreError> {
    let mut select = tx.prepare_cached(
        "SELECT 1 FROM members JOIN rooms ON rooms.key = members.room JOIN guests ON guests.key = members.guest
         WHERE rooms.id = ?1 AND closed_at IS NULL AND guests.id = ?2",
    )?;
    Ok(select.exists((room.as_str(), guest.as_str()))?)
}
