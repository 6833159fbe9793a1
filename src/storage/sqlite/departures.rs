//! Guests who ask to be forgotten, and what there is of them.

use rusqlite::{OptionalExtension, Result as SqlResult, Transaction, named_params, params};

use super::{guests, persons, rows};
use crate::{
    chat::ports::{StoreError, Trace, Traces},
    domain::{
        Author, Guest, GuestId, Message, RoomId,
        message::{CAME, DEPARTED, TOOK_OVER, WENT},
    },
};

/// See [`PersonStore::traces`](crate::chat::ports::PersonStore::traces).
pub fn traces(tx: &Transaction<'_>, guest: &GuestId) -> Result<Vec<Trace>, StoreError> {
    let Some(guest) = guests::key(tx, guest)? else { return Ok(Vec::new()) };
    // Not every room in which they wrote has them as a member: chatters of old houses, and bots.
    let mut select = tx.prepare_cached(
        "SELECT id, name, owner = ?1 AND closed_at IS NULL AS is_own FROM rooms
         WHERE owner = ?1 OR EXISTS (SELECT 1 FROM members WHERE members.room = rooms.key AND guest = ?1)
             OR EXISTS (SELECT 1 FROM messages WHERE messages.room = rooms.key AND author = ?1)
         ORDER BY key",
    )?;
    let traces = select.query_map([guest], |row| {
        Ok(Trace { room: RoomId::new(row.get::<_, String>("id")?), name: row.get("name")?, is_own: row.get("is_own")? })
    })?;
    Ok(traces.collect::<SqlResult<_>>()?)
}

/// See [`PersonStore::written`](crate::chat::ports::PersonStore::written).
pub fn written(
    tx: &Transaction<'_>,
    room: &RoomId,
    guest: &GuestId,
    after: u64,
    limit: u32,
) -> Result<Vec<Message>, StoreError> {
    let mut select = tx.prepare_cached(&format!(
        "{} WHERE messages.room = (SELECT key FROM rooms WHERE id = ?1)
             AND messages.author = (SELECT key FROM guests WHERE id = ?2)
             AND messages.seq > ?3 AND messages.deleted_at IS NULL ORDER BY messages.seq LIMIT ?4",
        rows::MESSAGES
    ))?;
    let messages = select
        .query_map(params![room.as_str(), guest.as_str(), rows::bound(after), limit], |row| rows::message(row, room))?;
    Ok(messages.collect::<SqlResult<_>>()?)
}

/// See [`PersonStore::depart`](crate::chat::ports::PersonStore::depart).
pub fn begin(tx: &Transaction<'_>, guest: &GuestId) -> Result<(), StoreError> {
    let Some(guest) = guests::key(tx, guest)? else { return Ok(()) };
    // Others may have had one of the names before. A notice too many that goes is no loss.
    tx.prepare_cached(
        "INSERT INTO departures (guest, nickname)
         SELECT key, nickname FROM guests WHERE key = ?1
         UNION SELECT author, nickname FROM messages WHERE author = ?1 AND room IN (SELECT key FROM rooms)
         ON CONFLICT DO NOTHING",
    )?
    .execute([guest])?;
    tx.prepare_cached(
        "DELETE FROM notices WHERE nickname IN (SELECT nickname FROM departures WHERE departures.guest = ?1)",
    )?
    .execute([guest])?;
    persons::end_sessions(tx, guest)?;
    for statement in [
        "DELETE FROM passkeys WHERE guest = ?1",
        "DELETE FROM passes WHERE guest = ?1",
        "DELETE FROM kicks WHERE guest = ?1",
        "DELETE FROM bells WHERE guest = ?1",
        // Those that were never sent; the others go with their messages.
        "UPDATE pictures SET room = NULL WHERE owner = ?1 AND message IS NULL",
    ] {
        tx.prepare_cached(statement)?.execute([guest])?;
    }
    tx.prepare_cached("UPDATE guests SET nickname = ?2, nickname_key = NULL, ink = NULL WHERE key = ?1")?
        .execute(params![guest, DEPARTED])?;
    Ok(())
}

pub fn under_way(tx: &Transaction<'_>) -> Result<Vec<GuestId>, StoreError> {
    let mut select =
        tx.prepare_cached("SELECT DISTINCT id FROM departures JOIN guests ON guests.key = departures.guest")?;
    let guests = select.query_map([], |row| Ok(GuestId::new(row.get::<_, String>(0)?)))?;
    Ok(guests.collect::<SqlResult<_>>()?)
}

/// See [`PersonStore::left_of`](crate::chat::ports::PersonStore::left_of).
pub fn left(
    tx: &Transaction<'_>,
    room: &RoomId,
    guest: &GuestId,
    after: u64,
    limit: u32,
) -> Result<Traces, StoreError> {
    let id = guest.as_str();
    let Some(guest) = guests::key(tx, guest)? else { return Ok(Traces::default()) };
    let house = guests::key(tx, &Author::house().id)?;
    let mut select = tx.prepare_cached(
        "SELECT id, seq FROM messages
         WHERE room = (SELECT key FROM rooms WHERE rooms.id = :room) AND seq > :after
             AND (author = :guest AND nickname <> :departed
                OR instr(mentions, :id)
                OR EXISTS (SELECT 1 FROM reactions WHERE message = messages.id AND reactions.guest = :guest)
                 OR author = :house AND EXISTS (
                     SELECT 1 FROM departures
                     WHERE departures.guest = :guest AND departures.nickname <> :departed
                         AND content IN (departures.nickname || :came, departures.nickname || :went,
                             departures.nickname || :took_over)))
         ORDER BY seq LIMIT :limit",
    )?;
    let parameters = named_params! {
        ":room": room.as_str(), ":id": id, ":guest": guest, ":house": house, ":after": rows::bound(after), ":limit": limit,
        ":departed": DEPARTED, ":came": CAME, ":went": WENT, ":took_over": TOOK_OVER,
    };
    let found = select.query_map(parameters, |row| Ok((row.get("id")?, rows::count(row, "seq")?)))?;
    let found: Vec<_> = found.collect::<SqlResult<_>>()?;
    let next = found.last().filter(|_| found.len() == limit as usize).map(|(_, seq)| *seq);
    Ok(Traces { messages: found.into_iter().map(|(id, _)| id).collect(), next })
}

/// See [`PersonStore::hand_on`](crate::chat::ports::PersonStore::hand_on).
pub fn hand_on(tx: &Transaction<'_>, room: &RoomId) -> Result<Option<Guest>, StoreError> {
    let mut heir = tx.prepare_cached(
        "SELECT guests.key, guests.id, guests.nickname, ink FROM members
         JOIN rooms ON rooms.key = members.room JOIN guests ON guests.key = members.guest
         WHERE rooms.id = ?1 AND closed_at IS NULL AND members.guest <> rooms.owner AND nickname_key IS NOT NULL
             AND (EXISTS (SELECT 1 FROM sessions WHERE sessions.guest = guests.key)
                 OR EXISTS (SELECT 1 FROM passkeys WHERE passkeys.guest = guests.key))
         ORDER BY first_at, guests.key LIMIT 1",
    )?;
    let heir = heir.query_row([room.as_str()], |row| Ok((row.get::<_, i64>("key")?, rows::person(row)?))).optional()?;
    let Some((key, heir)) = heir else { return Ok(None) };
    tx.prepare_cached("UPDATE rooms SET owner = ?2 WHERE id = ?1")?.execute(params![room.as_str(), key])?;
    Ok(Some(heir))
}

pub fn end(tx: &Transaction<'_>, guest: &GuestId) -> Result<(), StoreError> {
    let Some(guest) = guests::key(tx, guest)? else { return Ok(()) };
    for statement in [
        "DELETE FROM members WHERE guest = ?1",
        "DELETE FROM unread_mentions WHERE guest = ?1",
        "DELETE FROM departures WHERE guest = ?1",
    ] {
        tx.prepare_cached(statement)?.execute([guest])?;
    }
    Ok(())
}
