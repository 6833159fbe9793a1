//! Who wants to be told what, and where it is pushed to.

use async_trait::async_trait;
use rusqlite::{OptionalExtension, Result as SqlResult, Row, Transaction, params};

use super::SqliteStore;
use crate::{
    chat::ports::{BellStore, PushAddress, StoreError, TokenHash},
    domain::{Bell, BellLevel, GuestId, Millis, RoomId},
};

#[async_trait]
impl BellStore for SqliteStore {
    async fn set_bell(&self, guest: &GuestId, room: &RoomId, level: BellLevel) -> Result<(), StoreError> {
        let (guest, room) = (guest.clone(), room.clone());
        self.write(move |tx| set(tx, &guest, &room, level)).await
    }

    async fn bell(&self, guest: &GuestId, room: &RoomId) -> Result<BellLevel, StoreError> {
        let (guest, room) = (guest.clone(), room.clone());
        self.read(move |tx| {
            let mut select = tx.prepare_cached(
                "SELECT level FROM bells WHERE guest = (SELECT key FROM guests WHERE id = ?1)
                 AND room = (SELECT key FROM rooms WHERE id = ?2)",
            )?;
            let level = select.query_row((guest.as_str(), room.as_str()), level).optional()?;
            Ok(level.unwrap_or_default())
        })
        .await
    }

    async fn bells_of(&self, guest: &GuestId) -> Result<Vec<Bell>, StoreError> {
        let guest = guest.clone();
        self.read(move |tx| of(tx, &guest)).await
    }

    async fn all_bells(&self) -> Result<Vec<(GuestId, RoomId, BellLevel)>, StoreError> {
        self.read(all).await
    }

    async fn add_push_address(
        &self,
        session: &TokenHash,
        address: PushAddress,
        limit: u32,
        now: Millis,
    ) -> Result<(), StoreError> {
        let session = *session;
        self.write(move |tx| add_address(tx, &session, &address, limit, now)).await
    }

    async fn has_push_address(&self, session: &TokenHash) -> Result<bool, StoreError> {
        let session = *session;
        self.read(move |tx| {
            Ok(tx.prepare_cached("SELECT 1 FROM push_addresses WHERE session = ?1")?.exists([session])?)
        })
        .await
    }

    async fn push_addresses(&self, guest: &GuestId) -> Result<Vec<(TokenHash, PushAddress)>, StoreError> {
        let guest = guest.clone();
        self.read(move |tx| addresses(tx, &guest)).await
    }

    async fn remove_push_address(&self, session: &TokenHash) -> Result<(), StoreError> {
        let session = *session;
        self.write(move |tx| {
            tx.prepare_cached("DELETE FROM push_addresses WHERE session = ?1")?.execute([session])?;
            Ok(())
        })
        .await
    }

    async fn drop_push_address(&self, endpoint: &str) -> Result<(), StoreError> {
        let endpoint = endpoint.to_owned();
        self.write(move |tx| {
            tx.prepare_cached("DELETE FROM push_addresses WHERE endpoint = ?1")?.execute([endpoint])?;
            Ok(())
        })
        .await
    }
}

fn level(row: &Row<'_>) -> SqlResult<BellLevel> {
    Ok(match row.get::<_, i64>("level")? {
        1 => BellLevel::Mentions,
        2 => BellLevel::All,
        _ => BellLevel::None,
    })
}

fn set(tx: &Transaction<'_>, guest: &GuestId, room: &RoomId, level: BellLevel) -> Result<(), StoreError> {
    let number = match level {
        BellLevel::None => {
            tx.prepare_cached(
                "DELETE FROM bells WHERE guest = (SELECT key FROM guests WHERE id = ?1)
                 AND room = (SELECT key FROM rooms WHERE id = ?2)",
            )?
            .execute((guest.as_str(), room.as_str()))?;
            return Ok(());
        }
        BellLevel::Mentions => 1,
        BellLevel::All => 2,
    };
    let mut insert = tx.prepare_cached(
        "INSERT INTO bells (guest, room, level)
         SELECT guests.key, rooms.key, ?3 FROM guests, rooms WHERE guests.id = ?1 AND rooms.id = ?2
             AND NOT EXISTS (SELECT 1 FROM kicks WHERE kicks.room = rooms.key AND kicks.guest = guests.key)
         ON CONFLICT (guest, room) DO UPDATE SET level = excluded.level",
    )?;
    let set = insert.execute((guest.as_str(), room.as_str(), number))?;
    if set == 1 { Ok(()) } else { Err(StoreError::Missing) }
}

fn of(tx: &Transaction<'_>, guest: &GuestId) -> Result<Vec<Bell>, StoreError> {
    let mut select = tx.prepare_cached(
        "SELECT rooms.id, name, level FROM bells JOIN rooms ON rooms.key = bells.room
         WHERE guest = (SELECT key FROM guests WHERE id = ?1) AND closed_at IS NULL ORDER BY name, rooms.id",
    )?;
    let bells = select.query_map([guest.as_str()], |row| {
        Ok(Bell { room: RoomId::new(row.get::<_, String>("id")?), room_name: row.get("name")?, level: level(row)? })
    })?;
    Ok(bells.collect::<SqlResult<_>>()?)
}

fn all(tx: &Transaction<'_>) -> Result<Vec<(GuestId, RoomId, BellLevel)>, StoreError> {
    let mut select = tx.prepare_cached(
        "SELECT guests.id AS guest_id, rooms.id AS room_id, level FROM bells
         JOIN guests ON guests.key = bells.guest JOIN rooms ON rooms.key = bells.room WHERE closed_at IS NULL",
    )?;
    let bells = select.query_map([], |row| {
        let (guest, room): (String, String) = (row.get("guest_id")?, row.get("room_id")?);
        Ok((GuestId::new(guest), RoomId::new(room), level(row)?))
    })?;
    Ok(bells.collect::<SqlResult<_>>()?)
}

fn add_address(
    tx: &Transaction<'_>,
    session: &TokenHash,
    address: &PushAddress,
    limit: u32,
    now: Millis,
) -> Result<(), StoreError> {
    let PushAddress { endpoint, public_key, secret, language } = address;
    tx.prepare_cached("DELETE FROM push_addresses WHERE session = ?1 OR endpoint = ?2")?
        .execute(params![session, endpoint])?;
    let mut insert = tx.prepare_cached(
        "INSERT INTO push_addresses (session, endpoint, public_key, secret, language, added_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
    )?;
    insert.execute(params![session, endpoint, public_key, secret, language, now])?;
    tx.prepare_cached(
        "DELETE FROM push_addresses WHERE session IN (
             SELECT session FROM push_addresses JOIN sessions ON token_hash = session
             WHERE guest = (SELECT guest FROM sessions WHERE token_hash = ?1)
             ORDER BY added_at DESC, session = ?1 DESC LIMIT -1 OFFSET ?2)",
    )?
    .execute(params![session, limit])?;
    Ok(())
}

fn addresses(tx: &Transaction<'_>, guest: &GuestId) -> Result<Vec<(TokenHash, PushAddress)>, StoreError> {
    let mut select = tx.prepare_cached(
        "SELECT session, endpoint, public_key, secret, language FROM push_addresses JOIN sessions ON token_hash = session
         WHERE guest = (SELECT key FROM guests WHERE id = ?1) ORDER BY added_at DESC",
    )?;
    let addresses = select.query_map([guest.as_str()], |row| {
        let address = PushAddress {
            endpoint: row.get("endpoint")?,
            public_key: row.get::<_, Vec<u8>>("public_key")?.into(),
            secret: row.get::<_, Vec<u8>>("secret")?.into(),
            language: row.get("language")?,
        };
        Ok((row.get("session")?, address))
    })?;
    Ok(addresses.collect::<SqlResult<_>>()?)
}
