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
use crate::domain::{ClientId, Guest, GuestId, MessageKind, RoomId};

/// How long somebody may be away before it is told that they left: a reload is no leaving.
const AWAY: Duration = Duration::from_secs(1);

/// Who was announced, and not yet told to have left.
pub(super) struct Attendance {
    journal: Arc<Journal>,
    presence: Arc<Presence>,
    clock: Arc<dyn Clock>,
    here: Mutex<HashMap<(RoomId, GuestId), Stay>>,
}

struct Stay {
    guest: Guest,
    /// How often they have gone. Who went, came back and went again is waited for anew.
    departures: u64,
}

impl Attendance {
    pub(super) fn new(journal: Arc<Journal>, presence: Arc<Presence>, clock: Arc<dyn Clock>) -> Arc<Self> {
        Arc::new(Self { journal, presence, clock, here: Mutex::default() })
    }

    /// Somebody came in. It is told, if `is_news`, unless they were here until a moment ago.
    pub(super) async fn came(&self, room: &RoomId, guest: &Guest, is_news: bool) {
        match self.here().entry((room.clone(), guest.id.clone())) {
            hash_map::Entry::Occupied(_) => return,
            hash_map::Entry::Vacant(place) => _ = place.insert(Stay { guest: guest.clone(), departures: 0 }),
        }
        if is_news {
            self.tell(room, guest, "입장했습니다").await;
        }
    }

    /// Somebody is gone. It is told when they are not back after a moment, if their coming was.
    pub(super) fn gone(self: &Arc<Self>, room: &RoomId, guest: &GuestId) {
        let stay = (room.clone(), guest.clone());
        let Some(departure) = self.here().get_mut(&stay).map(|stay| {
            stay.departures += 1;
            stay.departures
        }) else {
            return;
        };
        let attendance = self.clone();
        tokio::spawn(async move {
            sleep(AWAY).await;
            if let Some(guest) = attendance.end(&stay, departure) {
                attendance.tell(&stay.0, &guest, "퇴장했습니다").await;
            }
        });
    }

    /// Ends a stay that nobody has come back to.
    fn end(&self, stay: &(RoomId, GuestId), departure: u64) -> Option<Guest> {
        let mut here = self.here();
        let is_over = here.get(stay).is_some_and(|stay| stay.departures == departure);
        if !is_over || self.presence.is_here(&stay.1, &stay.0) {
            return None;
        }
        here.remove(stay).map(|stay| stay.guest)
    }

    /// A guest has another nickname.
    pub(super) fn renamed(&self, guest: &Guest) {
        self.here().values_mut().filter(|stay| stay.guest.id == guest.id).for_each(|stay| stay.guest = guest.clone());
    }

    /// A room is no more; nobody is told to have left it.
    pub(super) fn forget(&self, room: &RoomId) {
        self.here().retain(|(of, _), _| of != room);
    }

    async fn tell(&self, room: &RoomId, guest: &Guest, what: &str) {
        let draft = Draft {
            room: room.clone(),
            kind: MessageKind::Alert,
            author: guest.into(),
            content: format!("{}님이 {what}.", guest.nickname).into(),
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
