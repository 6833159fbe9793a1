//! Coming and going, written into the timeline: of everybody in rooms that announce it, and of chatters everywhere.

use std::{
    collections::{HashMap, hash_map},
    sync::{Arc, Mutex, MutexGuard},
    time::Duration,
};

use tokio::time::sleep;
use uuid::Uuid;

use super::{
    journal::Journal,
    ports::{Clock, Draft, Write},
    presence::Presence,
};
use crate::domain::{
    Author, ClientId, Guest, GuestId, MessageKind, RoomId,
    message::{CAME, WENT},
};

/// How long somebody may be away before it is told that they left: a reload is no leaving.
const AWAY: Duration = Duration::from_secs(1);

/// Whom the timelines have inside and whom outside, since the house was opened.
pub(super) struct Attendance {
    journal: Arc<Journal>,
    presence: Arc<Presence>,
    clock: Arc<dyn Clock>,
    here: Mutex<HashMap<(RoomId, GuestId), Stay>>,
}

struct Stay {
    guest: Guest,
    /// Whether they came by the anonymous dialect, where such a message is the chatter's.
    is_chatter: bool,
    /// The timeline has them outside.
    is_told_gone: bool,
    /// How often they have gone. Who went, came back and went again is waited for anew.
    departures: u64,
}

impl Attendance {
    pub(super) fn new(journal: Arc<Journal>, presence: Arc<Presence>, clock: Arc<dyn Clock>) -> Arc<Self> {
        Arc::new(Self { journal, presence, clock, here: Mutex::default() })
    }

    /// Somebody came in. It is told when the timeline has them outside, and, if it says nothing of them yet, when it is
    /// news: after a restart everybody comes back who was there.
    pub(super) async fn came(&self, room: &RoomId, guest: &Guest, is_chatter: bool, is_news: bool) {
        let stay = Stay { guest: guest.clone(), is_chatter, is_told_gone: false, departures: 0 };
        let before = match self.here().entry((room.clone(), guest.id.clone())) {
            hash_map::Entry::Occupied(known) if !known.get().is_told_gone => return,
            hash_map::Entry::Occupied(mut known) => Some(known.insert(stay)),
            hash_map::Entry::Vacant(place) => {
                place.insert(stay);
                None
            }
        };
        if is_news || before.is_some() {
            self.tell(room, guest, is_chatter, CAME).await;
        }
    }

    /// Somebody is gone. It is told when they are not back after a moment, if their coming was.
    pub(super) fn gone(self: &Arc<Self>, room: &RoomId, guest: &GuestId) {
        let stay = (room.clone(), guest.clone());
        let Some(departure) = self.here().get_mut(&stay).filter(|stay| !stay.is_told_gone).map(|stay| {
            stay.departures += 1;
            stay.departures
        }) else {
            return;
        };
        let attendance = self.clone();
        tokio::spawn(async move {
            sleep(AWAY).await;
            if let Some((guest, is_chatter)) = attendance.end(&stay, departure) {
                attendance.tell(&stay.0, &guest, is_chatter, WENT).await;
            }
        });
    }

    /// Ends a stay that nobody has come back to: who it was, and whether a chatter.
    fn end(&self, stay: &(RoomId, GuestId), departure: u64) -> Option<(Guest, bool)> {
        if self.presence.is_here(&stay.1, &stay.0) {
            return None;
        }
        let mut here = self.here();
        let stay = here.get_mut(stay).filter(|stay| stay.departures == departure)?;
        stay.is_told_gone = true;
        Some((stay.guest.clone(), stay.is_chatter))
    }

    /// A guest has another nickname.
    pub(super) fn renamed(&self, guest: &Guest) {
        self.here().values_mut().filter(|stay| stay.guest.id == guest.id).for_each(|stay| stay.guest = guest.clone());
    }

    /// A room is no more; nobody is told to have left it.
    pub(super) fn forget(&self, room: &RoomId) {
        self.here().retain(|(of, _), _| of != room);
    }

    /// The house tells it: as a message of the person's it would be theirs to edit.
    async fn tell(&self, room: &RoomId, guest: &Guest, is_chatter: bool, what: &str) {
        let draft = Draft {
            room: room.clone(),
            kind: MessageKind::Alert,
            author: if is_chatter { guest.into() } else { Author::house() },
            content: [&*guest.nickname, what].concat().into(),
            pictures: Vec::new(),
            reply_to: None,
            client_id: ClientId::new(Uuid::new_v4().to_string()),
            at: self.clock.now(),
        };
        self.journal.note(Write::Message(draft)).await;
    }

    fn here(&self) -> MutexGuard<'_, HashMap<(RoomId, GuestId), Stay>> {
        self.here.lock().expect("no panic while held")
    }
}
