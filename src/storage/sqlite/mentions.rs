//! Who is addressed in messages, and has not read them yet.

use rusqlite::{OptionalExtension, Transaction};

use super::{rooms::RoomState, rows};
use crate::{
    chat::ports::StoreError,
    domain::{Author, GuestId, Mark, Message, RoomId, Space, limits, mention},
};

/// The members of a room whom a text addresses, each once, with their keys.
pub fn find(tx: &Transaction<'_>, room: i64, text: &str) -> Result<Vec<(Author, i64)>, StoreError> {
    if !text.contains('@') {
        return Ok(Vec::new());
    }
    let mut select = tx.prepare_cached(
        "SELECT guests.id, nickname, is_bot, guests.key FROM guests
         JOIN members ON members.guest = guests.key AND members.room = ?1 WHERE nickname_key = ?2",
    )?;
    let found = mention::find(text, |key| {
        let member = select.query_row((room, key), |row| {
            let id = GuestId::new(row.get::<_, String>("id")?);
            let author = Author { id, nickname: row.get("nickname")?, is_bot: row.get("is_bot")?, ink: None };
            Ok((author, row.get("key")?))
        });
        member.optional()
    })?;
    let mut members: Vec<(Author, i64)> = Vec::new();
    for (_, (who, key)) in found {
        if members.iter().all(|(_, known)| *known != key) {
            members.push((who, key));
        }
    }
    Ok(members)
}

/// Notes that the room's latest message waits for those whom its author addresses.
pub fn note(
    tx: &Transaction<'_>,
    room: &RoomState,
    author: i64,
    mentioned: &[(Author, i64)],
) -> Result<(), StoreError> {
    for (_, guest) in mentioned.iter().filter(|(_, guest)| *guest != author) {
        tx.prepare_cached("INSERT INTO unread_mentions (guest, room, seq) VALUES (?1, ?2, ?3)")?.execute((
            guest,
            room.key,
            rows::bound(room.last_seq),
        ))?;
    }
    Ok(())
}

/// A message addresses others than before. Whoever is named only now is not called any more: they may have read it.
pub fn revise(tx: &Transaction<'_>, room: i64, message: &Message) -> Result<(), StoreError> {
    let named: Vec<&str> = message.mentions.iter().map(|who| who.id.as_str()).collect();
    let mut delete = tx.prepare_cached(
        "DELETE FROM unread_mentions WHERE room = ?1 AND seq = ?2
         AND guest NOT IN (SELECT key FROM guests WHERE id IN (SELECT value FROM json_each(?3)))",
    )?;
    delete.execute((room, rows::bound(message.seq), rows::Json(&*named)))?;
    Ok(())
}

/// A guest has read a room up to `seq`.
pub fn read(tx: &Transaction<'_>, room: i64, guest: &GuestId, seq: i64) -> Result<(), StoreError> {
    let mut delete = tx.prepare_cached(
        "DELETE FROM unread_mentions
         WHERE guest = (SELECT key FROM guests WHERE id = ?2) AND room = ?1 AND seq <= ?3",
    )?;
    delete.execute((room, guest.as_str(), seq))?;
    Ok(())
}

/// See [`Store::mentions`](crate::chat::ports::Store::mentions).
pub fn unread(tx: &Transaction<'_>, guest: &GuestId, space: &Space) -> Result<Vec<Mark>, StoreError> {
    let mut select = tx.prepare_cached(
        "SELECT rooms.id, seq FROM unread_mentions JOIN rooms ON rooms.key = unread_mentions.room
         WHERE guest = (SELECT key FROM guests WHERE id = ?1) AND space = ?2 AND closed_at IS NULL
         ORDER BY seq DESC LIMIT ?3",
    )?;
    let marks = select.query_map((guest.as_str(), space.as_str(), limits::UNREAD_MENTIONS), |row| {
        Ok(Mark { room_id: RoomId::new(row.get::<_, String>("id")?), seq: rows::count(row, "seq")? })
    })?;
    Ok(marks.collect::<Result<_, _>>()?)
}
