//! The announcer: everything that may happen faster than people want to hear of it.
//!
//! A thousand guests coming in at once are one change of a room's members, not a thousand events for a thousand
//! sockets (which would also overrun the sockets' queues). Each kind of news goes out at once when the house is
//! quiet, and then at most once per pause with everything that came up meanwhile.

use std::{
    collections::HashSet,
    mem,
    sync::{Arc, Mutex},
    time::Duration,
};

use tokio::{sync::Notify, task::AbortHandle, time::sleep};

use super::{
    ports::{Bus, Happened},
    presence::Presence,
};
use crate::domain::{Notice, RoomId, limits};

const PRESENCE_PAUSE: Duration = Duration::from_millis(100);
const NOTICES_PAUSE: Duration = Duration::from_millis(250);
const ROOMS_PAUSE: Duration = Duration::from_millis(500);

/// Tells of presence, notices and the list of rooms at a humane pace.
#[derive(Clone)]
pub(super) struct Announcer(Arc<Inner>);

struct Inner {
    bus: Arc<dyn Bus>,
    presence: Arc<Presence>,
    rooms: Mutex<HashSet<RoomId>>,
    notices: Mutex<Vec<Notice>>,
    presence_changed: Notify,
    rooms_changed: Notify,
    noticed: Notify,
    tasks: Mutex<Vec<AbortHandle>>,
}

impl Announcer {
    pub(super) fn start(bus: Arc<dyn Bus>, presence: Arc<Presence>) -> Self {
        let inner = Arc::new(Inner {
            bus,
            presence,
            rooms: Mutex::default(),
            notices: Mutex::default(),
            presence_changed: Notify::new(),
            rooms_changed: Notify::new(),
            noticed: Notify::new(),
            tasks: Mutex::default(),
        });
        let tasks = [
            tokio::spawn(inner.clone().tell_presence()).abort_handle(),
            tokio::spawn(inner.clone().tell_rooms()).abort_handle(),
            tokio::spawn(inner.clone().tell_notices()).abort_handle(),
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
}
