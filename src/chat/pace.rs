//! The announcer: everything that may happen faster than people want to hear of it.
//!
//! A thousand guests coming in at once are one change of a room's members, not a thousand events for a thousand
//! sockets (which would also overrun the sockets' queues). Each kind of news goes out at once, or nearly so, when the
//! house is quiet, and then at most once per pause with everything that came up meanwhile.

use std::{
    collections::{HashMap, HashSet},
    mem,
    sync::{Arc, Mutex},
    time::Duration,
};

use tokio::{sync::Notify, task::AbortHandle, time::sleep};

use super::{
    ports::{Bus, Happened, Store},
    presence::Presence,
};
use crate::domain::{Notice, Pin, RoomId, limits};

const PRESENCE_PAUSE: Duration = Duration::from_millis(100);
const NOTICES_PAUSE: Duration = Duration::from_millis(250);
const ROOMS_PAUSE: Duration = Duration::from_millis(500);
/// What was said comes first: a phone draws that, and then what the list of rooms says of it.
const ROOMS_DELAY: Duration = Duration::from_millis(100);
const PINS_PAUSE: Duration = Duration::from_secs(1);

/// Tells of presence, notices and the list of rooms at a humane pace.
#[derive(Clone)]
pub(super) struct Announcer(Arc<Inner>);

struct Inner {
    bus: Arc<dyn Bus>,
    presence: Arc<Presence>,
    store: Arc<dyn Store>,
    rooms: Mutex<HashSet<RoomId>>,
    notices: Mutex<Vec<Notice>>,
    /// Where pinned messages, or how many have read them, may be others than before.
    pinning: Mutex<HashSet<RoomId>>,
    presence_changed: Notify,
    rooms_changed: Notify,
    noticed: Notify,
    pins_changed: Notify,
    tasks: Mutex<Vec<AbortHandle>>,
}

impl Announcer {
    pub(super) fn start(store: Arc<dyn Store>, bus: Arc<dyn Bus>, presence: Arc<Presence>) -> Self {
        let inner = Arc::new(Inner {
            bus,
            presence,
            store,
            rooms: Mutex::default(),
            notices: Mutex::default(),
            pinning: Mutex::default(),
            presence_changed: Notify::new(),
            rooms_changed: Notify::new(),
            noticed: Notify::new(),
            pins_changed: Notify::new(),
            tasks: Mutex::default(),
        });
        let tasks = [
            tokio::spawn(inner.clone().tell_presence()).abort_handle(),
            tokio::spawn(inner.clone().tell_rooms()).abort_handle(),
            tokio::spawn(inner.clone().tell_notices()).abort_handle(),
            tokio::spawn(inner.clone().tell_pins()).abort_handle(),
        ];
        inner.tasks.lock().expect("no panic while held").extend(tasks);
        Self(inner)
    }

    pub(super) fn stop(&self) {
        self.0.tasks.lock().expect("no panic while held").drain(..).for_each(|task| task.abort());
    }

    /// Somebody came, went or took another nickname; [`Presence`] knows who.
    pub(super) fn presence_changed(&self) {
        self.0.presence_changed.notify_one();
    }

    /// The room's entry in the list is no longer true.
    pub(super) fn room_changed(&self, room: RoomId) {
        self.0.rooms.lock().expect("no panic while held").insert(room);
        self.0.rooms_changed.notify_one();
    }

    /// What the head of a room says of pinned messages may be no longer true.
    pub(super) fn pins_changed(&self, room: RoomId) {
        self.0.pinning.lock().expect("no panic while held").insert(room);
        self.0.pins_changed.notify_one();
    }

    pub(super) fn notice(&self, notice: Notice) {
        let mut notices = self.0.notices.lock().expect("no panic while held");
        notices.push(notice);
        // The notice area shows no more than these: older ones would have scrolled away before they were read.
        let surplus = notices.len().saturating_sub(limits::NOTICES as usize);
        notices.drain(..surplus);
        self.0.noticed.notify_one();
    }
}

impl Inner {
    async fn tell_presence(self: Arc<Self>) {
        loop {
            self.presence_changed.notified().await;
            for change in self.presence.take_changes() {
                self.rooms.lock().expect("no panic while held").insert(change.room.clone());
                self.rooms_changed.notify_one();
                let (joined, left) = (change.joined.into(), change.left.into());
                self.bus.publish(Happened::Presence { room: change.room, joined, left }).await;
            }
            sleep(PRESENCE_PAUSE).await;
        }
    }

    async fn tell_rooms(self: Arc<Self>) {
        loop {
            self.rooms_changed.notified().await;
            sleep(ROOMS_DELAY).await;
            let rooms = mem::take(&mut *self.rooms.lock().expect("no panic while held"));
            if !rooms.is_empty() {
                self.bus.publish(Happened::RoomsChanged(rooms.into_iter().collect())).await;
            }
            sleep(ROOMS_PAUSE).await;
        }
    }

    async fn tell_notices(self: Arc<Self>) {
        loop {
            self.noticed.notified().await;
            let notices = mem::take(&mut *self.notices.lock().expect("no panic while held"));
            for notice in notices {
                self.bus.publish(Happened::Notice(Arc::new(notice))).await;
            }
            sleep(NOTICES_PAUSE).await;
        }
    }

    async fn tell_pins(self: Arc<Self>) {
        // What was told last of rooms that have any: most of what may have changed did not.
        let mut told: HashMap<RoomId, Vec<Pin>> = HashMap::new();
        loop {
            self.pins_changed.notified().await;
            let rooms = mem::take(&mut *self.pinning.lock().expect("no panic while held"));
            for room in rooms {
                // A room that is gone has none; when the store is out of order, its next change comes.
                let pins = self.store.pins(&room).await.unwrap_or_default();
                if told.get(&room).map_or(&[][..], Vec::as_slice) == pins {
                    continue;
                }
                if pins.is_empty() {
                    told.remove(&room);
                } else {
                    told.insert(room.clone(), pins.clone());
                }
                self.bus.publish(Happened::PinsChanged { room, pins: pins.into() }).await;
            }
            sleep(PINS_PAUSE).await;
        }
    }
}
