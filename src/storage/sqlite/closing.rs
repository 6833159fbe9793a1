//! How rooms end.

use rusqlite::{OptionalExtension, Transaction, params};

use super::{bots, rows::Code, search, spaces};
use crate::{
    chat::ports::StoreError,
    domain::{Ending, Millis, RoomId, Visibility},
};

pub fn close(tx: &Transaction<'_>, id: &RoomId, now: Millis) -> Result<bool, StoreError> {
    let mut update = tx.prepare_cached("UPDATE rooms SET closed_at = ?2 WHERE id = ?1 AND closed_at IS NULL")?;
    Ok(update.execute(params![id.as_str(), now])? > 0)
}

pub fn expire(tx: &Transaction<'_>, id: &RoomId, now: Millis) -> Result<bool, StoreError> {
    let mut update =
        tx.prepare_cached("UPDATE rooms SET closed_at = ?2 WHERE id = ?1 AND closed_at IS NULL AND expires_at <= ?2")?;
    Ok(update.execute(params![id.as_str(), now])? > 0)
}

/// What it was is read from what is there: a room is closed at its end or before it, and nobody owns a passing one.
pub fn ending(tx: &Transaction<'_>, id: &RoomId) -> Result<Option<Ending>, StoreError> {
    let mut select = tx.prepare_cached(
        "SELECT ifnull(expires_at <= closed_at, 0) AS has_expired, visibility FROM rooms
         WHERE id = ?1 AND closed_at IS NOT NULL",
    )?;
    let ending = select.query_row([id.as_str()], |row| {
        Ok(match (row.get("has_expired")?, row.get::<_, Code<Visibility>>("visibility")?.0) {
            (true, _) => Ending::Expired,
            (false, Visibility::Passing) => Ending::Deserted,
            (false, Visibility::Listed | Visibility::Unlisted) => Ending::Closed,
        })
    });
    Ok(ending.optional()?)
}

/// See [`Store::purge_rooms`](crate::chat::ports::Store::purge_rooms).
pub fn purge(tx: &Transaction<'_>, before: Millis, limit: u32) -> Result<bool, StoreError> {
    let mut select = tx.prepare_cached("SELECT key FROM rooms WHERE closed_at < ?1 ORDER BY closed_at LIMIT 1")?;
    let Some(room) = select.query_row([before], |row| row.get::<_, i64>(0)).optional()? else {
        spaces::forget_removed(tx)?;
        return Ok(false);
    };
    search::forget_oldest(tx, room, limit)?;
    let mut delete = tx.prepare_cached(
        "DELETE FROM messages WHERE id IN (SELECT id FROM messages WHERE room = ?1 ORDER BY seq LIMIT ?2)",
    )?;
    if delete.execute((room, limit))? < limit as usize {
        forget_notices(tx, room)?;
        bots::free_nicknames(tx, room)?;
        // With it go its members, passes and bots.
        tx.prepare_cached("DELETE FROM rooms WHERE key = ?1")?.execute([room])?;
    }
    Ok(true)
}

/// Deletes the notices that name a room, and with them its address.
pub fn forget_notices(tx: &Transaction<'_>, room: i64) -> Result<(), StoreError> {
    let mut delete =
        tx.prepare_cached("DELETE FROM notices WHERE room_id = (SELECT rooms.id FROM rooms WHERE key = ?1)")?;
    delete.execute([room])?;
    Ok(())
}
