//! Finding messages.
//!
//! The index knows which messages hold a pair of characters, in which room they are and who wrote them; where several
//! pairs meet there may be a word, and the text itself says whether there is. Up to `indexed_to` a message is in the
//! index, later ones are read as they are.

use std::{collections::HashMap, fmt::Write};

use async_trait::async_trait;
use rusqlite::{OptionalExtension, Row, Transaction};
use sha2::{Digest, Sha256};

use super::{SqliteStore, rooms, rows};
use crate::{
    chat::ports::{Finding, Search, SearchStore, StoreError},
    domain::{
        Guest, Message, MessageId, Millis, Room, RoomId, name,
        search::{self, Gram},
    },
};

/// Messages of the index whose text is looked at, at most, in one search: more than enough for a page of hits, unless
/// words that everybody uses have to stand in an order that nobody does.
const LOOKED_AT: u32 = 2_000;

/// The same of messages that are not in the index yet, which cost less.
const LOOKED_AT_UNINDEXED: u32 = 100_000;

/// How far the clock may have been wrong: times are searched by ids, which grow with time as far as clocks do.
const CLOCK_ERROR: Millis = 3_600_000;

#[async_trait]
impl SearchStore for SqliteStore {
    async fn find(&self, search: Search) -> Result<Finding, StoreError> {
        self.read(move |tx| find(tx, &search)).await
    }

    async fn rooms_of(&self, guest: &Guest) -> Result<Vec<Room>, StoreError> {
        let guest = guest.id.clone();
        self.read(move |tx| rooms::of_guest(tx, &guest)).await
    }
}

/// Indexes at most `limit` messages. Returns whether something may be left.
pub fn index(tx: &Transaction<'_>, limit: u32) -> Result<bool, StoreError> {
    let indexed_to = indexed_to(tx)?;
    let newer = [rows::MESSAGES, "WHERE messages.id > ?1 ORDER BY messages.id LIMIT ?2"].join(" ");
    let mut select = tx.prepare_cached(&newer)?;
    let mut found = select.query((indexed_to, limit))?;
    let (mut last, mut count) = (indexed_to, 0);
    while let Some(row) = found.next()? {
        let room: i64 = row.get("room")?;
        let message = rows::message(row, &RoomId::new(""))?;
        learn(tx, room, &message)?;
        (last, count) = (message.id, count + 1);
    }
    if count > 0 {
        tx.prepare_cached("UPDATE message_indexing SET indexed_to = ?1")?.execute([last])?;
    }
    Ok(count == limit)
}

/// Takes a message out of the index, as it was stored before what is going to be done with it.
pub fn forget(tx: &Transaction<'_>, room: i64, message: &Message) -> Result<(), StoreError> {
    if message.id <= indexed_to(tx)?
        && let Some(entry) = entry(room, message)
    {
        tx.prepare_cached("INSERT INTO message_grams (message_grams, rowid, grams) VALUES ('delete', ?1, ?2)")?
            .execute((message.id, entry))?;
    }
    Ok(())
}

/// Puts a message back that was [forgotten](forget), as it is now.
pub fn learn_again(tx: &Transaction<'_>, room: i64, message: &Message) -> Result<(), StoreError> {
    if message.id <= indexed_to(tx)? { learn(tx, room, message) } else { Ok(()) }
}

/// Takes the oldest messages of a room out of the index.
pub fn forget_oldest(tx: &Transaction<'_>, room: i64, limit: u32) -> Result<(), StoreError> {
    let oldest = [rows::MESSAGES, "WHERE messages.room = ?1 ORDER BY messages.seq LIMIT ?2"].join(" ");
    let mut select = tx.prepare_cached(&oldest)?;
    let messages = select.query_map((room, limit), |row| rows::message(row, &RoomId::new("")))?;
    messages.into_iter().try_for_each(|message| forget(tx, room, &message?))
}

fn learn(tx: &Transaction<'_>, room: i64, message: &Message) -> Result<(), StoreError> {
    if let Some(entry) = entry(room, message) {
        tx.prepare_cached("INSERT INTO message_grams (rowid, grams) VALUES (?1, ?2)")?.execute((message.id, entry))?;
    }
    Ok(())
}

/// What stands in the index about a message, in its words; `None` for one that is not to be found.
fn entry(room: i64, message: &Message) -> Option<String> {
    if !is_searchable(message) {
        return None;
    }
    let folded = search::fold(&message.content);
    let mut grams: Vec<Gram> = search::grams(&folded).collect();
    grams.sort_unstable();
    grams.dedup();
    let mut entry = [room_word(room), author_word(&name::key(&message.author.nickname))].join(" ");
    for gram in grams {
        entry.push(' ');
        push_gram(&mut entry, gram);
    }
    Some(entry)
}

fn is_searchable(message: &Message) -> bool {
    message.deleted_at.is_none() && !message.is_passage()
}

/// The index takes ASCII letters, digits and everything beyond ASCII for parts of words.
fn push_gram(entry: &mut String, gram: Gram) {
    entry.extend(gram.map(|c| match c {
        c if c.is_ascii_alphanumeric() || !c.is_ascii() => c,
        // The area is for private use; a text that uses it itself is told apart when it is looked at.
        c => char::from_u32(0xE000 + u32::from(c)).unwrap_or(c),
    }));
}

// Longer than two characters, so that they are no grams.

fn room_word(room: i64) -> String {
    format!("room{room}")
}

fn author_word(key: &str) -> String {
    ["by", &hex::encode(&Sha256::digest(key)[..4])].concat()
}

fn indexed_to(tx: &Transaction<'_>) -> Result<MessageId, StoreError> {
    Ok(tx.prepare_cached("SELECT indexed_to FROM message_indexing")?.query_row([], |row| row.get(0))?)
}

/// See [`SearchStore::find`].
fn find(tx: &Transaction<'_>, search: &Search) -> Result<Finding, StoreError> {
    let mut rooms = HashMap::new();
    for room in &search.rooms {
        if let Some(key) = rooms::live_key(tx, room)? {
            rooms.insert(key, room.clone());
        }
    }
    let mut finder = Finder { tx, search, rooms, found: Vec::new(), last: MessageId::MAX };
    let is_complete = finder.rooms.is_empty() || finder.read_on()?;
    let next = (!is_complete).then_some(finder.last);
    Ok(Finding { messages: finder.found, next })
}

struct Finder<'a> {
    tx: &'a Transaction<'a>,
    search: &'a Search,
    /// By their keys.
    rooms: HashMap<i64, RoomId>,
    found: Vec<Message>,
    /// The message that was looked at last.
    last: MessageId,
}

impl Finder<'_> {
    /// Looks at messages from the newest to the oldest. Returns whether all of them were looked at.
    fn read_on(&mut self) -> Result<bool, StoreError> {
        let indexed_to = indexed_to(self.tx)?;
        let oldest = match self.search.since {
            Some(since) => first_since(self.tx, since.saturating_sub(CLOCK_ERROR))?,
            None => MessageId::MIN,
        };
        let mut end = self.search.before.unwrap_or(MessageId::MAX);
        if let Some(until) = self.search.until {
            end = end.min(first_since(self.tx, until.saturating_add(CLOCK_ERROR))?);
        }
        Ok(self.read_unindexed(oldest.max(indexed_to + 1), end)?
            && self.read_indexed(oldest, end.min(indexed_to + 1))?)
    }

    fn read_unindexed(&mut self, oldest: MessageId, end: MessageId) -> Result<bool, StoreError> {
        let newest = "WHERE messages.id >= ?1 AND messages.id < ?2 ORDER BY messages.id DESC LIMIT ?3";
        let mut select = self.tx.prepare_cached(&[rows::MESSAGES, newest].join(" "))?;
        let mut messages = select.query((oldest, end, LOOKED_AT_UNINDEXED))?;
        let mut count = 0;
        while let Some(row) = messages.next()? {
            if self.is_full() {
                return Ok(false);
            }
            self.look_at(row)?;
            count += 1;
        }
        Ok(count < LOOKED_AT_UNINDEXED)
    }

    fn read_indexed(&mut self, oldest: MessageId, end: MessageId) -> Result<bool, StoreError> {
        let mut select = self.tx.prepare_cached(
            "SELECT rowid FROM message_grams WHERE message_grams MATCH ?1 AND rowid >= ?2 AND rowid < ?3
             ORDER BY rowid DESC LIMIT ?4",
        )?;
        let by_id = [rows::MESSAGES, "WHERE messages.id = ?1"].join(" ");
        let mut read = self.tx.prepare_cached(&by_id)?;
        let mut candidates = select.query((self.condition(), oldest, end, LOOKED_AT))?;
        let mut count = 0;
        while let Some(candidate) = candidates.next()? {
            if self.is_full() {
                return Ok(false);
            }
            let id: MessageId = candidate.get(0)?;
            if let Some(row) = read.query([id])?.next()? {
                self.look_at(row)?;
            }
            (self.last, count) = (id, count + 1);
        }
        Ok(count < LOOKED_AT)
    }

    fn look_at(&mut self, row: &Row<'_>) -> Result<(), StoreError> {
        self.last = row.get("id")?;
        let Some(room) = self.rooms.get(&row.get("room")?) else { return Ok(()) };
        let message = rows::message(row, room)?;
        if self.is_wanted(&message) {
            self.found.push(message);
        }
        Ok(())
    }

    fn is_wanted(&self, message: &Message) -> bool {
        let Search { words, author, since, until, .. } = self.search;
        is_searchable(message)
            && since.is_none_or(|since| message.created_at >= since)
            && until.is_none_or(|until| message.created_at < until)
            && author.as_ref().is_none_or(|author| name::key(&message.author.nickname) == *author)
            && words.is_in(&message.content)
    }

    fn is_full(&self) -> bool {
        self.found.len() >= self.search.limit as usize
    }

    /// What is asked of the index: in the language of FTS5, where each word stands in quotes.
    fn condition(&self) -> String {
        let mut condition = String::from("(");
        for (number, room) in self.rooms.keys().enumerate() {
            let or = if number > 0 { " OR " } else { "" };
            // Writing into a string does not fail.
            let _ = write!(condition, "{or}\"{}\"", room_word(*room));
        }
        condition.push(')');
        if let Some(author) = &self.search.author {
            let _ = write!(condition, " AND \"{}\"", author_word(author));
        }
        let mut grams: Vec<Gram> = self.search.words.grams().collect();
        grams.sort_unstable();
        grams.dedup();
        for gram in grams {
            condition.push_str(" AND \"");
            push_gram(&mut condition, gram);
            condition.push('"');
        }
        condition
    }
}

/// The first message that was written at this time or later, by halving: there is no index by time.
fn first_since(tx: &Transaction<'_>, time: Millis) -> Result<MessageId, StoreError> {
    let mut newest = tx.prepare_cached("SELECT max(id) FROM messages")?;
    let newest: Option<MessageId> = newest.query_row([], |row| row.get(0))?;
    let mut at_or_before =
        tx.prepare_cached("SELECT created_at FROM messages WHERE id <= ?1 ORDER BY id DESC LIMIT 1")?;
    let (mut low, mut high) = (0, newest.unwrap_or(0) + 1);
    while low < high {
        let middle = low + (high - low) / 2;
        let at: Option<Millis> = at_or_before.query_row([middle], |row| row.get(0)).optional()?;
        if at.is_none_or(|at| at < time) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    Ok(low)
}
