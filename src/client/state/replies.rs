//! Answering a message.

use super::ChatState;
use crate::{domain::MessageId, protocol::Message};

impl ChatState {
    /// The message that the next one answers: none that was deleted meanwhile.
    pub fn answered(&self) -> Option<&Message> {
        let view = self.room.as_ref()?;
        view.message(view.answering?).filter(|message| message.deleted_at.is_none())
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
