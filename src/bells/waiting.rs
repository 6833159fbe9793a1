//! What somebody is to be told, and when. Pure: time and who looks come in, and what is to be done comes out.

use std::collections::{HashMap, HashSet};

use crate::{
    chat::{Sight, ports::TokenHash},
    domain::{GuestId, Mark, Message, Millis, RoomId},
};

/// A page that is out of sight for so long is not looked at any more: the device in the pocket may be.
const LOOKED_AWAY: Millis = 60_000;

/// What somebody who looks has left unread for so long, they know of: it stands in the list of rooms. Until then, the page
/// that looks may turn out to be that of a laptop which was closed, and has no connection any more.
const SEEN_BY_THEN: Millis = 60_000;

/// Between two pushes for one room to one guest.
const PAUSE: Millis = 20_000;

/// A page that was told of something and still has its connection after so long was there to show it: one that the
/// device had put to sleep would have been missed by then. More than the engine's ping with its timeout.
const PROVEN: Millis = 60_000;

/// Of how many messages of a room somebody is told together; the oldest are given up.
const TOGETHER: usize = 99;

/// Messages of which somebody was not told yet, by guest and room. Only which they are: what they say is read when they
/// are told, because it may be edited or deleted until then.
#[derive(Debug, Default)]
pub struct Waiting {
    news: HashMap<(GuestId, RoomId), News>,
    owed: HashMap<(GuestId, RoomId), Owed>,
    pushed_at: HashMap<(GuestId, RoomId), Millis>,
}

#[derive(Debug)]
struct News {
    /// In their order; never empty.
    seqs: Vec<u64>,
    /// When the latest came.
    at: Millis,
    /// The sessions whose pages were told of it, once they were.
    rung: Option<HashSet<TokenHash>>,
    /// Whether a page of theirs was in sight at the time.
    was_seen: bool,
}

/// What was not pushed to sessions with a page that was told of it: if they lose it soon, it cannot have shown that.
#[derive(Debug)]
struct Owed {
    seqs: Vec<u64>,
    pages: HashSet<TokenHash>,
    since: Millis,
}

/// Somebody is to be told of a room.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Call {
    pub guest: GuestId,
    pub room: RoomId,
    /// Of the messages, in their order; never empty.
    pub seqs: Vec<u64>,
    pub way: Way,
}

/// How.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Way {
    /// On the pages that they have.
    Pages,
    /// In their browsers.
    Push(To),
}

/// To the browsers of which sessions. A browser whose page was told shows that already, maybe in more words than a push
/// may have; and it would come again to who has dismissed it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum To {
    AllBut(HashSet<TokenHash>),
    Only(HashSet<TokenHash>),
}

impl To {
    pub fn takes_in(&self, session: &TokenHash) -> bool {
        match self {
            Self::AllBut(sessions) => !sessions.contains(session),
            Self::Only(sessions) => sessions.contains(session),
        }
    }
}

impl Waiting {
    pub fn is_empty(&self) -> bool {
        self.news.is_empty() && self.owed.is_empty()
    }

    /// A message came that concerns a guest.
    pub fn add(&mut self, guest: &GuestId, message: &Message, now: Millis) {
        let key = (guest.clone(), message.room_id.clone());
        // What was owed is told with this.
        self.owed.remove(&key);
        let known = self.news.remove(&key);
        let mut seqs = known.map(|news| news.seqs).unwrap_or_default();
        seqs.push(message.seq);
        seqs.drain(..seqs.len().saturating_sub(TOGETHER));
        self.news.insert(key, News { seqs, at: now, rung: None, was_seen: false });
    }

    /// A message of a room is not for a guest any more.
    pub fn withdraw(&mut self, guest: &GuestId, room: &RoomId, seq: u64) {
        self.keep(guest, room, |waiting| waiting != seq);
    }

    /// A guest has read so far, on whatever page.
    pub fn read(&mut self, guest: &GuestId, mark: &Mark) {
        self.keep(guest, &mark.room_id, |seq| seq > mark.seq);
    }

    /// There is nothing to be told any more to these guests of these rooms.
    pub fn forget(&mut self, which: impl Fn(&GuestId, &RoomId) -> bool) {
        self.news.retain(|(guest, room), _| !which(guest, room));
        self.owed.retain(|(guest, room), _| !which(guest, room));
    }

    fn keep(&mut self, guest: &GuestId, room: &RoomId, which: impl Fn(u64) -> bool) {
        let key = (guest.clone(), room.clone());
        let is_empty = |seqs: &mut Vec<u64>| {
            seqs.retain(|seq| which(*seq));
            seqs.is_empty()
        };
        if self.news.get_mut(&key).is_some_and(|news| is_empty(&mut news.seqs)) {
            self.news.remove(&key);
        }
        if self.owed.get_mut(&key).is_some_and(|owed| is_empty(&mut owed.seqs)) {
            self.owed.remove(&key);
        }
    }

    /// Who is waited for.
    pub fn guests(&self) -> HashSet<&GuestId> {
        self.news.keys().chain(self.owed.keys()).map(|(guest, _)| guest).collect()
    }

    /// Who is to be told now, of those who see this.
    pub fn due(&mut self, now: Millis, sights: &HashMap<GuestId, Sight>) -> Vec<Call> {
        let mut calls = self.lost(now, sights);
        self.pushed_at.retain(|_, at| now - *at < PAUSE);
        let (owed, pushed_at) = (&mut self.owed, &mut self.pushed_at);
        self.news.retain(|key, news| {
            let mut call = |news: &News, way| {
                let (guest, room) = key.clone();
                calls.push(Call { guest, room, seqs: news.seqs.clone(), way });
            };
            let shown = match sights.get(&key.0) {
                Some(Sight::Looking) => {
                    news.was_seen = true;
                    return now - news.at < SEEN_BY_THEN;
                }
                // They saw that it came before they looked away.
                Some(Sight::Elsewhere { .. }) if news.was_seen => return false,
                Some(Sight::Elsewhere { since, pages }) => {
                    if news.rung.is_none() {
                        call(news, Way::Pages);
                    }
                    let rung = news.rung.get_or_insert_with(|| pages.clone());
                    if now - since < LOOKED_AWAY {
                        return true;
                    }
                    &*rung & pages
                }
                Some(Sight::Gone) | None => HashSet::new(),
            };
            if pushed_at.contains_key(key) {
                return true;
            }
            call(news, Way::Push(To::AllBut(shown.clone())));
            pushed_at.insert(key.clone(), now);
            if !shown.is_empty() {
                let seqs = std::mem::take(&mut news.seqs);
                owed.insert(key.clone(), Owed { seqs, pages: shown, since: now });
            }
            false
        });
        calls
    }

    /// Who lost the page that was to show them something.
    fn lost(&mut self, now: Millis, sights: &HashMap<GuestId, Sight>) -> Vec<Call> {
        let (mut calls, none) = (Vec::new(), HashSet::new());
        self.owed.retain(|(guest, room), owed| {
            let pages = match sights.get(guest) {
                Some(Sight::Looking) => return false,
                Some(Sight::Elsewhere { pages, .. }) => pages,
                Some(Sight::Gone) | None => &none,
            };
            let lost: HashSet<_> = owed.pages.extract_if(|session| !pages.contains(session)).collect();
            if !lost.is_empty() {
                let (guest, room, seqs) = (guest.clone(), room.clone(), owed.seqs.clone());
                calls.push(Call { guest, room, seqs, way: Way::Push(To::Only(lost)) });
            }
            !owed.pages.is_empty() && now - owed.since < PROVEN
        });
        calls
    }
}

#[cfg(test)]
mod tests;
