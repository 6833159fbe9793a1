//! The hot path: a batch of writes in one transaction.

use std::collections::{HashMap, hash_map::Entry};

use rusqlite::{Transaction, params};

use super::{
    guests, mentions, messages, notices, pictures, revisions,
    rooms::{self, RoomState},
    rows::{self, Code, Json},
};
use crate::{
    chat::ports::{Change, Draft, Revision, StoreError, Write, Written},
    domain::{Author, GuestId, Message, Quote, RoomId},
};

/// See [`Store::commit`](crate::chat::ports::Store::commit).
pub fn commit(tx: &Transaction<'_>, writes: Vec<Write>) -> Result<Vec<Written>, StoreError> {
    let mut batch = Batch { tx, rooms: HashMap::new(), authors: HashMap::new() };
    let written = writes.into_iter().map(|write| batch.write(write)).collect::<Result<_, _>>()?;
    batch.finish()?;
    Ok(written)
}

/// What a batch has learned so far: each room is read once and written once, each author looked up once.
struct Batch<'a> {
    tx: &'a Transaction<'a>,
    rooms: HashMap<RoomId, Option<RoomState>>,
    authors: HashMap<GuestId, i64>,
}

impl Batch<'_> {
    fn write(&mut self, write: Write) -> Result<Written, StoreError> {
        match write {
            Write::Message(draft) => self.append(draft),
            Write::Revision(revision) => self.revise(revision),
            Write::Member { room, guest, at } => match look_up_room(self.tx, &mut self.rooms, &room)? {
                Some(state) if !state.is_open(at) => Ok(Written::RoomClosed),
                Some(state) => {
                    rooms::add_member(self.tx, state, &guest, at)?;
                    Ok(Written::Member(room))
                }
                None => Ok(Written::NoRoom),
            },
            Write::Read { room, guest, seq } => match look_up_room(self.tx, &mut self.rooms, &room)? {
                Some(room) => rooms::mark_read(self.tx, room, &guest, seq).map(|moved| Written::Read { moved }),
                None => Ok(Written::NoRoom),
            },
            Write::Notice(notice) if rooms::is_private(self.tx, &notice.room_id)? => Ok(Written::NoRoom),
            Write::Notice(notice) => notices::add(self.tx, notice).map(Written::Notice),
        }
    }

    fn append(&mut self, draft: Draft) -> Result<Written, StoreError> {
        let Self { tx, rooms, authors } = self;
        let Some(room) = look_up_room(tx, rooms, &draft.room)? else { return Ok(Written::NoRoom) };
        let author = look_up_author(tx, authors, &draft.author)?;
        // Before the reply is checked: a retry gets the first result, whatever has become of that message since.
        if let Some(known) = messages::by_client_id(tx, &draft, room.key, author)? {
            return Ok(Written::Known(known));
        }
        if !room.is_open(draft.at) {
            return Ok(Written::RoomClosed);
        }
        let mut quote = None;
        if let Some(target) = draft.reply_to {
            let Some(target) = messages::by_id(tx, target, room.key, &draft.room)? else {
                return Ok(Written::NoReplyTarget);
            };
            quote = Some(Quote::of(&target));
        }
        let Some(pictures) = pictures::to_send(tx, &draft.pictures, room.key, author)? else {
            return Ok(Written::NoPicture);
        };
        room.raise(draft.at);
        let mentioned = mentions::find(tx, room.key, &draft.content)?;
        mentions::note(tx, room, author, &mentioned)?;
        let mentions = mentioned.into_iter().map(|(who, _)| who).collect();
        let message = Message { pictures, ..insert(tx, draft, room, author, quote, mentions)? };
        pictures::send(tx, &message)?;
        Ok(Written::Message(message))
    }

    fn revise(&mut self, revision: Revision) -> Result<Written, StoreError> {
        let Self { tx, rooms, .. } = self;
        let Some(room) = look_up_room(tx, rooms, &revision.room)? else { return Ok(Written::NoRoom) };
        if !room.is_open(revision.at) && !matches!(revision.change, Change::Forget) {
            return Ok(Written::RoomClosed);
        }
        let Some(message) = messages::by_id(tx, revision.message, room.key, &revision.room)? else {
            return Ok(Written::NoMessage);
        };
        revisions::revise(tx, room, message, revision)
    }

    fn finish(self) -> Result<(), StoreError> {
        self.rooms.values().flatten().try_for_each(|room| rooms::save_state(self.tx, room))
    }
}

fn look_up_room<'a>(
    tx: &Transaction<'_>,
    rooms: &'a mut HashMap<RoomId, Option<RoomState>>,
    id: &RoomId,
) -> Result<Option<&'a mut RoomState>, StoreError> {
    let room = match rooms.entry(id.clone()) {
        Entry::Occupied(known) => known.into_mut(),
        Entry::Vacant(unknown) => unknown.insert(rooms::state(tx, id)?),
    };
    Ok(room.as_mut())
}

fn look_up_author(
    tx: &Transaction<'_>,
    authors: &mut HashMap<GuestId, i64>,
    author: &Author,
) -> Result<i64, StoreError> {
    match authors.entry(author.id.clone()) {
        Entry::Occupied(known) => Ok(*known.get()),
        Entry::Vacant(unknown) => Ok(*unknown.insert(guests::author_key(tx, author)?)),
    }
}

fn insert(
    tx: &Transaction<'_>,
    draft: Draft,
    room: &RoomState,
    author: i64,
    quote: Option<Quote>,
    mentions: Vec<Author>,
) -> Result<Message, StoreError> {
    let mut insert = tx.prepare_cached(
        "INSERT INTO messages (room, seq, rev, kind, author, nickname, content, reply_to, client_id, created_at,
                               mentions)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)",
    )?;
    let id = insert.insert(params![
        room.key,
        rows::bound(room.last_seq),
        rows::bound(room.rev),
        Code(draft.kind),
        author,
        draft.author.nickname,
        draft.content,
        draft.reply_to,
        draft.client_id.as_str(),
        draft.at,
        Json(&*mentions),
    ])?;
    Ok(Message {
        id,
        room_id: draft.room,
        seq: room.last_seq,
        rev: room.rev,
        text_rev: room.rev,
        kind: draft.kind,
        author: draft.author,
        content: draft.content,
        pictures: Vec::new(),
        reply_to: quote,
        mentions,
        reactions: Vec::new(),
        pinned_at: None,
        client_id: draft.client_id,
        created_at: draft.at,
        edited_at: None,
        deleted_at: None,
    })
}
