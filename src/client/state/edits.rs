//! New texts for own messages: begun, on their way, and refused.

use std::sync::Arc;

use super::{ChatState, Need, RoomStatus, RoomView};
use crate::{
    domain::{MessageId, Refusal, RoomId, message},
    protocol::Message,
};

/// A message whose text is being changed in the composer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Editing {
    pub message: MessageId,
    /// The message's revision that the author saw when they began: a change of a later one would undo what they have
    /// not seen.
    pub rev: u64,
    /// With which the composer begins.
    pub content: Arc<str>,
}

/// A new text for an own message that the server has not confirmed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edit {
    pub room_id: RoomId,
    pub message: MessageId,
    /// As in [`Editing`].
    pub rev: u64,
    pub content: Arc<str>,
    pub progress: Progress,
}

/// How far an edit is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Progress {
    /// For the connection, or for the answer to the edit of the same message that was written before.
    Waiting,
    /// Asked for, not answered.
    UnderWay,
    /// For its author to try again or to let it go.
    Refused(Refusal),
}

impl ChatState {
    /// The edits of the open room of which their author should know: those that were refused, and those that wait for
    /// the connection.
    pub fn unsaved_edits(&self) -> impl Iterator<Item = &Edit> {
        let room = self.room.as_ref().map(|view| &view.id);
        let is_worth_telling = |edit: &Edit| edit.is_refused() || !self.is_online();
        self.edits.iter().filter(move |edit| Some(&edit.room_id) == room && is_worth_telling(edit))
    }

    /// Begins with what the author wrote last, whether the server has it or not. The draft waits with what it answers;
    /// who gives up while nothing is edited gives that up.
    pub(super) fn begin_edit(&mut self, message: Option<MessageId>) {
        self.refused = None;
        let Some(view) = &mut self.room else { return };
        if message.is_none() && view.editing.is_none() {
            view.answering = None;
        }
        let is_begun = message.is_some() && view.editing.as_ref().map(|editing| editing.message) == message;
        if is_begun {
            return;
        }
        view.editing = message.and_then(|id| {
            let message = view.message(id)?;
            let unconfirmed = self.edits.iter().rev().find(|edit| edit.message == id);
            let content = unconfirmed.map_or(&message.content, |edit| &edit.content).clone();
            Some(Editing { message: id, rev: message.rev, content })
        });
        if let Some(Editing { message, .. }) = view.editing {
            // Its text is in the composer again.
            self.discard_edit(message);
        }
    }

    pub(super) fn discard_edit(&mut self, message: MessageId) {
        self.edits.retain(|edit| edit.message != message || !edit.is_refused());
    }

    /// The composer's text is to be what the message says.
    pub(super) fn submit_edit(&mut self, content: Arc<str>) -> Vec<Need> {
        if content.trim().is_empty() {
            self.refused = Some(Refusal::MessageEmpty);
            return Vec::new();
        }
        if message::overflows(&content) {
            self.refused = Some(Refusal::MessageTooLong);
            return Vec::new();
        }
        let Some(view) = &mut self.room else { return Vec::new() };
        let Some(Editing { message, rev, .. }) = view.editing.take() else { return Vec::new() };
        let room_id = view.id.clone();
        self.refused = None;
        self.edits.push(Edit { room_id, message, rev, content, progress: Progress::Waiting });
        self.send_edits()
    }

    /// Asks for every edit that can be asked for now. Those of one message go one after the other, because each has to
    /// name the revision that the one before it made.
    pub(super) fn send_edits(&mut self) -> Vec<Need> {
        let open = self.room.as_ref().filter(|view| view.status == RoomStatus::Live).map(|view| view.id.clone());
        let (Some(room), true) = (open, self.is_online()) else { return Vec::new() };
        let mut needs = Vec::new();
        for place in 0..self.edits.len() {
            let (before, rest) = self.edits.split_at_mut(place);
            let edit = &mut rest[0];
            let is_first = before.iter().all(|earlier| earlier.message != edit.message || earlier.is_refused());
            if is_first && edit.room_id == room && edit.progress == Progress::Waiting {
                edit.progress = Progress::UnderWay;
                needs.push(Need::Edit(edit.clone()));
            }
        }
        needs
    }

    /// The edit of the message that is under way was answered.
    pub(super) fn edit_answered(&mut self, id: MessageId, answer: Result<Message, Refusal>) -> Vec<Need> {
        let under_way = |edit: &Edit| edit.message == id && edit.progress == Progress::UnderWay;
        let Some(place) = self.edits.iter().position(under_way) else { return Vec::new() };
        match answer {
            // It may be stored all the same; then the server says so when it is asked again.
            Err(Refusal::Unavailable) if !self.is_online() => self.edits[place].progress = Progress::Waiting,
            Err(refusal) => {
                self.edits[place].progress = Progress::Refused(refusal);
                // What was written after it says what it said, and more.
                if self.edits.iter().any(|edit| edit.message == id && !edit.is_refused()) {
                    self.discard_edit(id);
                }
            }
            Ok(message) => {
                let seen = self.edits.remove(place).rev;
                self.edits.iter_mut().filter(|edit| edit.message == id).for_each(|later| later.rev = message.rev);
                if let Some(view) = self.open_room(&message.room_id.clone()) {
                    if let Some(editing) = &mut view.editing
                        && (editing.message, editing.rev) == (id, seen)
                    {
                        editing.rev = message.rev;
                    }
                    view.own(message);
                }
            }
        }
        self.send_edits()
    }

    pub(super) fn changed(&mut self, answer: Result<Message, Refusal>) {
        self.refused = answer.as_ref().err().copied();
        if let Ok(message) = answer
            && let Some(view) = self.open_room(&message.room_id.clone())
        {
            view.own(message);
        }
    }
}

impl ChatState {
    /// Whether the guest has given a message of the open room this emoji.
    pub fn has_given(&self, message: MessageId, emoji: &str) -> bool {
        let message = self.room.as_ref().and_then(|view| view.message(message));
        let given = message.and_then(|message| message.reactions.iter().find(|reaction| &*reaction.emoji == emoji));
        given.is_some_and(|reaction| self.me.as_ref().is_some_and(|me| reaction.is_by(&me.id)))
    }
}

impl Edit {
    fn is_refused(&self) -> bool {
        matches!(self.progress, Progress::Refused(_))
    }
}

impl RoomView {
    /// The message whose text is being changed, while it is there to be changed.
    pub fn edited(&self) -> Option<&Message> {
        self.message(self.editing.as_ref()?.message)
    }

    /// A message of the feed that still says something.
    pub fn message(&self, id: MessageId) -> Option<&Message> {
        let message = self.feed.messages.iter().rev().find(|message| message.id == id)?;
        message.deleted_at.is_none().then_some(message)
    }
}
