//! What could not be stored of what a form posted. A page without scripts loses its text with the answer, so the house
//! keeps it and gives it back with the page that says why.

use std::{collections::HashMap, sync::Mutex, time::Duration};

use crate::domain::{ClientId, GuestId, PictureRef, RoomId};

/// Bytes that are kept for all guests together; what is refused when all is full takes the place of the oldest.
const KEPT: usize = 4 << 20;

/// Bytes of one guest's texts: a form without pictures cannot carry more, and any other must not either, or it would
/// take everybody else's place.
const LARGEST: usize = 64 << 10;

/// What keeping takes beside the texts, in bytes.
const OVERHEAD: usize = 256;

/// What a guest's form asked for and was refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refused {
    /// A message, and the id under which it may have been stored all the same.
    Message { room: RoomId, client_id: ClientId, content: String, pictures: Vec<PictureRef> },
    /// A new room.
    Room { name: String, topic: String, capacity: u32, life: Duration, unlisted: bool },
    /// Another address for a bot's webhook.
    Webhook { room: RoomId, bot: GuestId, url: String },
}

impl Refused {
    fn size(&self) -> usize {
        let texts = match self {
            Self::Message { room, client_id, content, pictures } => {
                let pictures = pictures.iter().map(|PictureRef { id, alt }| id.as_str().len() + alt.len());
                [room.as_str().len() + pictures.sum::<usize>(), client_id.as_str().len(), content.len()]
            }
            Self::Room { name, topic, .. } => [name.len(), topic.len(), 0],
            Self::Webhook { room, bot, url } => [room.as_str().len(), bot.as_str().len(), url.len()],
        };
        OVERHEAD + texts.iter().sum::<usize>()
    }
}

/// The latest refusal of each guest. One a guest, so that nobody can take the place of everybody else's.
#[derive(Default)]
pub(super) struct Drafts(Mutex<Kept>);

#[derive(Default)]
struct Kept {
    /// With the number of the refusal, by which the oldest is known.
    refused: HashMap<GuestId, (u64, Refused)>,
    count: u64,
    bytes: usize,
}

impl Drafts {
    /// Keeps what was refused in place of what the guest was refused before. What is too large is not kept.
    pub(super) fn keep(&self, guest: &GuestId, refused: Refused) {
        self.0.lock().expect("no panic while held").keep(guest, refused);
    }

    pub(super) fn get(&self, guest: &GuestId) -> Option<Refused> {
        let kept = self.0.lock().expect("no panic while held");
        kept.refused.get(guest).map(|(_, refused)| refused.clone())
    }

    pub(super) fn forget(&self, guest: &GuestId) {
        self.0.lock().expect("no panic while held").forget(guest);
    }
}

impl Kept {
    fn keep(&mut self, guest: &GuestId, refused: Refused) {
        self.forget(guest);
        if refused.size() > LARGEST + OVERHEAD {
            return;
        }
        self.bytes += refused.size();
        self.count += 1;
        self.refused.insert(guest.clone(), (self.count, refused));
        while self.bytes > KEPT
            && let Some(oldest) =
                self.refused.iter().min_by_key(|(_, (number, _))| number).map(|(guest, _)| guest.clone())
        {
            self.forget(&oldest);
        }
    }

    fn forget(&mut self, guest: &GuestId) {
        if let Some((_, refused)) = self.refused.remove(guest) {
            self.bytes -= refused.size();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn message(content: &str) -> Refused {
        let (room, client_id) = (RoomId::new("r"), ClientId::new("c"));
        Refused::Message { room, client_id, content: content.to_owned(), pictures: Vec::new() }
    }

    #[test]
    fn gives_back_the_latest_of_a_guest_until_it_is_forgotten() {
        let (drafts, guest) = (Drafts::default(), GuestId::new("g"));
        drafts.keep(&guest, message("one"));
        drafts.keep(
            &guest,
            Refused::Room {
                name: "two".to_owned(),
                topic: String::new(),
                capacity: 0,
                life: Duration::ZERO,
                unlisted: false,
            },
        );
        drafts.keep(&guest, message("three"));
        assert_eq!(drafts.get(&GuestId::new("other")), None);
        assert_eq!((drafts.get(&guest), drafts.get(&guest)), (Some(message("three")), Some(message("three"))));
        drafts.forget(&guest);
        assert_eq!(drafts.get(&guest), None);
    }

    #[test]
    fn one_guest_takes_no_more_room_than_one_text() {
        let (drafts, calm, busy) = (Drafts::default(), GuestId::new("calm"), GuestId::new("busy"));
        drafts.keep(&calm, message("mine"));
        for _ in 0..1_000 {
            drafts.keep(&busy, message(&"x".repeat(60_000)));
        }
        assert_eq!(drafts.get(&calm), Some(message("mine")));
    }

    #[test]
    fn a_text_that_is_too_large_takes_nobodys_place() {
        let (drafts, calm, large) = (Drafts::default(), GuestId::new("calm"), GuestId::new("large"));
        drafts.keep(&calm, message("mine"));
        drafts.keep(&large, message(&"x".repeat(KEPT + 1)));
        drafts.keep(&GuestId::new("nearly"), message(&"x".repeat(KEPT - 3 * OVERHEAD)));
        assert_eq!(drafts.get(&calm), Some(message("mine")));
        assert_eq!(drafts.get(&large), None);
    }

    #[test]
    fn does_not_grow_for_ever() {
        let (drafts, large) = (Drafts::default(), message(&"x".repeat(LARGEST - OVERHEAD - "rc".len())));
        let guests: Vec<_> = (0..=KEPT / LARGEST).map(|number| GuestId::new(number.to_string())).collect();
        guests.iter().for_each(|guest| drafts.keep(guest, large.clone()));
        assert_eq!(drafts.get(&guests[0]), None, "the oldest made room");
        assert!(guests[1..].iter().all(|guest| drafts.get(guest).is_some()));
        guests.iter().for_each(|guest| drafts.forget(guest));
        assert_eq!(drafts.0.lock().unwrap().bytes, 0);
    }
}
