//! The open room: how far it is, who is there, and its feed.

use super::{Editing, Feed, Need};
use crate::{
    domain::{Ending, GuestId, MessageId, Millis, Pin, Refusal, RoomId},
    protocol::{CatchUp, Joined, Member, Message, Room, event},
};

/// How long "is typing" is shown after the last sign of it.
const TYPING_SHOWN: Millis = 5_000;

/// How far the open room is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RoomStatus {
    /// Asked for, not answered yet: nothing to show but the name, if that is known.
    Opening,
    /// As the server rendered it, or as it was when the connection broke; events do not arrive yet.
    Rendered,
    /// Joined: every event arrives.
    Live,
    /// Not for this guest, or not now; the refusal says why.
    Shut(Refusal),
}

/// The open room.
#[derive(Clone, Debug, PartialEq)]
pub struct RoomView {
    pub id: RoomId,
    pub status: RoomStatus,
    /// Why it ended, when it has and that is known.
    pub ending: Option<Ending>,
    /// Whether the guest had been in the room when the server rendered the page.
    pub was_member: bool,
    /// `None` while opening a room that the list does not know, and when there is none.
    pub room: Option<Room>,
    pub feed: Feed,
    /// From which seq on messages are drawn for a reader who is away from the latest.
    pub top: Option<u64>,
    /// The own message whose text is being changed. It may be gone meanwhile: see [`edited`](Self::edited).
    pub editing: Option<Editing>,
    /// Messages beyond this seq were new when the reader came.
    pub read_to: Option<u64>,
    /// How far they had seen when they looked away from further up: that is where the line goes when something comes.
    pub(super) left_at: Option<u64>,
    /// The message that the next one answers.
    pub answering: Option<MessageId>,
    /// Sorted by nickname.
    pub members: Vec<Member>,
    /// What is pinned, the latest pin first.
    pub pins: Vec<Pin>,
    /// Who is typing, with the moment of the last sign of it.
    pub typing: Vec<(Member, Millis)>,
    /// A request that keeps the room true was refused for now; it is asked again at the next tick.
    stalled: bool,
    /// Events with messages that came before the answer to `joinRoom` or `sync`.
    early: Vec<event::Messages>,
    /// The same for events about people.
    early_presence: Vec<event::Presence>,
}

impl RoomView {
    /// The seq of the latest message, as far as the page knows.
    pub(super) fn last_seq(&self) -> u64 {
        self.feed.messages.last().map_or(0, |message| message.seq)
    }

    pub(super) fn rendered(
        room: Room,
        messages: Vec<Message>,
        rev: u64,
        members: Vec<Member>,
        was_member: bool,
    ) -> Self {
        let mut view = Self::opening(room.id.clone(), Some(room));
        view.status = RoomStatus::Rendered;
        view.feed = Feed::new(messages, rev);
        view.members = members;
        view.was_member = was_member;
        view
    }

    pub(super) fn opening(id: RoomId, room: Option<Room>) -> Self {
        Self {
            id,
            status: RoomStatus::Opening,
            ending: None,
            was_member: false,
            room,
            feed: Feed::default(),
            top: None,
            editing: None,
            read_to: None,
            left_at: None,
            answering: None,
            members: Vec::new(),
            pins: Vec::new(),
            typing: Vec::new(),
            stalled: false,
            early: Vec::new(),
            early_presence: Vec::new(),
        }
    }

    pub(super) fn shut(id: RoomId, room: Option<Room>, refusal: Refusal) -> Self {
        Self { status: RoomStatus::Shut(refusal), ..Self::opening(id, room) }
    }

    pub fn is_shut(&self) -> bool {
        matches!(self.status, RoomStatus::Shut(_))
    }

    /// Comes (back) into the room on a connection of which the server knows nothing yet.
    pub(super) fn join(&mut self) -> Option<Need> {
        self.stalled = false;
        // What the last connection left unanswered, the answer to this question brings.
        self.early.clear();
        self.early_presence.clear();
        let rev = match self.status {
            RoomStatus::Shut(_) => return None,
            RoomStatus::Opening => None,
            RoomStatus::Rendered | RoomStatus::Live => {
                self.status = RoomStatus::Rendered;
                Some(self.feed.rev)
            }
        };
        Some(Need::Join { room: self.id.clone(), rev })
    }

    pub(super) fn refused(&mut self, refusal: Refusal) {
        match refusal {
            Refusal::RoomNotFound
            | Refusal::RoomClosed
            | Refusal::RoomFull
            | Refusal::PasswordRequired
            | Refusal::Kicked => {
                // What was being written is kept, with what it answers.
                let answering = self.answering;
                *self = Self { answering, ..Self::shut(self.id.clone(), self.room.take(), refusal) };
            }
            _ => self.stalled = true,
        }
    }

    /// Asks again for what was refused for now.
    pub(super) fn retry(&mut self) -> Option<Need> {
        self.stalled.then(|| self.join()).flatten()
    }

    /// Whether time alone changes something here.
    pub(super) fn is_restless(&self) -> bool {
        self.stalled || !self.typing.is_empty()
    }

    pub(super) fn joined(&mut self, joined: Joined) -> Vec<Need> {
        self.status = RoomStatus::Live;
        self.stalled = false;
        self.room = Some(joined.room);
        self.members = joined.members;
        self.pins = joined.pins;
        self.typing.clear();
        // The list may have been read before these happened; telling them twice changes nothing.
        for presence in std::mem::take(&mut self.early_presence) {
            self.presence(presence);
        }
        if joined.catch_up.reset {
            self.feed = Feed::new(joined.catch_up.messages, joined.catch_up.rev);
        } else {
            self.feed.catch_up(joined.catch_up);
        }
        self.move_line();
        self.take_early()
    }

    pub(super) fn synced(&mut self, catch_up: CatchUp) -> Vec<Need> {
        // Otherwise it answers a question from before this view was opened or the connection broke.
        if self.status != RoomStatus::Live {
            return Vec::new();
        }
        if !catch_up.reset {
            self.feed.catch_up(catch_up);
        } else if catch_up.rev >= self.feed.rev {
            self.feed = Feed::new(catch_up.messages, catch_up.rev);
        }
        self.move_line();
        self.take_early()
    }

    /// Something may have come since the reader looked away.
    fn move_line(&mut self) {
        let last = self.last_seq();
        if let Some(left) = self.left_at.take_if(|left| *left < last) {
            self.read_to = Some(left);
        }
    }

    fn take_early(&mut self) -> Vec<Need> {
        // One missing stretch needs one question, however many events waited behind it.
        let mut needs = Vec::new();
        for event in std::mem::take(&mut self.early) {
            needs.extend(self.messages(event));
        }
        needs
    }

    pub(super) fn messages(&mut self, event: event::Messages) -> Vec<Need> {
        self.typing.retain(|(member, _)| event.messages.iter().all(|message| message.author.id != member.id));
        if self.status != RoomStatus::Live {
            self.early.push(event);
        } else if event.from_rev > self.feed.rev {
            let asked_already = !self.early.is_empty();
            // Kept: the answer may have been read before this event was stored.
            self.early.push(event);
            if !asked_already {
                return vec![Need::Sync { room: self.id.clone(), rev: self.feed.rev }];
            }
        } else if event.to_rev > self.feed.rev {
            self.feed.take_in(event.messages, event.to_rev);
            self.move_line();
        }
        Vec::new()
    }

    /// The answer to the user's own message or change, which can come before its event.
    pub(super) fn own(&mut self, message: Message) {
        if self.status == RoomStatus::Live {
            self.feed.own(message);
        }
    }

    pub(super) fn presence(&mut self, presence: event::Presence) {
        if self.status != RoomStatus::Live {
            self.early_presence.push(presence);
            return;
        }
        if let Some(room) = &mut self.room {
            room.members = presence.count;
        }
        if let Some(members) = presence.members {
            self.members = members;
        } else {
            let changed =
                |id: &GuestId| presence.left.contains(id) || presence.joined.iter().any(|member| member.id == *id);
            self.members.retain(|member| !changed(&member.id));
            for member in presence.joined {
                let rank = |member: &Member| (member.nickname.clone(), member.id.clone());
                let place = self.members.partition_point(|known| rank(known) < rank(&member));
                self.members.insert(place, member);
            }
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
