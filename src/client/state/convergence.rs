//! Whatever legal order answers and events come in, and wherever the connection breaks, the page ends with what a
//! fresh page would show.
//!
//! The model is one server with one room, and one connection at a time: the server handles requests in order, reads
//! and answers at different moments, and publishes what it wrote some time after it wrote it.

use std::collections::VecDeque;

use proptest::prelude::*;

use super::{
    tests::{me, message, room, snapshot},
    *,
};
use crate::{
    domain::{Author, ClientId},
    protocol::{CatchUp, Message, event, snapshot::Page},
};

/// Sizes that make small histories go through every path.
const LATEST: usize = 4;
const CATCH_UP: usize = 6;

#[derive(Clone, Debug)]
enum Step {
    /// The server stores a batch: new messages, and changes of old ones, counted from the newest.
    Write {
        new: u64,
        changes: Vec<usize>,
    },
    Publish,
    Handle,
    /// As `Handle`, but the server refuses for now.
    Refuse,
    Reply,
    Deliver,
    Break,
    Connect,
    Say,
    /// The user changes a message, counted from the newest that is shown.
    Revise(usize),
    LoadOlder,
    GoOut,
    ComeBack,
    Tick,
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    // Mostly the newest, so that a message changes again while an answer that tells of it is under way.
    let changed = prop_oneof![0..4_usize, 0..90_usize];
    let write =
        (0..3_u64, prop::collection::vec(changed, 0..3)).prop_map(|(new, changes)| Step::Write { new, changes });
    prop::collection::vec(
        prop_oneof![
            4 => write,
            4 => Just(Step::Publish),
            5 => Just(Step::Handle),
            1 => Just(Step::Refuse),
            5 => Just(Step::Reply),
            9 => Just(Step::Deliver),
            1 => Just(Step::Break),
            2 => Just(Step::Connect),
            2 => Just(Step::Say),
            2 => (0..4_usize).prop_map(Step::Revise),
            2 => Just(Step::LoadOlder),
            1 => Just(Step::GoOut),
            2 => Just(Step::ComeBack),
            1 => Just(Step::Tick),
        ],
        0..120,
    )
}

struct World {
    // The server.
    stored: Vec<Message>,
    rev: u64,
    unpublished: VecDeque<event::Messages>,
    // The connection.
    open: bool,
    subscribed: bool,
    requests: VecDeque<Asked>,
    /// Read, but not written to the connection yet.
    answer: Option<Input>,
    to_page: VecDeque<Input>,
    // The page.
    page: ChatState,
    said: u64,
    now: Millis,
}

enum Asked {
    Need(Need),
    Revision { seq: u64 },
}

impl Asked {
    /// The answer that says no, where there is one.
    fn refused(self, refusal: Refusal) -> Option<Input> {
        let id = RoomId::new("r");
        match self {
            Self::Need(Need::Join { .. }) => Some(Input::Joined(id, Err(refusal))),
            Self::Need(
                Need::Leave { .. } | Need::Reload | Need::Load(_) | Need::Edit(_) | Need::Read(_) | Need::Ticks,
            ) => None,
            Self::Need(Need::Sync { .. }) => Some(Input::Synced(id, Err(refusal))),
            Self::Need(Need::Send(pending)) => Some(Input::Sent(pending.client_id, Err(refusal))),
            Self::Need(Need::Older { .. }) => Some(Input::Older(id, Err(refusal))),
            Self::Revision { .. } => Some(Input::Changed(Err(refusal))),
        }
    }
}

impl World {
    /// A page that the server rendered when the room had `messages` lines.
    fn new(messages: u64) -> Self {
        let mut world = Self {
            stored: Vec::new(),
            rev: 0,
            unpublished: VecDeque::new(),
            open: false,
            subscribed: false,
            requests: VecDeque::new(),
            answer: None,
            to_page: VecDeque::new(),
            page: snapshot(Page::Lobby),
            said: 0,
            now: 0,
        };
        world.write(messages, &[]);
        world.unpublished.clear();
        let CatchUp { messages, rev, .. } = world.latest();
        world.page =
            snapshot(Page::Room { room: room("r"), messages, rev, members: vec![], pins: vec![], is_member: true });
        world
    }

    fn write(&mut self, new: u64, changes: &[usize]) {
        let from_rev = self.rev;
        for back in changes {
            if let Some(place) = self.stored.len().checked_sub(back + 1) {
                self.revise(place);
            }
        }
        for _ in 0..new {
            self.store(message("r", 0));
        }
        self.publish_since(from_rev);
    }

    fn store(&mut self, message: Message) -> Message {
        self.rev += 1;
        let seq = self.stored.len() as u64 + 1;
        let message = Message { seq, id: seq as i64, rev: self.rev, ..message };
        self.stored.push(message.clone());
        message
    }

    /// Changes a message: every third time it is deleted, and stays so.
    fn revise(&mut self, place: usize) -> Message {
        let message = &mut self.stored[place];
        if message.deleted_at.is_none() {
            self.rev += 1;
            message.rev = self.rev;
            if self.rev.is_multiple_of(3) {
                (message.content, message.deleted_at) = ("".into(), Some(1));
            } else {
                (message.content, message.edited_at) = (format!("as of {}", self.rev).into(), Some(1));
            }
        }
        message.clone()
    }

    fn publish_since(&mut self, from_rev: u64) {
        if self.rev > from_rev {
            let (room_id, to_rev, messages) = (RoomId::new("r"), self.rev, self.since(from_rev));
            self.unpublished.push_back(event::Messages { room_id, from_rev, to_rev, messages });
        }
    }

    fn since(&self, rev: u64) -> Vec<Message> {
        let mut newer: Vec<_> = self.stored.iter().filter(|message| message.rev > rev).cloned().collect();
        newer.sort_by_key(|message| message.rev);
        newer
    }

    fn latest(&self) -> CatchUp {
        let messages = self.stored[self.stored.len().saturating_sub(LATEST)..].to_vec();
        CatchUp { messages, rev: self.rev, reset: true }
    }

    fn catch_up(&self, rev: u64) -> CatchUp {
        let messages = self.since(rev);
        if messages.len() > CATCH_UP { self.latest() } else { CatchUp { messages, rev: self.rev, reset: false } }
    }

    /// What the server answers, read now.
    fn handle(&mut self, asked: Asked) -> Option<Input> {
        let id = RoomId::new("r");
        match asked {
            Asked::Need(Need::Join { rev, .. }) => {
                self.subscribed = true;
                let catch_up = rev.map_or_else(|| self.latest(), |rev| self.catch_up(rev));
                Some(Input::Joined(id, Ok(Joined { room: room("r"), catch_up, members: vec![], pins: vec![] })))
            }
            Asked::Need(Need::Reload | Need::Load(_) | Need::Edit(_) | Need::Read(_) | Need::Ticks) => None,
            Asked::Need(Need::Leave { .. }) => {
                self.subscribed = false;
                None
            }
            asked if !self.subscribed => asked.refused(Refusal::NotInRoom),
            Asked::Need(Need::Sync { rev, .. }) => Some(Input::Synced(id, Ok(self.catch_up(rev)))),
            Asked::Need(Need::Send(pending)) => Some(Input::Sent(pending.client_id.clone(), Ok(self.say(&pending)))),
            Asked::Need(Need::Older { before, .. }) => {
                let end = before as usize - 1;
                let start = end.saturating_sub(limits::PAGE as usize);
                Some(Input::Older(id, Ok(self.stored[start..end].to_vec())))
            }
            Asked::Revision { seq } => {
                let before = self.rev;
                let revised = self.revise(seq as usize - 1);
                self.publish_since(before);
                Some(Input::Changed(Ok(revised)))
            }
        }
    }

    /// Stores a message once, however often it is sent.
    fn say(&mut self, pending: &Pending) -> Message {
        let known = self.stored.iter().find(|message| message.client_id.as_str() == &*pending.client_id);
        if let Some(known) = known {
            return known.clone();
        }
        let author = Author::person(me().id, me().nickname);
        let client_id = ClientId::new(pending.client_id.clone());
        let stored = self.store(Message { author, client_id, ..message("r", 0) });
        self.publish_since(self.rev - 1);
        stored
    }

    fn give(&mut self, input: Input) {
        let needs = self.page.apply(input);
        self.requests.extend(needs.into_iter().map(Asked::Need));
        assert!(self.feed().is_none_or(|feed| feed.messages.is_sorted_by(|a, b| a.seq < b.seq)));
    }

    fn feed(&self) -> Option<&Feed> {
        self.page.room.as_ref().map(|view| &view.feed)
    }

    fn take(&mut self, step: Step) {
        match step {
            Step::Write { new, changes } => self.write(new, &changes),
            Step::Publish => {
                if let Some(event) = self.unpublished.pop_front()
                    && self.subscribed
                {
                    self.to_page.push_back(Input::Event(Event::Messages(event)));
                }
            }
            Step::Handle | Step::Refuse => {
                if self.answer.is_none()
                    && let Some(asked) = self.requests.pop_front()
                {
                    let refuses = matches!(step, Step::Refuse);
                    self.answer = if refuses { asked.refused(Refusal::Busy) } else { self.handle(asked) };
                }
            }
            Step::Reply => self.to_page.extend(self.answer.take()),
            Step::Deliver => {
                if let Some(input) = self.to_page.pop_front() {
                    self.give(input);
                }
            }
            Step::Break if self.open => self.hang_up(),
            Step::Connect if !self.open => {
                self.open = true;
                let welcome = event::Welcome {
                    me: me(),
                    rooms: vec![room("r")],
                    notices: vec![],
                    read: vec![],
                    mentions: vec![],
                    now: self.now,
                };
                self.to_page.push_back(Input::Event(Event::Welcome(welcome)));
            }
            Step::Say if self.page.room.is_some() => {
                self.said += 1;
                self.give(Input::Written(Pending {
                    room_id: RoomId::new("r"),
                    room_name: "".into(),
                    client_id: format!("mine-{}", self.said).into(),
                    content: "안녕하세요".into(),
                    pictures: Vec::new(),
                    reply_to: None,
                    written_at: 0,
                    delivery: Delivery::Sending,
                }));
            }
            Step::Revise(back) => {
                let shown = self.feed().and_then(|feed| feed.messages.iter().rev().nth(back));
                let asked = shown.map(|message| Asked::Revision { seq: message.seq });
                self.requests.extend(asked.filter(|_| self.open));
            }
            Step::LoadOlder => self.give(Input::OlderAsked),
            Step::GoOut => self.give(Input::Went(Route::Lobby)),
            Step::ComeBack => self.give(Input::Went(Route::Room(RoomId::new("r")))),
            Step::Tick => {
                self.now += 1_000;
                self.give(Input::Tick(self.now));
            }
            Step::Break | Step::Connect | Step::Say => {}
        }
    }

    /// As the wire does: first the news, then an answer to everything that was asked.
    fn hang_up(&mut self) {
        (self.open, self.subscribed) = (false, false);
        let on_its_way: Vec<_> = self.to_page.drain(..).chain(self.answer.take()).collect();
        let asked: Vec<_> = self.requests.drain(..).filter_map(|asked| asked.refused(Refusal::Unavailable)).collect();
        self.give(Input::Connection(Connection::Offline));
        for answer in on_its_way {
            match answer {
                Input::Joined(room, _) => self.give(Input::Joined(room, Err(Refusal::Unavailable))),
                Input::Synced(room, _) => self.give(Input::Synced(room, Err(Refusal::Unavailable))),
                Input::Older(room, _) => self.give(Input::Older(room, Err(Refusal::Unavailable))),
                Input::Sent(client_id, _) => self.give(Input::Sent(client_id, Err(Refusal::Unavailable))),
                Input::Changed(_) => self.give(Input::Changed(Err(Refusal::Unavailable))),
                _ => {}
            }
        }
        asked.into_iter().for_each(|answer| self.give(answer));
    }

    /// Lets everything arrive that is under way.
    fn settle(&mut self) {
        for _ in 0..40 {
            for step in [Step::Connect, Step::Publish, Step::Handle, Step::Reply, Step::Deliver, Step::Tick] {
                for _ in 0..4 {
                    self.take(step.clone());
                }
            }
        }
        assert!(self.to_page.is_empty() && self.requests.is_empty() && self.unpublished.is_empty());
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_page_ends_with_what_a_fresh_one_shows(lines in 0..120_u64, steps in steps()) {
        let mut world = World::new(lines);
        for step in steps {
            world.take(step);
        }
        world.take(Step::ComeBack);
        world.settle();

        let view = world.page.room.as_ref().unwrap();
        prop_assert_eq!(view.status, RoomStatus::Live);
        let shown: Vec<_> = view.feed.messages.iter().map(|message| (**message).clone()).collect();
        let first = world.stored.len() - shown.len();
        prop_assert!(shown.len() >= LATEST.min(world.stored.len()));
        prop_assert_eq!(&shown, &world.stored[first..], "the newest version of each, without a hole");
        prop_assert_eq!(view.feed.rev, world.rev);
        prop_assert_eq!(view.feed.has_older, first > 0);
        prop_assert!(!view.feed.loading_older && !view.is_restless());

        // What the user wrote is stored, or shown as failed and stored when it is retried; and never twice.
        let unsent: Vec<_> = world.page.outbox.in_room(&view.id).cloned().collect();
        for pending in unsent {
            prop_assert_ne!(pending.delivery, Delivery::Sending);
            world.give(Input::Retry(pending.client_id));
        }
        world.settle();
        prop_assert_eq!(world.page.outbox.in_room(&RoomId::new("r")).count(), 0);
        let stored = world.stored.iter().filter(|message| message.author.id == me().id).count();
        prop_assert_eq!(stored, world.said as usize);
    }
}
