//! New texts for own messages: begun, on their way, and refused.

use std::sync::Arc;

use super::{ChatState, Need, RoomView};
use crate::{
    domain::{MessageId, Refusal, RoomId},
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
    /// Why the server refused it. It is kept until its author tries again or lets it go.
    pub refused: Option<Refusal>,
}

impl ChatState {
    /// The edits of the open room that were refused.
    pub fn refused_edits(&self) -> impl Iterator<Item = &Edit> {
        let room = self.room.as_ref().map(|view| &view.id);
        self.edits.iter().filter(move |edit| edit.refused.is_some() && Some(&edit.room_id) == room)
    }

    /// Begins with what the author wrote last, whether the server has it or not.
    pub(super) fn begin_edit(&mut self, message: Option<MessageId>) {
        self.refused = None;
        let Some(view) = &mut self.room else { return };
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
        self.edits.retain(|edit| edit.message != message || edit.refused.is_none());
    }

    /// The composer's text is to be what the message says.
    pub(super) fn submit_edit(&mut self, content: Arc<str>) -> Vec<Need> {
        if content.trim().is_empty() {
            self.refused = Some(Refusal::MessageEmpty);
            return Vec::new();
        }
        let Some(view) = &mut self.room else { return Vec::new() };
        let Some(Editing { message, rev, .. }) = view.editing.take() else { return Vec::new() };
        let edit = Edit { room_id: view.id.clone(), message, rev, content, refused: None };
        self.refused = None;
        let is_next = self.edits_under_way(message).next().is_none();
        self.edits.push(edit.clone());
        is_next.then_some(Need::Edit(edit)).into_iter().collect()
    }

    /// The oldest edit of the message was answered; the one written after it follows now, because it has to name the
    /// revision that this one made.
    pub(super) fn edit_answered(&mut self, id: MessageId, answer: Result<Message, Refusal>) -> Vec<Need> {
        let Some(place) = self.edits.iter().position(|edit| edit.message == id && edit.refused.is_none()) else {
            return Vec::new();
        };
        let mut edit = self.edits.remove(place);
        let seen = edit.rev;
        match answer {
            Ok(message) => {
                self.refused = None;
                self.edits_under_way(id).for_each(|later| later.rev = message.rev);
                if let Some(view) = self.open_room(&message.room_id.clone()) {
                    view.editing
                        .iter_mut()
                        .filter(|editing| editing.message == id && editing.rev == seen)
                        .for_each(|editing| editing.rev = message.rev);
                    view.own(message);
                }
            }
            // Otherwise the later one says what this one said, and more.
            Err(refusal) if self.edits_under_way(id).next().is_none() => {
                edit.refused = Some(refusal);
                self.edits.push(edit);
            }
            Err(_) => {}
        }
        self.edits_under_way(id).next().map(|next| Need::Edit(next.clone())).into_iter().collect()
    }

    pub(super) fn deleted(&mut self, answer: Result<Message, Refusal>) {
        self.refused = answer.as_ref().err().copied();
        if let Ok(message) = answer
            && let Some(view) = self.open_room(&message.room_id.clone())
        {
            view.own(message);
        }
    }

    fn edits_under_way(&mut self, id: MessageId) -> impl Iterator<Item = &mut Edit> {
        self.edits.iter_mut().filter(move |edit| edit.message == id && edit.refused.is_none())
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
