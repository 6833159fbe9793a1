//! Passwords of rooms, and who has shown that they know them.

use rusqlite::{OptionalExtension, Transaction, params};

use crate::{
    chat::ports::{PasswordHash, StoreError},
    domain::{GuestId, RoomId},
};

pub fn password(tx: &Transaction<'_>, room: &RoomId) -> Result<Option<PasswordHash>, StoreError> {
    let mut select = tx.prepare_cached("SELECT password FROM rooms WHERE id = ?1 AND closed_at IS NULL")?;
    let password = select.query_row([room.as_str()], |row| row.get::<_, Option<_>>(0)).optional()?;
    Ok(password.flatten().map(PasswordHash))
}

pub fn give(tx: &Transaction<'_>, room: &RoomId, guest: &GuestId, password: &PasswordHash) -> Result<(), StoreError> {
    let mut insert = tx.prepare_cached(
        "INSERT INTO passes (room, guest) SELECT rooms.key, guests.key FROM rooms, guests
         WHERE rooms.id = ?1 AND closed_at IS NULL AND password = ?3 AND guests.id = ?2
         AND NOT EXISTS (SELECT 1 FROM kicks WHERE kicks.room = rooms.key AND kicks.guest = guests.key)
         ON CONFLICT DO NOTHING",
    )?;
    insert.execute(params![room.as_str(), guest.as_str(), password.0])?;
    Ok(())
}

pub fn has(tx: &Transaction<'_>, room: &RoomId, guest: &GuestId) -> Result<bool, StoreError> {
    let mut select = tx.prepare_cached(
        "SELECT 1 FROM passes JOIN rooms ON rooms.key = passes.room JOIN guests ON guests.key = passes.guest
         WHERE rooms.id = ?1 AND closed_at IS NULL AND guests.id = ?2",
    )?;
    Ok(select.exists((room.as_str(), guest.as_str()))?)
}
