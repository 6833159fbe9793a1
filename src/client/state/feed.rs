//! The open room: its messages, kept whole by rev, and who is there.

use std::sync::Arc;

use super::Need;
use crate::{
    domain::{GuestId, Millis, Refusal, RoomId, limits},
    protocol::{CatchUp, Joined, Member, Message, Room, event},
};

/// How long "is typing" is shown after the last sign of it.
const TYPING_SHOWN: Millis = 5_000;

/// How far the open room is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RoomStatus {
    /// Asked for, not answered yet: nothing to show but the name, if that is known.
    Opening,
    /// As the server rendered it; events do not arrive yet.
    Rendered,
    /// Joined: every event arrives.
    Live,
    /// No such room, or none for this guest.
    Missing,
}

/// The open room.
#[derive(Clone, Debug, PartialEq)]
pub struct RoomView {
    pub id: RoomId,
    pub status: RoomStatus,
    /// `None` while opening a room that the list does not know, and when it is missing.
    pub room: Option<Room>,
    pub feed: Feed,
    /// Sorted by nickname.
    pub members: Vec<Member>,
    /// Who is typing, with the moment of the last sign of it.
    pub typing: Vec<(Member, Millis)>,
    /// Events that came before the answer to `joinRoom`.
    early: Vec<event::Messages>,
}

/// The messages of a room that are in the page.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Feed {
    /// In the order of seq.
    pub messages: Vec<Arc<Message>>,
    pub rev: u64,
    /// There may be messages before the first one.
    pub has_older: bool,
    pub loading_older: bool,
}

impl RoomView {
    pub(super) fn rendered(room: Room, messages: Vec<Message>, rev: u64, members: Vec<Member>) -> Self {
        let mut view = Self::opening(room.id.clone(), Some(room));
        view.status = RoomStatus::Rendered;
        view.feed.reset(messages, rev);
        view.members = members;
        view
    }

    pub(super) fn opening(id: RoomId, room: Option<Room>) -> Self {
        Self {
            id,
            status: RoomStatus::Opening,
            room,
            feed: Feed::default(),
            members: Vec::new(),
            typing: Vec::new(),
            early: Vec::new(),
        }
    }

    pub(super) fn missing(id: RoomId) -> Self {
        Self { status: RoomStatus::Missing, ..Self::opening(id, None) }
    }

    /// The revision to resume from, when there is one.
    pub(super) fn known_rev(&self) -> Option<u64> {
        (self.status != RoomStatus::Opening).then_some(self.feed.rev)
    }

    pub(super) fn refused(&mut self, refusal: Refusal) {
        if refusal == Refusal::RoomNotFound {
            *self = Self::missing(self.id.clone());
        }
    }

    pub(super) fn joined(&mut self, joined: Joined) -> Vec<Need> {
        self.status = RoomStatus::Live;
        self.room = Some(joined.room);
        self.members = joined.members;
        self.typing.clear();
        self.caught_up(joined.catch_up)
    }

    pub(super) fn caught_up(&mut self, catch_up: CatchUp) -> Vec<Need> {
        if catch_up.reset {
            self.feed.reset(catch_up.messages, catch_up.rev);
        } else {
            self.feed.merge(catch_up.messages);
            self.feed.rev = self.feed.rev.max(catch_up.rev);
        }
        // One missing stretch needs one question, however many events waited behind it.
        let mut needs = Vec::new();
        for event in std::mem::take(&mut self.early) {
            if needs.is_empty() {
                needs = self.messages(event);
            } else {
                self.early.push(event);
            }
        }
        needs
    }

    pub(super) fn messages(&mut self, event: event::Messages) -> Vec<Need> {
        for message in &event.messages {
            self.typing.retain(|(member, _)| member.id != message.author.id);
        }
        if self.status != RoomStatus::Live {
            self.early.push(event);
            return Vec::new();
        }
        if event.to_rev <= self.feed.rev {
            return Vec::new();
        }
        if event.from_rev > self.feed.rev {
            let rev = self.feed.rev;
            // Kept: the answer may have been read before this event was stored.
            let asked_already = !self.early.is_empty();
            self.early.push(event);
            return if asked_already { Vec::new() } else { vec![Need::Sync { room: self.id.clone(), rev }] };
        }
        self.feed.merge(event.messages);
        self.feed.rev = event.to_rev;
        Vec::new()
    }

    pub(super) fn presence(&mut self, presence: event::Presence) {
        if let Some(room) = &mut self.room {
            room.members = presence.count;
        }
        if let Some(members) = presence.members {
            self.members = members;
        } else {
            let changed =
                |id: &GuestId| presence.left.contains(id) || presence.joined.iter().any(|member| member.id == *id);
            self.members.retain(|member| !changed(&member.id));
            self.members.extend(presence.joined);
            self.members.sort_by(|a, b| a.nickname.cmp(&b.nickname).then_with(|| a.id.cmp(&b.id)));
        }
        self.typing.retain(|(member, _)| !presence.left.contains(&member.id));
    }

    pub(super) fn typing(&mut self, member: Member, now: Millis) {
        self.typing.retain(|(known, _)| known.id != member.id);
        self.typing.push((member, now));
    }

    pub(super) fn forget_typing(&mut self, now: Millis) {
        self.typing.retain(|(_, at)| now - at < TYPING_SHOWN);
    }
}

impl Feed {
    fn reset(&mut self, messages: Vec<Message>, rev: u64) {
        self.has_older = messages.first().is_some_and(|message| message.seq > 1);
        self.messages = messages.into_iter().map(Arc::new).collect();
        self.rev = rev;
        self.loading_older = false;
    }

    /// The answer to the user's own message. It does not raise the rev: what others wrote meanwhile may be on its way.
    pub(super) fn own(&mut self, message: Message) {
        if message.rev > self.rev {
            self.merge(vec![message]);
        }
    }

    pub(super) fn older(&mut self, answer: Result<Vec<Message>, Refusal>) {
        self.loading_older = false;
        if let Ok(messages) = answer {
            self.has_older = messages.len() == limits::PAGE as usize && messages.first().is_some_and(|m| m.seq > 1);
            self.merge(messages);
        }
    }

    /// Puts messages where their seq says; of two versions of one message the newer rev stays.
    fn merge(&mut self, messages: Vec<Message>) {
        for message in messages {
            match self.messages.binary_search_by_key(&message.seq, |known| known.seq) {
                Ok(place) if self.messages[place].rev < message.rev => self.messages[place] = Arc::new(message),
                Ok(_) => {}
                Err(place) => self.messages.insert(place, Arc::new(message)),
            }
        }
    }
}
