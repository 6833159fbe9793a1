//! What goes through the journal, and what becomes of it.

use std::sync::Arc;

use super::NewNotice;
use crate::domain::{Author, ClientId, GuestId, Message, MessageId, MessageKind, Millis, Notice, PictureRef, RoomId};

/// A message that is not stored yet.
#[derive(Clone, Debug)]
pub struct Draft {
    pub room: RoomId,
    pub kind: MessageKind,
    pub author: Author,
    pub content: Arc<str>,
    /// Of the author's own, in this room, that were not sent yet.
    pub pictures: Vec<PictureRef>,
    pub reply_to: Option<MessageId>,
    pub client_id: ClientId,
    pub at: Millis,
}

/// A change of a message that was written before.
#[derive(Clone, Debug)]
pub struct Revision {
    pub room: RoomId,
    pub message: MessageId,
    /// Who wants it.
    pub by: GuestId,
    pub change: Change,
    pub at: Millis,
}

/// What becomes of a message.
#[derive(Clone, Debug)]
pub enum Change {
    /// It says this now.
    Edit {
        content: Arc<str>,
        /// The message's rev of which the author knew. When it has another one by now, nothing is changed.
        seen: Option<u64>,
    },
    /// It says nothing any more; its place in the room stays.
    Delete,
    /// A guest gives it an emoji, or takes theirs back.
    React { emoji: Arc<str>, is_given: bool },
    /// The room's owner pins it, or lets it go.
    Pin { is_pinned: bool },
    /// Its author asked to be forgotten, or somebody whom it names: of theirs nothing is left but its
    /// [place](crate::domain::message::DEPARTED). Also of rooms that are closed.
    Forget,
}

/// One write of a batch.
#[derive(Clone, Debug)]
pub enum Write {
    Message(Draft),
    Revision(Revision),
    /// Notes that a guest has been in a room; again is no error.
    Member {
        room: RoomId,
        guest: GuestId,
        at: Millis,
    },
    /// Notes how far a member has read. It never goes back, nor beyond what there is.
    Read {
        room: RoomId,
        guest: GuestId,
        seq: u64,
    },
    Notice(NewNotice),
}

/// What became of a [`Write`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Written {
    /// The message was written now.
    Message(Message),
    /// The message had been written before; this is the first result. Or the revision had nothing to change.
    Known(Message),
    /// The message as it is after the revision, and with new revs those that quote what it said before.
    Revised(Message, Vec<Message>),
    /// They are a member of this room, unless they were sent out of it.
    Member(RoomId),
    /// Whether that was further than before.
    Read {
        moved: bool,
    },
    Notice(Notice),
    /// The room does not exist, or is none that a notice may name; nothing was written.
    NoRoom,
    /// The room is closed, or its time was over at the moment of the write; nothing was written.
    RoomClosed,
    /// The message that this one answers is not in the room; nothing was written.
    NoReplyTarget,
    /// A picture of this message is not there, or not its author's to send; nothing was written.
    NoPicture,
    /// The message has been changed since the author saw it; nothing was written.
    Outdated,
    /// The message to be revised is not in the room, or is deleted and cannot be edited any more.
    NoMessage,
    /// It is not this guest's to revise.
    NotAllowed,
    /// The message has as many different reactions as it may have; nothing was written.
    TooManyReactions,
    /// Only the room's owner may do this; nothing was written.
    NotOwner,
    /// The room has as many pinned messages as it may have; nothing was written.
    TooManyPins,
}
