//! Reading messages, and revising them.

use rusqlite::{CachedStatement, OptionalExtension, Params, Transaction, params};

use super::{
    rooms::{self, RoomState},
    rows,
};
use crate::{
    chat::ports::{Draft, Page, StoreError},
    domain::{GuestId, Message, MessageId, RoomId},
};

/// The message that an earlier send of this draft wrote.
pub fn by_client_id(
    tx: &Transaction<'_>,
    draft: &Draft,
    room: i64,
    author: i64,
) -> Result<Option<Message>, StoreError> {
    let mut select = prepare(tx, "WHERE messages.room = ?1 AND messages.author = ?2 AND messages.client_id = ?3")?;
    let message = select.query_row((room, author, draft.client_id.as_str()), |row| rows::message(row, &draft.room));
    Ok(message.optional()?)
}

pub fn by_id(tx: &Transaction<'_>, id: MessageId, key: i64, room: &RoomId) -> Result<Option<Message>, StoreError> {
    let mut select = prepare(tx, "WHERE messages.id = ?1 AND messages.room = ?2")?;
    Ok(select.query_row((id, key), |row| rows::message(row, room)).optional()?)
}

/// Writes what may change of a message.
pub fn save(tx: &Transaction<'_>, message: &Message) -> Result<(), StoreError> {
    let mut update = tx.prepare_cached(
        "UPDATE messages SET rev = ?2, text_rev = ?3, nickname = ?4, content = ?5, edited_at = ?6, deleted_at = ?7,
             mentions = ?8, reactions = ?9, pinned_at = ?10
         WHERE id = ?1",
    )?;
    update.execute(params![
        message.id,
        rows::bound(message.rev),
        rows::bound(message.text_rev),
        message.author.nickname,
        message.content,
        message.edited_at,
        message.deleted_at,
        rows::Json(&*message.mentions),
        rows::Json(&*message.reactions),
        message.pinned_at,
    ])?;
    Ok(())
}

/// The messages that answer this one, in the order of seq.
pub fn quoting(tx: &Transaction<'_>, message: &Message, key: i64) -> Result<Vec<Message>, StoreError> {
    let quoting = "WHERE messages.room = ?1 AND messages.reply_to = ?2 ORDER BY messages.seq";
    select(tx, quoting, (key, message.id), &message.room_id)
}

pub fn latest(tx: &Transaction<'_>, room: &RoomId, limit: u32) -> Result<Page, StoreError> {
    let RoomState { key, rev, .. } = live_room(tx, room)?;
    Ok(Page { messages: up_to(tx, room, key, i64::MAX, limit)?, rev })
}

pub fn before(tx: &Transaction<'_>, room: &RoomId, seq: u64, limit: u32) -> Result<Vec<Message>, StoreError> {
    up_to(tx, room, live_room(tx, room)?.key, rows::bound(seq), limit)
}

pub fn since(tx: &Transaction<'_>, room: &RoomId, rev: u64, limit: u32) -> Result<Page, StoreError> {
    let state = live_room(tx, room)?;
    let newer = "WHERE messages.room = ?1 AND messages.rev > ?2 ORDER BY messages.rev LIMIT ?3";
    Ok(Page { messages: select(tx, newer, (state.key, rows::bound(rev), limit), room)?, rev: state.rev })
}

/// The last `limit` messages with a seq below `seq`, in the order of seq.
fn up_to(tx: &Transaction<'_>, room: &RoomId, key: i64, seq: i64, limit: u32) -> Result<Vec<Message>, StoreError> {
    let older = "WHERE messages.room = ?1 AND messages.seq < ?2 ORDER BY messages.seq DESC LIMIT ?3";
    let mut messages = select(tx, older, (key, seq, limit), room)?;
    messages.reverse();
    Ok(messages)
}

fn live_room(tx: &Transaction<'_>, room: &RoomId) -> Result<RoomState, StoreError> {
    rooms::state(tx, room)?.filter(|room| !room.is_closed).ok_or(StoreError::Missing)
}

fn select(tx: &Transaction<'_>, which: &str, params: impl Params, room: &RoomId) -> Result<Vec<Message>, StoreError> {
    let mut select = prepare(tx, which)?;
    let messages = select.query_map(params, |row| rows::message(row, room))?;
    Ok(messages.collect::<Result<_, _>>()?)
}

fn prepare<'a>(tx: &'a Transaction<'_>, which: &str) -> Result<CachedStatement<'a>, StoreError> {
    Ok(tx.prepare_cached(&[rows::MESSAGES, which].join(" "))?)
}

/// See [`Store::own_page`](crate::chat::ports::Store::own_page).
pub fn own_page(
    tx: &Transaction<'_>,
    room: &RoomId,
    guest: &GuestId,
    skip: u32,
    limit: u32,
) -> Result<Vec<Message>, StoreError> {
    let RoomState { key, .. } = live_room(tx, room)?;
    let mut first = tx.prepare_cached(
        "SELECT coalesce(
             (SELECT min(seq) FROM messages WHERE room = ?1 AND author = guests.key),
             (SELECT min(seq) FROM messages JOIN members ON members.room = messages.room
              WHERE messages.room = ?1 AND members.guest = guests.key AND created_at >= first_at))
         FROM guests WHERE id = ?2",
    )?;
    let first: Option<Option<i64>> = first.query_row((key, guest.as_str()), |row| row.get(0)).optional()?;
    let Some(first) = first.flatten() else { return Ok(Vec::new()) };
    let page = "WHERE messages.room = ?1 AND messages.seq >= ?2 AND messages.deleted_at IS NULL
                ORDER BY messages.seq DESC LIMIT ?3 OFFSET ?4";
    let mut messages = select(tx, page, (key, first, limit, skip), room)?;
    messages.reverse();
    Ok(messages)
}
