//! What is the guests' own: how they come back.

use async_trait::async_trait;
use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD};
use rusqlite::{OptionalExtension, Result as SqlResult, Transaction, params};

use super::{SqliteStore, departures, guests, rows};
use crate::{
    chat::ports::{KnownPasskey, NewPasskey, PersonStore, StoreError, TokenHash, Trace, Traces},
    domain::{Guest, GuestId, Message, Millis, Passkey, RoomId},
};

#[async_trait]
impl PersonStore for SqliteStore {
    async fn end_sessions(&self, guest: &GuestId) -> Result<u64, StoreError> {
        let guest = guest.clone();
        self.write(move |tx| match guests::key(tx, &guest)? {
            Some(guest) => end_sessions(tx, guest),
            None => Ok(0),
        })
        .await
    }

    async fn add_passkey(&self, guest: &GuestId, passkey: NewPasskey) -> Result<bool, StoreError> {
        let guest = guest.clone();
        self.write(move |tx| add_passkey(tx, &guest, &passkey)).await
    }

    async fn passkeys(&self, guest: &GuestId) -> Result<Vec<Passkey>, StoreError> {
        let guest = guest.clone();
        self.read(move |tx| passkeys(tx, &guest)).await
    }

    async fn passkey(&self, credential: &[u8]) -> Result<Option<KnownPasskey>, StoreError> {
        let credential = credential.to_vec();
        self.read(move |tx| passkey(tx, &credential)).await
    }

    async fn return_with(
        &self,
        credential: &[u8],
        sign_count: u32,
        token: &TokenHash,
        now: Millis,
    ) -> Result<Guest, StoreError> {
        let (credential, token) = (credential.to_vec(), *token);
        self.write(move |tx| return_with(tx, &credential, sign_count, &token, now)).await
    }

    async fn remove_passkey(&self, guest: &GuestId, credential: &[u8]) -> Result<(), StoreError> {
        let (guest, credential) = (guest.clone(), credential.to_vec());
        self.write(move |tx| {
            let Some(guest) = guests::key(tx, &guest)? else { return Ok(()) };
            tx.prepare_cached("DELETE FROM passkeys WHERE credential_id = ?1 AND guest = ?2")?
                .execute(params![credential, guest])?;
            guests::free_nickname(tx, guest)
        })
        .await
    }

    async fn choose_ink(&self, guest: &GuestId, ink: Option<u32>) -> Result<Guest, StoreError> {
        let guest = guest.clone();
        self.write(move |tx| guests::choose_ink(tx, &guest, ink)).await
    }

    async fn traces(&self, guest: &GuestId) -> Result<Vec<Trace>, StoreError> {
        let guest = guest.clone();
        self.read(move |tx| departures::traces(tx, &guest)).await
    }

    async fn written(
        &self,
        room: &RoomId,
        guest: &GuestId,
        after: u64,
        limit: u32,
    ) -> Result<Vec<Message>, StoreError> {
        let (room, guest) = (room.clone(), guest.clone());
        self.read(move |tx| departures::written(tx, &room, &guest, after, limit)).await
    }

    async fn depart(&self, guest: &GuestId) -> Result<(), StoreError> {
        let guest = guest.clone();
        self.write(move |tx| departures::begin(tx, &guest)).await
    }

    async fn departing(&self) -> Result<Vec<GuestId>, StoreError> {
        self.read(departures::under_way).await
    }

    async fn left_of(&self, room: &RoomId, guest: &GuestId, after: u64, limit: u32) -> Result<Traces, StoreError> {
        let (room, guest) = (room.clone(), guest.clone());
        self.read(move |tx| departures::left(tx, &room, &guest, after, limit)).await
    }

    async fn hand_on(&self, room: &RoomId) -> Result<Option<Guest>, StoreError> {
        let room = room.clone();
        self.write(move |tx| departures::hand_on(tx, &room)).await
    }

    async fn departed(&self, guest: &GuestId) -> Result<(), StoreError> {
        let guest = guest.clone();
        self.write(move |tx| departures::end(tx, &guest)).await
    }
}

pub fn end_sessions(tx: &Transaction<'_>, guest: i64) -> Result<u64, StoreError> {
    let ended = tx.prepare_cached("DELETE FROM sessions WHERE guest = ?1")?.execute([guest])?;
    guests::free_nickname(tx, guest)?;
    Ok(ended as u64)
}

fn add_passkey(tx: &Transaction<'_>, guest: &GuestId, passkey: &NewPasskey) -> Result<bool, StoreError> {
    let mut holder = tx.prepare_cached("SELECT key FROM guests WHERE id = ?1 AND nickname_key IS NOT NULL")?;
    let guest: Option<i64> = holder.query_row([guest.as_str()], |row| row.get(0)).optional()?;
    let mut insert = tx.prepare_cached(
        "INSERT INTO passkeys (credential_id, guest, public_key, sign_count, created_at) VALUES (?1, ?2, ?3, ?4, ?5)
         ON CONFLICT (credential_id) DO NOTHING",
    )?;
    let NewPasskey { credential, public_key, sign_count, now } = passkey;
    let guest = guest.ok_or(StoreError::Missing)?;
    Ok(insert.execute(params![credential, guest, public_key, sign_count, now])? == 1)
}

fn passkeys(tx: &Transaction<'_>, guest: &GuestId) -> Result<Vec<Passkey>, StoreError> {
    let mut select = tx.prepare_cached(
        "SELECT credential_id, created_at, last_used_at FROM passkeys JOIN guests ON guests.key = passkeys.guest
         WHERE guests.id = ?1 ORDER BY created_at, credential_id",
    )?;
    let passkeys = select.query_map([guest.as_str()], |row| {
        Ok(Passkey {
            id: BASE64_URL_SAFE_NO_PAD.encode(row.get::<_, Vec<u8>>("credential_id")?).into(),
            made_at: row.get("created_at")?,
            used_at: row.get("last_used_at")?,
        })
    })?;
    Ok(passkeys.collect::<SqlResult<_>>()?)
}

fn passkey(tx: &Transaction<'_>, credential: &[u8]) -> Result<Option<KnownPasskey>, StoreError> {
    let mut select = tx.prepare_cached(
        "SELECT guests.id, public_key, sign_count FROM passkeys JOIN guests ON guests.key = passkeys.guest
         WHERE credential_id = ?1",
    )?;
    let known = select.query_row([credential], |row| {
        Ok(KnownPasskey {
            guest: GuestId::new(row.get::<_, String>("id")?),
            public_key: row.get("public_key")?,
            sign_count: row.get("sign_count")?,
        })
    });
    Ok(known.optional()?)
}

fn return_with(
    tx: &Transaction<'_>,
    credential: &[u8],
    sign_count: u32,
    token: &TokenHash,
    now: Millis,
) -> Result<Guest, StoreError> {
    let mut update = tx.prepare_cached(
        "UPDATE passkeys SET sign_count = ?2, last_used_at = ?3 WHERE credential_id = ?1 RETURNING guest",
    )?;
    let key = update.query_row(params![credential, sign_count, now], |row| row.get(0)).optional()?;
    let key: i64 = key.ok_or(StoreError::Missing)?;
    guests::begin_session(tx, key, token, now)?;
    let mut select = tx.prepare_cached("SELECT id, nickname, ink FROM guests WHERE key = ?1")?;
    Ok(select.query_row([key], rows::person)?)
}
