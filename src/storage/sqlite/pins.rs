//! Pinned messages, and who has read them.

use std::sync::Arc;

use rusqlite::Transaction;

use super::{rooms, rows};
use crate::{
    chat::ports::StoreError,
    domain::{Pin, Quote, RoomId},
};

pub fn count(tx: &Transaction<'_>, room: i64) -> Result<usize, StoreError> {
    let mut count = tx.prepare_cached("SELECT count(*) FROM messages WHERE room = ?1 AND pinned_at IS NOT NULL")?;
    Ok(count.query_row([room], |row| row.get::<_, u32>(0))? as usize)
}

/// See [`Store::pins`](crate::chat::ports::Store::pins).
pub fn of(tx: &Transaction<'_>, room: &RoomId) -> Result<Vec<Pin>, StoreError> {
    let Some(room) = rooms::live_key(tx, room)? else { return Ok(Vec::new()) };
    // Marks of people only: nobody waits for a program to have read something.
    let mut select = tx.prepare_cached(
        "SELECT id, seq, nickname, content, pinned_at,
                (SELECT count(*) FROM members JOIN guests ON guests.key = members.guest
                 WHERE members.room = ?1 AND nickname_key IS NOT NULL AND NOT is_bot) AS members,
                (SELECT count(*) FROM members JOIN guests ON guests.key = members.guest
                 WHERE members.room = ?1 AND nickname_key IS NOT NULL AND NOT is_bot
                   AND (read_seq >= messages.seq OR guests.key = messages.author)) AS read
         FROM messages WHERE room = ?1 AND pinned_at IS NOT NULL ORDER BY pinned_at DESC, id DESC",
    )?;
    let pins = select.query_map([room], |row| {
        let (nickname, content): (Arc<str>, String) = (row.get("nickname")?, row.get("content")?);
        Ok(Pin {
            message: Quote::new(row.get("id")?, rows::count(row, "seq")?, nickname, &content, false),
            pinned_at: row.get("pinned_at")?,
            read: row.get("read")?,
            members: row.get("members")?,
        })
    })?;
    Ok(pins.collect::<Result<_, _>>()?)
}
