//! Own messages that the server has not confirmed yet.

use std::sync::Arc;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::{
    domain::{MessageId, Millis, PictureRef, Refusal, RoomId},
    protocol::{Me, Message},
};

/// A message on its way to the server.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pending {
    pub room_id: RoomId,
    /// What the room was called when it was written, for when the room is nowhere to be seen any more.
    #[serde(default)]
    pub room_name: Arc<str>,
    /// The same in every attempt, so that the server stores it once.
    pub client_id: Arc<str>,
    pub content: Arc<str>,
    /// Uploaded already.
    #[serde(default)]
    pub pictures: Vec<PictureRef>,
    /// The message that it answers.
    #[serde(default)]
    pub reply_to: Option<MessageId>,
    pub written_at: Millis,
    pub delivery: Delivery,
}

/// How far a message has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Delivery {
    Sending,
    Failed(Refusal),
}

impl Delivery {
    /// Whether it would be refused however often it was sent: there is no room any more that could take it, its author is
    /// not let in, it is too long, or its pictures were not kept so long.
    pub fn is_final(self) -> bool {
        use Refusal::{Kicked, MessageTooLong, PictureNotFound, RoomClosed, RoomNotFound};
        matches!(self, Self::Failed(RoomClosed | RoomNotFound | Kicked | MessageTooLong | PictureNotFound))
    }
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

/// How long a message is left to the tab that wrote it, counted while this one could send it. A tab that is alive has
/// sent it by then; one that is gone never will. Repeating it would be harmless, only needless.
const PATIENCE: Millis = 5_000;

/// The messages on their way, in the order in which they were written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Outbox(Vec<Kept>);

#[derive(Clone, Debug, PartialEq, Eq)]
struct Kept {
    pending: Pending,
    keeper: Keeper,
}

/// Which tab of this guest sends a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Keeper {
    ThisTab,
    /// The one that wrote it. Since when this one could send it instead: `None` while offline.
    OtherTab(Option<Millis>),
}

impl Kept {
    fn is_sent_here(&self) -> bool {
        self.keeper == Keeper::ThisTab && self.pending.delivery == Delivery::Sending
    }

    fn is_left_to_other(&self) -> bool {
        self.keeper != Keeper::ThisTab && self.pending.delivery == Delivery::Sending
    }
}

impl Outbox {
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The moment for a message that is written `now`: after all others, also when the clock was set back, because
    /// what is kept is put in order by it.
    pub fn moment(&self, now: Millis) -> Millis {
        self.0.last().map_or(now, |last| now.max(last.pending.written_at + 1))
    }

    /// What this tab wrote, now or before it was loaded anew.
    pub(super) fn put(&mut self, pending: Pending) {
        self.place(Kept { pending, keeper: Keeper::ThisTab });
    }

    /// What another tab wrote, or did with it.
    pub(super) fn put_elsewhere(&mut self, pending: Pending) {
        self.place(Kept { pending, keeper: Keeper::OtherTab(None) });
    }

    fn place(&mut self, kept: Kept) {
        self.confirm(&kept.pending.client_id);
        let written_at = kept.pending.written_at;
        let place = self.0.partition_point(|other| other.pending.written_at <= written_at);
        self.0.insert(place, kept);
    }

    /// What has to change in the storage that the tabs share after `before` became this: by clientId the message to
    /// keep, or `None` to forget it. What another tab does it keeps itself.
    pub fn changes_since<'a>(&'a self, before: &'a Self) -> impl Iterator<Item = (&'a str, Option<&'a Pending>)> {
        let gone = before.0.iter().filter(|old| self.find(&old.pending.client_id).is_none());
        let changed = |kept: &&Kept| {
            let old = before.find(&kept.pending.client_id);
            kept.keeper == Keeper::ThisTab && old.is_none_or(|old| old.pending != kept.pending)
        };
        let kept = self.0.iter().filter(changed).map(|kept| (&*kept.pending.client_id, Some(&kept.pending)));
        gone.map(|old| (&*old.pending.client_id, None)).chain(kept)
    }

    /// The server has it, or the user gave it up.
    pub(super) fn confirm(&mut self, client_id: &str) {
        self.0.retain(|kept| &*kept.pending.client_id != client_id);
    }

    /// Takes over what other tabs have not sent in time: then it is this tab's. `online` says whether it could be
    /// sent here. Returns whether there was something.
    pub(super) fn take_over(&mut self, now: Millis, online: bool) -> bool {
        let mut taken = false;
        for kept in self.0.iter_mut().filter(|kept| kept.is_left_to_other()) {
            match kept.keeper {
                Keeper::OtherTab(Some(since)) if online && now - since >= PATIENCE => {
                    kept.keeper = Keeper::ThisTab;
                    taken = true;
                }
                Keeper::OtherTab(Some(_)) if online => {}
                _ => kept.keeper = Keeper::OtherTab(online.then_some(now)),
            }
        }
        taken
    }

    /// Whether something may have to be taken over soon.
    pub(super) fn is_waiting_for_other(&self) -> bool {
        self.0.iter().any(Kept::is_left_to_other)
    }

    /// Own messages can come with events and pages before their ack, or without one.
    pub(super) fn confirm_all<'a>(&mut self, me: Option<&Me>, messages: impl IntoIterator<Item = &'a Message>) {
        let Some(me) = me else { return };
        for message in messages.into_iter().filter(|message| message.author.id == me.id) {
            self.confirm(message.client_id.as_str());
        }
    }

    /// The server refused it. What it said first stands: whoever could not enter a room is not in it either.
    pub(super) fn fail(&mut self, client_id: &str, refusal: Refusal) {
        if let Some(kept) = self.find_mut(client_id).filter(|kept| kept.pending.delivery == Delivery::Sending) {
            kept.pending.delivery = Delivery::Failed(refusal);
        }
    }

    /// Nothing can be written in that room any more.
    pub(super) fn fail_all(&mut self, room: &RoomId, refusal: Refusal) {
        for kept in self.0.iter_mut().filter(|kept| kept.pending.room_id == *room) {
            kept.pending.delivery = Delivery::Failed(refusal);
        }
    }

    pub(super) fn retry(&mut self, client_id: &str) {
        if let Some(kept) = self.find_mut(client_id) {
            kept.keeper = Keeper::ThisTab;
            kept.pending.delivery = Delivery::Sending;
        }
    }

    /// What this tab has to send (again), oldest first.
    pub(super) fn sending(&self) -> Vec<Pending> {
        self.0.iter().filter(|kept| kept.is_sent_here()).map(|kept| kept.pending.clone()).collect()
    }

    /// What a room's feed shows below its messages.
    pub fn in_room<'a>(&'a self, room: &RoomId) -> impl Iterator<Item = &'a Pending> {
        self.0.iter().map(|kept| &kept.pending).filter(move |pending| pending.room_id == *room)
    }

    /// What was refused, in whichever room.
    pub fn failed(&self) -> impl Iterator<Item = &Pending> {
        self.0.iter().map(|kept| &kept.pending).filter(|pending| pending.delivery != Delivery::Sending)
    }

    fn find(&self, client_id: &str) -> Option<&Kept> {
        self.0.iter().find(|kept| &*kept.pending.client_id == client_id)
    }

    fn find_mut(&mut self, client_id: &str) -> Option<&mut Kept> {
        self.0.iter_mut().find(|kept| &*kept.pending.client_id == client_id)
    }
}
