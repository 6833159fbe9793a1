//! What a form leads to and a page shows once: secrets that it asked for, and that it was granted. The answer to a form is
//! a redirect; nothing secret may stand in an address, and what does is shown again with every reload. So the house keeps
//! it for a moment and gives it with the page that the redirect leads to.

use std::{collections::VecDeque, sync::Mutex};

use super::Chat;
use crate::domain::{Guest, GuestId, Handed, Millis, RoomId};

/// How many are kept; a new one takes the place of the oldest.
const KEPT: usize = 100;

/// For how long.
const KEPT_FOR: Millis = 60_000;

/// What waits to be shown, the latest at the back.
pub(super) struct Handover<T>(Mutex<VecDeque<Entry<T>>>);

struct Entry<T> {
    to: GuestId,
    /// Whose settings the page is about; `None` for the guest's own page.
    room: Option<RoomId>,
    at: Millis,
    handed: T,
}

impl<T> Default for Handover<T> {
    fn default() -> Self {
        Self(Mutex::default())
    }
}

impl<T> Handover<T> {
    fn keep(&self, entry: Entry<T>) {
        let mut kept = self.0.lock().expect("no panic while held");
        if kept.len() == KEPT {
            kept.pop_front();
        }
        kept.push_back(entry);
    }

    fn take(&self, to: &GuestId, room: Option<&RoomId>, now: Millis) -> Option<T> {
        let mut kept = self.0.lock().expect("no panic while held");
        kept.retain(|entry| now - entry.at < KEPT_FOR);
        let place = kept.iter().position(|entry| entry.to == *to && entry.room.as_ref() == room)?;
        kept.remove(place).map(|entry| entry.handed)
    }
}

impl Chat {
    /// Keeps a secret for the next page of a room's settings that its owner looks at.
    pub fn hand_over(&self, owner: &Guest, room: &RoomId, handed: Handed) {
        self.handover.keep(Entry { to: owner.id.clone(), room: Some(room.clone()), at: self.now(), handed });
    }

    /// What was kept for this page; only once, and only for a minute.
    pub fn take_handed(&self, owner: &Guest, room: &RoomId) -> Option<Handed> {
        self.handover.take(&owner.id, Some(room), self.now())
    }

    /// Keeps for the same page that a form of one of its sections was granted.
    pub fn note_saved(&self, owner: &Guest, room: &RoomId, section: &'static str) {
        self.saved.keep(Entry { to: owner.id.clone(), room: Some(room.clone()), at: self.now(), handed: section });
    }

    /// The section that was kept for this page; only once, and only for a minute.
    pub fn take_saved(&self, owner: &Guest, room: &RoomId) -> Option<&'static str> {
        self.saved.take(&owner.id, Some(room), self.now())
    }

    /// Keeps for the guest's own page that a form of one of its sections was granted.
    pub fn note_saved_own(&self, guest: &Guest, section: &'static str) {
        self.saved.keep(Entry { to: guest.id.clone(), room: None, at: self.now(), handed: section });
    }

    /// The section that was kept for the own page; only once, and only for a minute.
    pub fn take_saved_own(&self, guest: &Guest) -> Option<&'static str> {
        self.saved.take(&guest.id, None, self.now())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Secret;

    fn entry(to: &str, at: Millis) -> Entry<Handed> {
        let handed = Handed { nickname: "메아리".into(), secret: Secret::Token("sbt_x".into()) };
        Entry { to: GuestId::new(to), room: Some(RoomId::new("r")), at, handed }
    }

    #[test]
    fn a_secret_is_shown_once_to_whom_it_belongs_and_soon() {
        let handover = Handover::default();
        handover.keep(entry("owner", 0));
        let take = |to: &str, room: &str, now| handover.take(&GuestId::new(to), Some(&RoomId::new(room)), now);
        assert_eq!(take("other", "r", 0), None);
        assert_eq!(take("owner", "s", 0), None);
        assert_eq!(take("owner", "r", 0), Some(entry("owner", 0).handed));
        assert_eq!(take("owner", "r", 0), None);
        handover.keep(entry("owner", 0));
        assert_eq!(take("owner", "r", KEPT_FOR), None);
    }

    #[test]
    fn does_not_grow_for_ever_and_prints_no_secret() {
        let handover = Handover::default();
        (0..=KEPT).for_each(|number| handover.keep(entry(&number.to_string(), 0)));
        assert_eq!(handover.take(&GuestId::new("0"), Some(&RoomId::new("r")), 0), None);
        assert!(!format!("{:?}", entry("0", 0).handed).contains("sbt_"));
    }
}
