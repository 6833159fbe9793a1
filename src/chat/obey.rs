//! Doing what somebody typed into a composer without a live connection.

use super::{ChangeRequest, Chat, Result, SendRequest};
use crate::domain::{Guest, Refusal, command::Command};

/// What came of a text from a composer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Obeyed {
    /// It was said, or its command was done.
    Done,
    /// Its author has left the room.
    Left,
    /// Its author wants to know what there is.
    Help,
}

impl Chat {
    /// Does what a form's text asks for: mostly to be said in a room, with its pictures. Or it is a [`Command`], which
    /// leaves them unsent. What is refused can be had back with [`refused`](Self::refused).
    ///
    /// # Errors
    /// Those of [`post`](Self::post), [`rename`](Self::rename) and [`change_room`](Self::change_room);
    /// [`Refusal::UnknownCommand`].
    pub async fn obey(&self, guest: &Guest, typed: SendRequest<'_>) -> Result<Obeyed> {
        let done = match Command::read(typed.content) {
            Command::Say(text) => self.post(guest, SendRequest { content: &text, ..typed.clone() }).await.map(drop),
            Command::Nick(nickname) => self.rename(guest, nickname).await.map(drop),
            Command::Topic(topic) => {
                let change = ChangeRequest { topic: Some(topic), ..ChangeRequest::default() };
                self.change_room(guest, typed.room, change).await.map(drop)
            }
            Command::Leave => {
                self.stop_reading(&guest.id, typed.room);
                return Ok(Obeyed::Left);
            }
            Command::Help => return Ok(Obeyed::Help),
            Command::Unknown => Err(Refusal::UnknownCommand.into()),
        };
        if done.is_err() {
            self.keep_refused(guest, &typed).await;
        }
        done.map(|()| Obeyed::Done)
    }
}
