//! What waits for a browser to which something is on its way, and which browsers refuse what comes.

use std::{
    collections::{HashMap, VecDeque},
    sync::Arc,
};

use crate::domain::{GuestId, RoomId};

/// Rooms of which something may wait for one browser; the oldest is given up.
const ROOMS: usize = 16;

/// Of how many messages of a room is told together.
const TOGETHER: usize = 99;

/// As often may a push service refuse what comes for a browser, without taking something in between.
const REFUSALS: u32 = 3;

/// Browsers whose refusals are counted. Beyond that all are counted anew, which costs some pushes in vain.
const COUNTED: usize = 4_096;

/// Messages of a room that a guest is to be told of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct News {
    pub guest: GuestId,
    pub room: RoomId,
    /// In their order; never empty.
    pub seqs: Vec<u64>,
}

/// By the addresses of browsers.
#[derive(Default)]
pub struct Lanes {
    /// There while something is on its way.
    waiting: HashMap<Arc<str>, VecDeque<News>>,
    refusals: HashMap<Arc<str>, u32>,
}

impl Lanes {
    /// Lets news wait for what is on its way to a browser; gives them back when nothing is. What waits of the same room
    /// is told together.
    pub fn queue(&mut self, endpoint: &str, news: News) -> Option<News> {
        let Some(waiting) = self.waiting.get_mut(endpoint) else { return Some(news) };
        match waiting.iter_mut().find(|known| (&known.guest, &known.room) == (&news.guest, &news.room)) {
            Some(known) => {
                known.seqs.extend(news.seqs);
                known.seqs.drain(..known.seqs.len().saturating_sub(TOGETHER));
            }
            None => waiting.push_back(news),
        }
        waiting.drain(..waiting.len().saturating_sub(ROOMS));
        None
    }

    /// Something goes on its way to a browser.
    pub fn open(&mut self, endpoint: &Arc<str>) {
        self.waiting.insert(endpoint.clone(), VecDeque::new());
    }

    /// What goes there next, now that the last has arrived or not.
    pub fn next(&mut self, endpoint: &str) -> Option<News> {
        let next = self.waiting.get_mut(endpoint)?.pop_front();
        if next.is_none() {
            self.waiting.remove(endpoint);
        }
        next
    }

    /// The push service took something for this browser.
    pub fn taken(&mut self, endpoint: &str) {
        self.refusals.remove(endpoint);
    }

    /// It refused that; whether it was once too often.
    pub fn refused(&mut self, endpoint: &Arc<str>) -> bool {
        if self.refusals.len() >= COUNTED {
            self.refusals.clear();
        }
        let count = self.refusals.entry(endpoint.clone()).or_default();
        *count += 1;
        let is_over = *count >= REFUSALS;
        if is_over {
            self.refusals.remove(endpoint);
        }
        is_over
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn news(room: &str, seqs: impl IntoIterator<Item = u64>) -> News {
        News { guest: GuestId::new("y"), room: RoomId::new(room), seqs: seqs.into_iter().collect() }
    }

    #[test]
    fn what_comes_for_a_browser_that_is_busy_waits_room_by_room() {
        let mut lanes = Lanes::default();
        assert_eq!(lanes.queue("phone", news("r", [1])), Some(news("r", [1])), "nothing is on its way");
        lanes.open(&"phone".into());
        for (room, seq) in [("s", 1), ("r", 2), ("s", 2)] {
            assert_eq!(lanes.queue("phone", news(room, [seq])), None);
        }
        assert_eq!(lanes.queue("laptop", news("r", [1])), Some(news("r", [1])), "another browser does not wait");
        assert_eq!(lanes.next("phone"), Some(news("s", [1, 2])));
        assert_eq!(lanes.next("phone"), Some(news("r", [2])));
        assert_eq!(lanes.next("phone"), None);
        assert!(lanes.queue("phone", news("r", [3])).is_some(), "and is free again");
    }

    #[test]
    fn for_a_browser_that_is_busy_for_long_the_oldest_is_given_up() {
        let mut lanes = Lanes::default();
        lanes.open(&"phone".into());
        for room in 0..=ROOMS {
            lanes.queue("phone", news(&room.to_string(), 1..=300));
        }
        lanes.queue("phone", news("1", [301]));
        assert_eq!(lanes.next("phone"), Some(news("1", 203..=301)));
    }

    #[test]
    fn a_browser_is_given_up_that_refuses_again_and_again() {
        let mut lanes = Lanes::default();
        let phone = "phone".into();
        assert_eq!([(); 2].map(|()| lanes.refused(&phone)), [false; 2]);
        lanes.taken(&phone);
        assert_eq!([(); 3].map(|()| lanes.refused(&phone)), [false, false, true]);
        assert!(lanes.refusals.is_empty());
    }

    #[test]
    fn refusals_of_very_many_browsers_are_not_all_remembered() {
        let mut lanes = Lanes::default();
        for browser in 0..COUNTED {
            assert!(!lanes.refused(&browser.to_string().into()));
        }
        assert!(!lanes.refused(&"one more".into()));
        assert_eq!(lanes.refusals.len(), 1);
    }
}
