//! Changing messages that are there.

use std::sync::Arc;

use rusqlite::Transaction;

use super::{guests, mentions, messages, pictures, pins, rooms::RoomState, search};
use crate::{
    chat::ports::{Change, Revision, StoreError, Written},
    domain::{GuestId, Message, Quote, Reaction, limits},
};

/// What becomes of a message of an open room.
pub fn revise(
    tx: &Transaction<'_>,
    room: &mut RoomState,
    message: Message,
    revision: Revision,
) -> Result<Written, StoreError> {
    let is_author = message.author.id == revision.by && !message.is_passage();
    let is_gone = message.deleted_at.is_some();
    match revision.change {
        Change::Edit { .. } if !is_author => Ok(Written::NotAllowed),
        Change::Edit { .. } if is_gone => Ok(Written::NoMessage),
        Change::Edit { content, .. } if content == message.content => Ok(Written::Known(message)),
        Change::Edit { seen: Some(seen), .. } if seen < message.text_rev => Ok(Written::Outdated),
        Change::Edit { content, .. } => {
            let mentions = mentions::find(tx, room.key, &content)?.into_iter().map(|(who, _)| who).collect();
            let edited = Message { content, mentions, edited_at: Some(revision.at), ..message.clone() };
            rewrite(tx, room, &message, edited)
        }
        Change::Delete if !is_author && guests::key(tx, &revision.by)? != Some(room.owner) => Ok(Written::NotAllowed),
        Change::Delete if is_gone => Ok(Written::Known(message)),
        Change::Delete => {
            clear_reactions(tx, &message)?;
            pictures::remove(tx, &message)?;
            let tombstone = Message {
                content: "".into(),
                pictures: Vec::new(),
                mentions: Vec::new(),
                reactions: Vec::new(),
                pinned_at: None,
                deleted_at: Some(revision.at),
                ..message.clone()
            };
            rewrite(tx, room, &message, tombstone)
        }
        Change::Forget if message.author.id != revision.by && !message.is_passage() => {
            forget_around(tx, room, message, &revision.by)
        }
        Change::Forget => {
            clear_reactions(tx, &message)?;
            pictures::remove(tx, &message)?;
            let forgotten = message.clone().without(&revision.by, revision.at);
            rewrite(tx, room, &message, forgotten)
        }
        Change::Pin { .. } if guests::key(tx, &revision.by)? != Some(room.owner) => Ok(Written::NotOwner),
        Change::Pin { .. } if is_gone || message.is_passage() => Ok(Written::NoMessage),
        Change::Pin { is_pinned } if is_pinned == message.pinned_at.is_some() => Ok(Written::Known(message)),
        Change::Pin { is_pinned: true } if pins::count(tx, room.key)? == limits::PINS => Ok(Written::TooManyPins),
        Change::Pin { is_pinned } => {
            let message = Message { pinned_at: is_pinned.then_some(revision.at), ..message };
            Ok(Written::Revised(stamp(tx, room, message)?, Vec::new()))
        }
        Change::React { .. } if is_gone || message.is_passage() => Ok(Written::NoMessage),
        Change::React { emoji, is_given } => react(tx, room, message, &revision.by, &emoji, is_given),
    }
}

/// The message says something else now. Whoever quotes it is stamped anew.
fn rewrite(
    tx: &Transaction<'_>,
    room: &mut RoomState,
    before: &Message,
    after: Message,
) -> Result<Written, StoreError> {
    search::forget(tx, room.key, before)?;
    search::learn_again(tx, room.key, &after)?;
    room.revise();
    let after = Message { rev: room.rev, text_rev: room.rev, ..after };
    messages::save(tx, &after)?;
    mentions::revise(tx, room.key, &after)?;
    let is_quoted_alike = Quote::of(before) == Quote::of(&after);
    let quoting = if is_quoted_alike { Vec::new() } else { messages::quoting(tx, &after, room.key)? };
    let quoting = quoting.into_iter().map(|message| stamp(tx, room, message));
    let quoting = quoting.collect::<Result<_, _>>()?;
    Ok(Written::Revised(after, quoting))
}

fn react(
    tx: &Transaction<'_>,
    room: &mut RoomState,
    mut message: Message,
    by: &GuestId,
    emoji: &Arc<str>,
    is_given: bool,
) -> Result<Written, StoreError> {
    let Some((who, key)) = guests::author(tx, by)? else { return Ok(Written::NotAllowed) };
    let is_new = message.reactions.iter().all(|known| known.emoji != *emoji);
    if is_given && is_new && message.reactions.len() == limits::REACTIONS {
        return Ok(Written::TooManyReactions);
    }
    let change = if is_given {
        "INSERT INTO reactions (message, emoji, guest) VALUES (?1, ?2, ?3) ON CONFLICT DO NOTHING"
    } else {
        "DELETE FROM reactions WHERE message = ?1 AND emoji = ?2 AND guest = ?3"
    };
    if tx.prepare_cached(change)?.execute((message.id, emoji, key))? == 0 {
        return Ok(Written::Known(message));
    }
    if is_given {
        Reaction::add(&mut message.reactions, emoji, who);
    } else {
        Reaction::take_back(&mut message.reactions, emoji, &who);
    }
    Ok(Written::Revised(stamp(tx, room, message)?, Vec::new()))
}

/// Somebody who reacted, or is addressed, is forgotten in what somebody else wrote.
fn forget_around(
    tx: &Transaction<'_>,
    room: &mut RoomState,
    mut message: Message,
    who: &GuestId,
) -> Result<Written, StoreError> {
    if let Some((who, key)) = guests::author(tx, who)? {
        let mut delete =
            tx.prepare_cached("DELETE FROM reactions WHERE message = ?1 AND guest = ?2 RETURNING emoji")?;
        for emoji in delete.query_map((message.id, key), |row| row.get::<_, String>(0))? {
            Reaction::take_back(&mut message.reactions, &emoji?, &who);
        }
    }
    message.mentions.retain(|mentioned| mentioned.id != *who);
    Ok(Written::Revised(stamp(tx, room, message)?, Vec::new()))
}

fn clear_reactions(tx: &Transaction<'_>, message: &Message) -> Result<(), StoreError> {
    tx.prepare_cached("DELETE FROM reactions WHERE message = ?1")?.execute([message.id])?;
    Ok(())
}

/// Stores a message of which anything but the text is different now.
fn stamp(tx: &Transaction<'_>, room: &mut RoomState, message: Message) -> Result<Message, StoreError> {
    room.revise();
    let message = Message { rev: room.rev, ..message };
    messages::save(tx, &message)?;
    Ok(message)
}
