//! What somebody is to be told, and when. Pure: time and who looks come in, and what is to be done comes out.

use std::collections::{HashMap, HashSet, hash_map::Entry};

use crate::{
    chat::Sight,
    domain::{GuestId, Mark, Message, Millis, Quote, RoomId},
};

/// A page that is out of sight for so long is not looked at any more: the device in the pocket may be.
const LOOKED_AWAY: Millis = 60_000;

/// What somebody who looks has left unread for so long, they know of: it stands in the list of rooms. Until then, the page
/// that looks may turn out to be that of a laptop which was closed, and has no connection any more.
const SEEN_BY_THEN: Millis = 60_000;

/// Between two pushes for one room to one guest.
const PAUSE: Millis = 20_000;

/// Messages of which somebody was not told yet, by guest and room: of each room the latest, and how many there are.
#[derive(Debug, Default)]
pub struct Waiting {
    news: HashMap<(GuestId, RoomId), News>,
    pushed_at: HashMap<(GuestId, RoomId), Millis>,
}

#[derive(Debug)]
struct News {
    latest: Quote,
    count: u32,
    /// When the latest came.
    at: Millis,
    /// Whether their pages were told of it.
    is_rung: bool,
    /// Whether a page of theirs was in sight at the time.
    was_seen: bool,
}

/// Somebody is to be told of a room.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Call {
    pub guest: GuestId,
    pub room: RoomId,
    pub latest: Quote,
    pub count: u32,
    pub way: Way,
}

/// How.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// On the pages that they have.
    Pages,
    /// In their browsers, whether there is a page or not.
    Push,
}

impl Waiting {
    pub fn is_empty(&self) -> bool {
        self.news.is_empty()
    }

    /// A message came that concerns a guest.
    pub fn add(&mut self, guest: &GuestId, message: &Message, now: Millis) {
        let latest = Quote::of(message);
        match self.news.entry((guest.clone(), message.room_id.clone())) {
            Entry::Occupied(mut known) => {
                let known = known.get_mut();
                *known = News { latest, count: known.count + 1, at: now, is_rung: false, was_seen: false };
            }
            Entry::Vacant(place) => {
                place.insert(News { latest, count: 1, at: now, is_rung: false, was_seen: false });
            }
        }
    }

    /// A guest has read so far, on whatever page.
    pub fn read(&mut self, guest: &GuestId, mark: &Mark) {
        let key = (guest.clone(), mark.room_id.clone());
        if self.news.get(&key).is_some_and(|news| news.latest.seq <= mark.seq) {
            self.news.remove(&key);
        }
    }

    /// There is nothing to be told of a room any more.
    pub fn forget_room(&mut self, room: &RoomId) {
        self.news.retain(|(_, of), _| of != room);
    }

    /// Who is waited for.
    pub fn guests(&self) -> HashSet<&GuestId> {
        self.news.keys().map(|(guest, _)| guest).collect()
    }

    /// Who is to be told now, of those who see this.
    pub fn due(&mut self, now: Millis, sights: &HashMap<GuestId, Sight>) -> Vec<Call> {
        self.pushed_at.retain(|_, at| now - *at < PAUSE);
        let (mut calls, pushed_at) = (Vec::new(), &mut self.pushed_at);
        self.news.retain(|key, news| {
            let (guest, room) = key.clone();
            let mut call = |news: &News, way| {
                let (guest, room, latest) = (guest.clone(), room.clone(), news.latest.clone());
                calls.push(Call { guest, room, latest, count: news.count, way });
            };
            let is_gone = match sights.get(&guest).copied().unwrap_or(Sight::Gone) {
                Sight::Looking => {
                    news.was_seen = true;
                    return now - news.at < SEEN_BY_THEN;
                }
                // They saw that it came before they looked away.
                Sight::Elsewhere { .. } if news.was_seen => return false,
                Sight::Elsewhere { since } => {
                    if !std::mem::replace(&mut news.is_rung, true) {
                        call(news, Way::Pages);
                    }
                    now - since >= LOOKED_AWAY
                }
                Sight::Gone => true,
            };
            if !is_gone || pushed_at.contains_key(key) {
                return true;
            }
            call(news, Way::Push);
            pushed_at.insert(key.clone(), now);
            false
        });
        calls
    }
}

#[cfg(test)]
mod tests;
