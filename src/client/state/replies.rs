//! Answering a message.

use super::ChatState;
use crate::{domain::MessageId, protocol::Message};

impl ChatState {
    /// The message that the next one answers, when it is in the page.
    pub fn answered(&self) -> Option<&Message> {
        let view = self.room.as_ref()?;
        view.message(view.answering?)
    }

    /// The same, wherever it is: a draft may be older than what a room shows to who comes back. None that was deleted
    /// meanwhile.
    pub fn answering(&self) -> Option<MessageId> {
        let view = self.room.as_ref()?;
        let is_deleted = |id| view.feed.messages.iter().any(|message| message.id == id && message.deleted_at.is_some());
        view.answering.filter(|id| !is_deleted(*id))
    }

    /// The composer either answers a message or changes one.
    pub(super) fn answer(&mut self, message: Option<MessageId>) {
        if message.is_some() {
            self.begin_edit(None);
        }
        if let Some(view) = &mut self.room {
            view.answering = message;
        }
    }
}
