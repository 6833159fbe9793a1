//! Guests, their nicknames and their sessions.

use rusqlite::{Connection, Error, OptionalExtension, Row, Transaction, params};

use super::{is_unique_violation, rows};
use crate::{
    chat::ports::{NewGuest, StoreError, TokenHash},
    domain::{Author, Guest, GuestId, Millis, name::Name},
};

/// A session's last use is noted once in this time, since sessions are looked up with every request.
const SEEN_RESOLUTION: Millis = 60_000;

/// A session and whose it is.
pub struct Session {
    pub guest: Guest,
    last_seen_at: Millis,
}

impl Session {
    /// Whether its last use should be noted anew.
    pub fn is_seen_long_before(&self, now: Millis) -> bool {
        now - self.last_seen_at >= SEEN_RESOLUTION
    }
}

/// The key by which other tables refer to a guest.
pub fn key(tx: &Transaction<'_>, guest: &GuestId) -> Result<Option<i64>, StoreError> {
    let mut select = tx.prepare_cached("SELECT key FROM guests WHERE id = ?1")?;
    Ok(select.query_row([guest.as_str()], |row| row.get(0)).optional()?)
}

/// Somebody as others see them in a room, with the key.
pub fn author(tx: &Transaction<'_>, guest: &GuestId) -> Result<Option<(Author, i64)>, StoreError> {
    let mut select = tx.prepare_cached("SELECT nickname, is_bot, key FROM guests WHERE id = ?1")?;
    let author = |row: &Row<'_>| {
        Ok((Author { id: guest.clone(), nickname: row.get(0)?, is_bot: row.get(1)?, ink: None }, row.get(2)?))
    };
    Ok(select.query_row([guest.as_str()], author).optional()?)
}

/// The key of a message's author. One that the house does not know is noted without holding a nickname: a batch must
/// not fail for everyone because one of its authors has just been forgotten.
pub fn author_key(tx: &Transaction<'_>, author: &Author) -> Result<i64, StoreError> {
    if let Some(known) = key(tx, &author.id)? {
        return Ok(known);
    }
    tx.prepare_cached("INSERT INTO guests (id, nickname, is_bot) VALUES (?1, ?2, ?3)")?.execute((
        author.id.as_str(),
        &author.nickname,
        author.is_bot,
    ))?;
    Ok(tx.last_insert_rowid())
}

/// A guest who holds a nickname, with the key.
pub fn insert(tx: &Transaction<'_>, id: &GuestId, nickname: &Name) -> Result<(Guest, i64), StoreError> {
    let mut insert = tx.prepare_cached(
        "INSERT INTO guests (id, nickname, nickname_key) VALUES (?1, ?2, ?3) ON CONFLICT (nickname_key) DO NOTHING",
    )?;
    if insert.execute((id.as_str(), &nickname.display, &nickname.key))? == 0 {
        return Err(StoreError::NicknameTaken);
    }
    Ok((Guest::person(id.clone(), nickname.display.clone()), tx.last_insert_rowid()))
}

pub fn create(tx: &Transaction<'_>, guest: &NewGuest) -> Result<Guest, StoreError> {
    let (created, key) = insert(tx, &guest.id, &guest.nickname)?;
    begin_session(tx, key, &guest.token, guest.now)?;
    Ok(created)
}

pub fn begin_session(tx: &Transaction<'_>, guest: i64, token: &TokenHash, now: Millis) -> Result<(), StoreError> {
    tx.prepare_cached("INSERT INTO sessions (token_hash, guest, created_at, last_seen_at) VALUES (?1, ?2, ?3, ?3)")?
        .execute(params![token, guest, now])?;
    Ok(())
}

/// A guest who holds no nickname any more is nobody who could ask for this: [`StoreError::Missing`].
pub fn rename(tx: &Transaction<'_>, guest: &GuestId, nickname: &Name) -> Result<Guest, StoreError> {
    let mut update = tx.prepare_cached(
        "UPDATE guests SET nickname = ?2, nickname_key = ?3
         WHERE id = ?1 AND nickname_key IS NOT NULL RETURNING id, nickname, ink",
    )?;
    match update.query_row((guest.as_str(), &nickname.display, &nickname.key), rows::person) {
        Ok(renamed) => Ok(renamed),
        Err(Error::QueryReturnedNoRows) => Err(StoreError::Missing),
        // The nickname's key is the only unique value that this statement writes.
        Err(error) if is_unique_violation(&error) => Err(StoreError::NicknameTaken),
        Err(error) => Err(error.into()),
    }
}

/// On the same terms.
pub fn choose_ink(tx: &Transaction<'_>, guest: &GuestId, ink: Option<u32>) -> Result<Guest, StoreError> {
    let mut update = tx.prepare_cached(
        "UPDATE guests SET ink = ?2 WHERE id = ?1 AND nickname_key IS NOT NULL RETURNING id, nickname, ink",
    )?;
    update.query_row(params![guest.as_str(), ink], rows::person).optional()?.ok_or(StoreError::Missing)
}

pub fn session(tx: &Transaction<'_>, token: &TokenHash, since: Millis) -> Result<Option<Session>, StoreError> {
    let mut select = tx.prepare_cached(
        "SELECT guests.id, guests.nickname, ink, last_seen_at FROM sessions JOIN guests ON guests.key = sessions.guest
         WHERE token_hash = ?1 AND last_seen_at >= ?2",
    )?;
    let session = select.query_row(params![token, since], |row| {
        Ok(Session { guest: rows::person(row)?, last_seen_at: row.get("last_seen_at")? })
    });
    Ok(session.optional()?)
}

pub fn note_seen(tx: &Transaction<'_>, token: &TokenHash, now: Millis) -> Result<(), StoreError> {
    tx.prepare_cached("UPDATE sessions SET last_seen_at = ?2 WHERE token_hash = ?1 AND last_seen_at < ?2")?
        .execute(params![token, now])?;
    Ok(())
}

pub fn end_session(tx: &Transaction<'_>, token: &TokenHash) -> Result<(), StoreError> {
    let mut delete = tx.prepare_cached("DELETE FROM sessions WHERE token_hash = ?1 RETURNING guest")?;
    match delete.query_row([token], |row| row.get(0)).optional()? {
        Some(guest) => free_nickname(tx, guest),
        None => Ok(()),
    }
}

pub fn end_visit(tx: &Transaction<'_>, guest: &GuestId) -> Result<(), StoreError> {
    match key(tx, guest)? {
        Some(guest) => free_nickname(tx, guest),
        None => Ok(()),
    }
}

/// Ends the visits that a process which is gone could not end. Nobody else serves this file, so at the start these
/// are all who have neither a session nor a passkey and are no bots.
pub fn end_lost_visits(database: &Connection) -> rusqlite::Result<()> {
    const LOST: &str = "nickname_key IS NOT NULL
         AND NOT EXISTS (SELECT 1 FROM sessions WHERE sessions.guest = guests.key)
         AND NOT EXISTS (SELECT 1 FROM passkeys WHERE passkeys.guest = guests.key)
         AND NOT EXISTS (SELECT 1 FROM bots WHERE bots.guest = guests.key)";
    // Looked for first: even an update of no row needs the lock, which another program may have.
    if database.prepare(&format!("SELECT 1 FROM guests WHERE {LOST}"))?.exists([])? {
        database.execute(&format!("UPDATE guests SET nickname_key = NULL WHERE {LOST}"), [])?;
    }
    Ok(())
}

pub fn expire_sessions(tx: &Transaction<'_>, before: Millis) -> Result<u64, StoreError> {
    let mut delete = tx.prepare_cached("DELETE FROM sessions WHERE last_seen_at < ?1 RETURNING guest")?;
    let guests = delete.query_map([before], |row| row.get(0))?.collect::<Result<Vec<i64>, _>>()?;
    for guest in &guests {
        free_nickname(tx, *guest)?;
    }
    Ok(guests.len() as u64)
}

/// Lets others have the nickname of a guest who has no session left, and no passkey to come back with.
pub fn free_nickname(tx: &Transaction<'_>, guest: i64) -> Result<(), StoreError> {
    tx.prepare_cached(
        "UPDATE guests SET nickname_key = NULL
         WHERE key = ?1 AND NOT EXISTS (SELECT 1 FROM sessions WHERE sessions.guest = ?1)
             AND NOT EXISTS (SELECT 1 FROM passkeys WHERE passkeys.guest = ?1)",
    )?
    .execute([guest])?;
    Ok(())
}
