//! Who was sent out of which room.

use async_trait::async_trait;
use rusqlite::{OptionalExtension, Result as SqlResult, Transaction};

use super::{SqliteStore, guests, rows};
use crate::{
    chat::ports::{KickStore, StoreError},
    domain::{Guest, GuestId, Kick, Millis, RoomId},
};

#[async_trait]
impl KickStore for SqliteStore {
    async fn kick(&self, room: &RoomId, guest: &GuestId, now: Millis) -> Result<(), StoreError> {
        let (room, guest) = (room.clone(), guest.clone());
        self.write(move |tx| kick(tx, &room, &guest, now)).await
    }

    async fn let_in(&self, room: &RoomId, guest: &GuestId) -> Result<(), StoreError> {
        let (room, guest) = (room.clone(), guest.clone());
        self.write(move |tx| {
            tx.prepare_cached(
                "DELETE FROM kicks WHERE room = (SELECT key FROM rooms WHERE id = ?1)
                 AND guest = (SELECT key FROM guests WHERE id = ?2)",
            )?
            .execute((room.as_str(), guest.as_str()))?;
            Ok(())
        })
        .await
    }

    async fn is_kicked(&self, room: &RoomId, guest: &GuestId) -> Result<bool, StoreError> {
        let (room, guest) = (room.clone(), guest.clone());
        self.read(move |tx| {
            let mut select = tx.prepare_cached(
                "SELECT 1 FROM kicks WHERE room = (SELECT key FROM rooms WHERE id = ?1)
                 AND guest = (SELECT key FROM guests WHERE id = ?2)",
            )?;
            Ok(select.exists((room.as_str(), guest.as_str()))?)
        })
        .await
    }

    async fn member(&self, room: &RoomId, guest: &GuestId) -> Result<Option<Guest>, StoreError> {
        let (room, guest) = (room.clone(), guest.clone());
        self.read(move |tx| {
            let mut select = tx.prepare_cached(
                "SELECT guests.id, nickname, ink FROM members
                 JOIN rooms ON rooms.key = members.room JOIN guests ON guests.key = members.guest
                 WHERE rooms.id = ?1 AND closed_at IS NULL AND guests.id = ?2",
            )?;
            Ok(select.query_row((room.as_str(), guest.as_str()), rows::person).optional()?)
        })
        .await
    }

    async fn kicked(&self, room: &RoomId) -> Result<Vec<Kick>, StoreError> {
        let room = room.clone();
        self.read(move |tx| {
            let mut select = tx.prepare_cached(
                "SELECT guests.id, nickname, ink, at FROM kicks
                 JOIN rooms ON rooms.key = kicks.room JOIN guests ON guests.key = kicks.guest
                 WHERE rooms.id = ?1 ORDER BY at DESC, guests.key DESC",
            )?;
            let kicks =
                select.query_map([room.as_str()], |row| Ok(Kick { guest: rows::person(row)?, at: row.get("at")? }))?;
            Ok(kicks.collect::<SqlResult<_>>()?)
        })
        .await
    }
}

fn kick(tx: &Transaction<'_>, room: &RoomId, guest: &GuestId, now: Millis) -> Result<(), StoreError> {
    let guest = guests::key(tx, guest)?.ok_or(StoreError::Missing)?;
    // It may have become theirs since that was looked at.
    let mut select = tx.prepare_cached("SELECT key FROM rooms WHERE id = ?1 AND closed_at IS NULL AND owner <> ?2")?;
    let room = select.query_row((room.as_str(), guest), |row| row.get::<_, i64>(0)).optional()?;
    let room = room.ok_or(StoreError::Missing)?;
    for statement in [
        "DELETE FROM members WHERE room = ?1 AND guest = ?2",
        "DELETE FROM passes WHERE room = ?1 AND guest = ?2",
        "DELETE FROM unread_mentions WHERE room = ?1 AND guest = ?2",
        "DELETE FROM bells WHERE room = ?1 AND guest = ?2",
    ] {
        tx.prepare_cached(statement)?.execute((room, guest))?;
    }
    tx.prepare_cached("INSERT INTO kicks (room, guest, at) VALUES (?1, ?2, ?3) ON CONFLICT DO NOTHING")?
        .execute((room, guest, now))?;
    Ok(())
}
