//! What a program keeps of a room: the table under "Recovery" in `docs/PROTOCOL.md`, row by row.

use std::collections::BTreeMap;

use sarangbang::domain::RoomId;
use serde::Deserialize;

use crate::faults::ledger::Line;

/// A program need not remember more than it wants to.
const REMEMBERED: usize = 300;

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Messages {
    pub room_id: RoomId,
    from_rev: u64,
    to_rev: u64,
    pub messages: Vec<Line>,
}

/// The ack of `joinRoom` or `sync`.
#[derive(Debug, Deserialize)]
pub struct Answer {
    pub messages: Vec<Line>,
    rev: u64,
    reset: bool,
}

#[derive(Debug, Default)]
pub struct Room {
    pub lines: BTreeMap<u64, Line>,
    /// 0 before the first answer.
    pub rev: u64,
    pub is_in: bool,
    is_syncing: bool,
    kept: Vec<Messages>,
}

impl Room {
    /// The connection broke, or the room was left.
    pub fn lost(&mut self) {
        self.is_in = false;
        self.is_syncing = false;
        self.kept.clear();
    }

    /// Takes an event; the revision from which to `sync` when something is missing.
    pub fn told(&mut self, event: Messages) -> Option<u64> {
        if !self.is_in || self.is_syncing {
            self.kept.push(event);
        } else if event.from_rev > self.rev {
            self.is_syncing = true;
            self.kept.push(event);
            return Some(self.rev);
        } else if event.to_rev > self.rev {
            event.messages.into_iter().for_each(|line| self.merge(line));
            self.rev = event.to_rev;
        }
        None
    }

    /// Takes an answer and then what was kept until it came.
    pub fn answered(&mut self, answer: Answer) -> Option<u64> {
        if answer.reset {
            self.lines.clear();
        }
        answer.messages.into_iter().for_each(|line| self.merge(line));
        self.rev = answer.rev;
        self.is_in = true;
        self.is_syncing = false;
        std::mem::take(&mut self.kept).into_iter().fold(None, |missing, event| missing.or(self.told(event)))
    }

    /// The higher rev wins; an edit of a message from before the ones it has is passed over.
    pub fn merge(&mut self, line: Line) {
        let first = self.lines.keys().next().copied().unwrap_or(line.seq);
        let is_newer = self.lines.get(&line.seq).is_none_or(|known| known.rev < line.rev);
        if line.seq >= first && is_newer {
            self.lines.insert(line.seq, line);
        }
        while self.lines.len() > REMEMBERED {
            self.lines.pop_first();
        }
    }
}
