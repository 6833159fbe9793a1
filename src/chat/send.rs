//! Writing messages.

use std::sync::Arc;

use super::{
    Chat, ConnectionId, Error, Refused, Result,
    journal::Answer,
    ports::{Draft, Write, Written},
};
use crate::domain::{
    ClientId, Guest, Message, MessageId, MessageKind, PictureId, PictureRef, Refusal, RoomId, limits, name,
};

/// A message that somebody wants to write.
#[derive(Clone, Debug)]
pub struct SendRequest<'a> {
    pub room: &'a RoomId,
    pub kind: MessageKind,
    /// Made by the sender; the same in every retry.
    pub client_id: &'a str,
    pub content: &'a str,
    pub reply_to: Option<MessageId>,
    /// A message with pictures needs no text.
    pub pictures: &'a [PictureRef],
}

/// A message, or a change of one, that has its place in the journal but is not stored yet.
pub struct Receipt(pub(super) Answer);

/// A message that is stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stored {
    pub message: Message,
    /// Whether that was done just now, and not when it was sent for the first time.
    pub is_new: bool,
}

impl Receipt {
    /// Waits until the message is stored: only then may it be acknowledged.
    ///
    /// # Errors
    /// [`Refusal::RoomNotFound`], [`Refusal::MessageNotFound`] for the message that it answers or changes,
    /// [`Refusal::PictureNotFound`], [`Refusal::NotAuthor`] or [`Refusal::NotOwner`] for a change by somebody else,
    /// [`Refusal::TooManyReactions`], [`Refusal::TooManyPins`], [`Refusal::MessageChanged`] for one that comes late, or
    /// [`Refusal::Unavailable`] when it could not be stored.
    pub async fn stored(self) -> Result<Message> {
        Ok(self.outcome().await?.message)
    }

    /// The same, and whether a message was known already.
    ///
    /// # Errors
    /// As for [`stored`](Self::stored).
    pub async fn outcome(self) -> Result<Stored> {
        let written = self.0.await.map_err(|_| Refusal::Unavailable)??;
        match written {
            Written::Message(message) | Written::Revised(message, _) => Ok(Stored { message, is_new: true }),
            Written::Known(message) => Ok(Stored { message, is_new: false }),
            Written::NoRoom => Err(Refusal::RoomNotFound.into()),
            Written::RoomClosed => Err(Refusal::RoomClosed.into()),
            Written::NoPicture => Err(Refusal::PictureNotFound.into()),
            Written::NoReplyTarget | Written::NoMessage => Err(Refusal::MessageNotFound.into()),
            Written::Outdated => Err(Refusal::MessageChanged.into()),
            Written::NotAllowed => Err(Refusal::NotAuthor.into()),
            Written::NotOwner => Err(Refusal::NotOwner.into()),
            Written::TooManyReactions => Err(Refusal::TooManyReactions.into()),
            Written::TooManyPins => Err(Refusal::TooManyPins.into()),
            Written::Member(_) | Written::Read { .. } | Written::Notice(_) => Err(Refusal::Unavailable.into()),
        }
    }
}

impl Chat {
    /// Queues a message of a connection that is in the room. Messages of one caller are stored in the order of calls;
    /// the [`Receipt`] may be awaited elsewhere, so that the next one can be queued meanwhile and shares its commit.
    ///
    /// # Errors
    /// [`Refusal::NotInRoom`], [`Refusal::NotOwner`] for an alert that no chatter sends, and what is wrong with the text.
    pub async fn send(&self, connection: ConnectionId, request: SendRequest<'_>) -> Result<Receipt> {
        let author = self.guest_in(connection, request.room)?;
        let may_alert = request.kind != MessageKind::Alert || self.presence.is_chatter(connection);
        if !may_alert && self.room(request.room).await?.owner != author.id {
            return Err(Refusal::NotOwner.into());
        }
        self.limits.check_message(&author.id)?;
        let receipt = self.queue(&author, request).await?;
        // The author's page is live, and keeps by itself what it could not send.
        self.drafts.forget(&author.id);
        Ok(receipt)
    }

    /// Writes a message without a live connection, as a form does. Its author becomes a member of the room. What is
    /// refused can be had back with [`refused`](Self::refused).
    ///
    /// # Errors
    /// Those of [`send`](Self::send) and of [`Receipt::stored`].
    pub async fn post(&self, author: &Guest, request: SendRequest<'_>) -> Result<Message> {
        let written = self.write(author, &request).await;
        match &written {
            Ok(_) => self.drafts.forget(&author.id),
            Err(_) => self.keep_refused(author, &request).await,
        }
        written
    }

    /// What a form of this guest asked for last and was refused, until one is granted.
    pub fn refused(&self, guest: &Guest) -> Option<Refused> {
        self.drafts.get(&guest.id)
    }

    async fn write(&self, author: &Guest, request: &SendRequest<'_>) -> Result<Message> {
        // Before anything is looked up: there is no other bound on what a form may ask.
        self.limits.check_message(&author.id)?;
        self.become_member(author, request.room, None).await?;
        self.queue(author, request.clone()).await?.stored().await
    }

    /// Keeps a text that was typed into a form and refused, until one is taken ([`refused`](Self::refused)).
    ///
    /// Only what a page can give back: text for a room that the author may see, or that has ended, under an id that can be
    /// posted again.
    pub async fn keep_refused(&self, author: &Guest, request: &SendRequest<'_>) {
        if let Ok(client_id) = ClientId::parse(request.client_id)
            && !matches!(self.room(request.room).await, Err(Error::Refused(Refusal::RoomNotFound)))
        {
            let (room, content, pictures) =
                (request.room.clone(), request.content.to_owned(), request.pictures.to_owned());
            self.drafts.keep(&author.id, Refused::Message { room, client_id, content, pictures });
        }
    }

    pub(super) async fn queue(&self, author: &Guest, request: SendRequest<'_>) -> Result<Receipt> {
        let draft = Draft {
            room: request.room.clone(),
            kind: request.kind,
            author: author.into(),
            content: content(&request)?,
            pictures: pictures(request.pictures)?,
            reply_to: request.reply_to,
            client_id: ClientId::parse(request.client_id)?,
            at: self.now(),
        };
        Ok(Receipt(self.journal.submit(Write::Message(draft)).await))
    }
}

fn content(request: &SendRequest<'_>) -> Result<Arc<str>, Refusal> {
    match name::message(request.content) {
        Err(Refusal::MessageEmpty) if !request.pictures.is_empty() => Ok("".into()),
        checked => checked,
    }
}

fn pictures(asked: &[PictureRef]) -> Result<Vec<PictureRef>, Refusal> {
    if asked.len() > limits::PICTURES {
        return Err(Refusal::TooManyPictures);
    }
    let checked = asked.iter().enumerate().map(|(place, picture)| {
        let is_new = asked[..place].iter().all(|other| other.id != picture.id);
        let id = PictureId::parse(picture.id.as_str()).filter(|_| is_new).ok_or(Refusal::PictureNotFound)?;
        Ok(PictureRef { id, alt: name::alt(&picture.alt)? })
    });
    checked.collect()
}
