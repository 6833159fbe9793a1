//! Own messages that the server has not confirmed yet.

use std::sync::Arc;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::{
    domain::{GuestId, Millis, Refusal, RoomId},
    protocol::{Me, Message},
};

/// A message on its way to the server.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pending {
    pub room_id: RoomId,
    /// The same in every attempt, so that the server stores it once.
    pub client_id: Arc<str>,
    pub content: Arc<str>,
    pub written_at: Millis,
    pub delivery: Delivery,
}

/// How far a message has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Delivery {
    Sending,
    Failed(Refusal),
}

/// As the code of the refusal, if there was one.
impl Serialize for Delivery {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Sending => serializer.serialize_none(),
            Self::Failed(refusal) => serializer.serialize_some(refusal.code()),
        }
    }
}

impl<'de> Deserialize<'de> for Delivery {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let code = Option::<String>::deserialize(deserializer)?;
        // A code of another build: the message failed, and may be retried.
        let refusal = |code: String| Refusal::from_code(&code).unwrap_or(Refusal::Unavailable);
        Ok(code.map_or(Self::Sending, |code| Self::Failed(refusal(code))))
    }
}

/// The outbox as it outlives a reload. It belongs to a guest: whoever uses the same browser next does not send it.
#[derive(Serialize, Deserialize)]
struct Kept<M> {
    guest: GuestId,
    messages: M,
}

/// The messages on their way, in the order in which they were written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Outbox(Vec<Pending>);

impl Outbox {
    pub(super) fn push(&mut self, pending: Pending) {
        self.0.push(pending);
    }

    /// The outbox as JSON text, for [`Outbox::read`] after a reload; `None` when there is nothing to keep.
    pub fn write(&self, guest: &GuestId) -> Option<String> {
        let kept = Kept { guest: guest.clone(), messages: &self.0 };
        (!self.0.is_empty()).then(|| serde_json::to_string(&kept).expect("messages are strings and numbers"))
    }

    /// What was kept of this guest's outbox; nothing of another guest's, and nothing that another build wrote in
    /// another shape.
    pub fn read(text: &str, guest: &GuestId) -> Vec<Pending> {
        match serde_json::from_str::<Kept<Vec<Pending>>>(text) {
            Ok(kept) if kept.guest == *guest => kept.messages,
            _ => Vec::new(),
        }
    }

    /// The server has it, or the user gave it up.
    pub(super) fn confirm(&mut self, client_id: &str) {
        self.0.retain(|pending| &*pending.client_id != client_id);
    }

    /// Own messages can come with events and pages before their ack, or without one.
    pub(super) fn confirm_all<'a>(&mut self, me: Option<&Me>, messages: impl IntoIterator<Item = &'a Message>) {
        let Some(me) = me else { return };
        for message in messages.into_iter().filter(|message| message.author.id == me.id) {
            self.confirm(message.client_id.as_str());
        }
    }

    pub(super) fn fail(&mut self, client_id: &str, refusal: Refusal) {
        if let Some(pending) = self.find(client_id) {
            pending.delivery = Delivery::Failed(refusal);
        }
    }

    /// Nothing can be written in that room any more.
    pub(super) fn fail_all(&mut self, room: &RoomId, refusal: Refusal) {
        for pending in self.0.iter_mut().filter(|pending| pending.room_id == *room) {
            pending.delivery = Delivery::Failed(refusal);
        }
    }

    pub(super) fn retry(&mut self, client_id: &str) -> Option<Pending> {
        let pending = self.find(client_id)?;
        pending.delivery = Delivery::Sending;
        Some(pending.clone())
    }

    /// The rooms with something that has to be sent (again) when the connection is back.
    pub(super) fn rooms_to_send(&self) -> Vec<RoomId> {
        let mut rooms = Vec::new();
        for pending in self.sending() {
            if !rooms.contains(&pending.room_id) {
                rooms.push(pending.room_id.clone());
            }
        }
        rooms
    }

    pub(super) fn sending_in<'a>(&'a self, room: &RoomId) -> impl Iterator<Item = &'a Pending> {
        self.sending().filter(move |pending| pending.room_id == *room)
    }

    fn sending(&self) -> impl Iterator<Item = &Pending> {
        self.0.iter().filter(|pending| pending.delivery == Delivery::Sending)
    }

    /// What a room's feed shows below its messages.
    pub fn in_room<'a>(&'a self, room: &RoomId) -> impl Iterator<Item = &'a Pending> {
        self.0.iter().filter(move |pending| pending.room_id == *room)
    }

    fn find(&mut self, client_id: &str) -> Option<&mut Pending> {
        self.0.iter_mut().find(|pending| &*pending.client_id == client_id)
    }
}
