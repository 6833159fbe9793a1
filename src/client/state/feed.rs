//! The messages of a room that are in the page: one unbroken stretch of the timeline, kept true by rev.

use std::sync::Arc;

use crate::{
    domain::{Refusal, limits},
    protocol::{CatchUp, Message},
};

/// How many messages of a conversation a page draws, or up to a chunk more.
pub const DRAWN: usize = 300;

/// How many more a reader of the latest collects before the oldest are let go.
const SPARE: usize = 100;

/// The messages of a room that are in the page.
///
/// They are an unbroken stretch of the timeline that ends with its newest message. Only [`Feed::older`] makes it
/// longer at its beginning, so a message from before it (an edit of something that is not in the page) is passed over.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Feed {
    /// In the order of seq.
    pub messages: Vec<Arc<Message>>,
    pub rev: u64,
    /// There may be messages before the first one.
    pub has_older: bool,
    pub loading_older: bool,
    /// The seq at which the stretch begins. Not always that of the first message: the first line of an empty room
    /// can come after the second one, when that is the user's own.
    start: u64,
    /// What was passed over while older messages were asked for: their page may have been read before.
    passed_over: Vec<Arc<Message>>,
}

impl Feed {
    /// The latest page.
    pub(super) fn new(messages: Vec<Message>, rev: u64) -> Self {
        Self {
            has_older: messages.first().is_some_and(|message| message.seq > 1),
            start: messages.first().map_or(1, |message| message.seq),
            messages: messages.into_iter().map(Arc::new).collect(),
            rev,
            ..Self::default()
        }
    }

    /// Everything between the feed's rev and a newer one.
    pub(super) fn take_in(&mut self, messages: Vec<Message>, rev: u64) {
        for message in messages {
            self.put(Arc::new(message));
        }
        self.rev = self.rev.max(rev);
    }

    pub(super) fn catch_up(&mut self, catch_up: CatchUp) {
        self.take_in(catch_up.messages, catch_up.rev);
    }

    /// The answer to the user's own message. It does not raise the rev: what others wrote meanwhile may be on its way.
    pub(super) fn own(&mut self, message: Message) {
        self.put(Arc::new(message));
    }

    /// The reader has the latest in sight: what is far above can be asked for again.
    pub(super) fn let_go(&mut self) {
        let surplus = self.messages.len().saturating_sub(DRAWN);
        if surplus > SPARE && !self.loading_older {
            self.messages.drain(..surplus);
            self.start = self.messages[0].seq;
            self.has_older = true;
        }
    }

    /// Before which seq messages are to be loaded now: not while that is under way, nor when there are none.
    pub(super) fn ask_older(&mut self) -> Option<u64> {
        let first = self.messages.first()?.seq;
        let asks = self.has_older && !self.loading_older;
        self.loading_older |= asks;
        asks.then_some(first)
    }

    pub(super) fn older(&mut self, answer: Result<Vec<Message>, Refusal>) {
        let Ok(page) = answer else {
            self.loading_older = false;
            return;
        };
        // A page that was asked for before the feed started again elsewhere would leave a hole.
        let end = page.last().map_or(self.start, |message| message.seq + 1);
        if end < self.start {
            return;
        }
        self.loading_older = false;
        let passed_over = std::mem::take(&mut self.passed_over);
        self.has_older = page.len() >= limits::PAGE as usize && page.first().is_some_and(|first| first.seq > 1);
        self.start = page.first().map_or(self.start, |first| first.seq.min(self.start));
        let newer = std::mem::take(&mut self.messages);
        self.messages = page.into_iter().map(Arc::new).collect();
        for message in newer.into_iter().chain(passed_over) {
            self.put(message);
        }
    }

    /// Puts a message where its seq says; of two versions of one message the newer rev stays.
    fn put(&mut self, message: Arc<Message>) {
        if message.seq < self.start {
            if self.loading_older {
                self.passed_over.push(message);
            }
            return;
        }
        match self.messages.binary_search_by_key(&message.seq, |known| known.seq) {
            Ok(place) if self.messages[place].rev < message.rev => self.messages[place] = message,
            Ok(_) => {}
            Err(place) => self.messages.insert(place, message),
        }
    }
}
