//! What could not be stored of what a form posted. A page without scripts loses its text with the answer, so the house
//! keeps it and gives it back with the page that says why.

use std::{collections::VecDeque, sync::Mutex};

use crate::domain::{GuestId, RoomId};

/// How many are kept; a new one takes the place of the oldest. Each is as large as a message at most.
const KEPT: usize = 500;

/// Refused texts, one a guest and room, the latest at the back.
#[derive(Default)]
pub(super) struct Drafts(Mutex<VecDeque<(GuestId, RoomId, Refused)>>);

/// A text that was refused, and the id under which it may have been stored all the same.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refused {
    pub client_id: String,
    pub content: String,
}

impl Drafts {
    pub(super) fn keep(&self, guest: &GuestId, room: &RoomId, refused: Refused) {
        self.take(guest, room);
        let mut drafts = self.0.lock().expect("no panic while held");
        if drafts.len() == KEPT {
            drafts.pop_front();
        }
        drafts.push_back((guest.clone(), room.clone(), refused));
    }

    pub(super) fn take(&self, guest: &GuestId, room: &RoomId) -> Option<Refused> {
        let mut drafts = self.0.lock().expect("no panic while held");
        let place = drafts.iter().position(|(by, at, _)| by == guest && at == room)?;
        drafts.remove(place).map(|(.., refused)| refused)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(content: &str) -> Refused {
        Refused { client_id: "c".to_owned(), content: content.to_owned() }
    }

    #[test]
    fn gives_back_the_latest_of_a_guest_in_a_room_once() {
        let (drafts, guest, room) = (Drafts::default(), GuestId::new("g"), RoomId::new("r"));
        drafts.keep(&guest, &room, refused("one"));
        drafts.keep(&guest, &room, refused("two"));
        assert_eq!(drafts.take(&GuestId::new("other"), &room), None);
        assert_eq!(drafts.take(&guest, &RoomId::new("other")), None);
        assert_eq!(drafts.take(&guest, &room), Some(refused("two")));
        assert_eq!(drafts.take(&guest, &room), None);
    }

    #[test]
    fn does_not_grow_for_ever() {
        let (drafts, room) = (Drafts::default(), RoomId::new("r"));
        let guests: Vec<_> = (0..=KEPT).map(|number| GuestId::new(number.to_string())).collect();
        guests.iter().for_each(|guest| drafts.keep(guest, &room, refused("a")));
        assert_eq!(drafts.take(&guests[0], &room), None, "the oldest made room");
        assert!(drafts.take(&guests[1], &room).is_some() && drafts.take(&guests[KEPT], &room).is_some());
    }
}
