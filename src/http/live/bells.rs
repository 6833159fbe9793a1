//! What wakes a frame: something happened in its room, its reader may be nobody any more, or it is time to look.

use std::{
    collections::HashMap,
    hash::Hash,
    sync::{Mutex, MutexGuard},
    time::Duration,
};

use tokio::{
    sync::watch,
    time::{Instant, sleep_until},
};

use crate::domain::{GuestId, RoomId};

/// An open frame says something at least this often, so that nothing on the way takes it for dead, and sees whether its
/// reader is still who they were, however much there is to tell meanwhile.
const HEARTBEAT: Duration = Duration::from_secs(15);

/// The bells of all rooms and of all readers, each while somebody listens to it; none in a house that closes.
pub struct Bells(Mutex<Option<Kinds>>);

#[derive(Default)]
struct Kinds {
    rooms: HashMap<RoomId, watch::Sender<()>>,
    readers: HashMap<GuestId, watch::Sender<()>>,
}

impl Default for Bells {
    fn default() -> Self {
        Self(Mutex::new(Some(Kinds::default())))
    }
}

impl Bells {
    /// Tells all frames that the house closes.
    pub fn take_down(&self) {
        self.kinds().take();
    }

    pub fn ring_in(&self, room: &RoomId) {
        if let Some(kinds) = &mut *self.kinds() {
            ring(&mut kinds.rooms, room);
        }
    }

    pub fn ring_for(&self, reader: &GuestId) {
        if let Some(kinds) = &mut *self.kinds() {
            ring(&mut kinds.readers, reader);
        }
    }

    /// Hears of what happens in a room from now on. In a house that closes, the bell has gone already.
    pub fn listen(&self, room: &RoomId) -> Listener {
        let room = self.kinds().as_mut().map(|kinds| subscribe(&mut kinds.rooms, room));
        // Nothing rings yet for a reader who is not known.
        let (room, reader) = (room.unwrap_or_else(gone), gone());
        Listener { room, reader, beat_at: Instant::now() }
    }

    /// The same, and of what concerns the reader. Their session may have ended before, so the first call is a
    /// [`Call::Beat`].
    pub fn listen_as(&self, listener: Listener, reader: &GuestId) -> Listener {
        let reader = self.kinds().as_mut().map(|kinds| subscribe(&mut kinds.readers, reader));
        Listener { reader: reader.unwrap_or_else(gone), ..listener }
    }

    fn kinds(&self) -> MutexGuard<'_, Option<Kinds>> {
        self.0.lock().expect("no panic while held")
    }
}

fn ring<K: Eq + Hash>(bells: &mut HashMap<K, watch::Sender<()>>, whose: &K) {
    if let Some(bell) = bells.get(whose) {
        bell.send_replace(());
    }
}

fn subscribe<K: Clone + Eq + Hash>(bells: &mut HashMap<K, watch::Sender<()>>, whose: &K) -> watch::Receiver<()> {
    bells.retain(|_, bell| !bell.is_closed());
    bells.entry(whose.clone()).or_default().subscribe()
}

fn gone() -> watch::Receiver<()> {
    watch::channel(()).1
}

/// Why a frame is woken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Call {
    /// To see whether the reader is who they were.
    Beat,
    /// Something happened in the room.
    News,
    /// The house closes.
    Closing,
}

/// What one frame waits for.
pub struct Listener {
    room: watch::Receiver<()>,
    reader: watch::Receiver<()>,
    beat_at: Instant,
}

impl Listener {
    /// The next call. One that is due is not put off by others, however many there are.
    pub async fn next(&mut self) -> Call {
        let call = tokio::select! {
            biased;
            Ok(()) = self.reader.changed() => Call::Beat,
            () = sleep_until(self.beat_at) => Call::Beat,
            changed = self.room.changed() => if changed.is_ok() { Call::News } else { Call::Closing },
        };
        if call == Call::Beat {
            self.beat_at = Instant::now() + HEARTBEAT;
        }
        call
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test(start_paused = true)]
    async fn a_busy_room_puts_off_no_beat() {
        let (bells, room, reader) = (Bells::default(), RoomId::new("r"), GuestId::new("g"));
        let mut listener = bells.listen_as(bells.listen(&room), &reader);
        assert_eq!(listener.next().await, Call::Beat, "at once");
        let begun = Instant::now();
        for _ in 0..14 {
            tokio::time::advance(Duration::from_secs(1)).await;
            bells.ring_in(&room);
            assert_eq!(listener.next().await, Call::News);
        }
        bells.ring_in(&room);
        tokio::time::advance(Duration::from_secs(1)).await;
        assert_eq!((listener.next().await, begun.elapsed()), (Call::Beat, HEARTBEAT));
        assert_eq!(listener.next().await, Call::News, "it was not forgotten over that");
        assert_eq!((listener.next().await, begun.elapsed()), (Call::Beat, 2 * HEARTBEAT), "also when all is quiet");
    }

    #[tokio::test(start_paused = true)]
    async fn who_may_be_gone_is_looked_at_at_once_and_a_closing_house_tells_all() {
        let (bells, room, reader) = (Bells::default(), RoomId::new("r"), GuestId::new("g"));
        let mut listener = bells.listen_as(bells.listen(&room), &reader);
        assert_eq!(listener.next().await, Call::Beat);
        let begun = Instant::now();
        bells.ring_for(&GuestId::new("another"));
        bells.ring_for(&reader);
        assert_eq!((listener.next().await, begun.elapsed()), (Call::Beat, Duration::ZERO));
        bells.take_down();
        assert_eq!((listener.next().await, begun.elapsed()), (Call::Closing, Duration::ZERO));
    }

    #[test]
    fn bells_that_nobody_hears_are_forgotten() {
        let bells = Bells::default();
        for number in 0..100 {
            let (room, reader) = (RoomId::new(number.to_string()), GuestId::new(number.to_string()));
            drop(bells.listen_as(bells.listen(&room), &reader));
        }
        let kinds = bells.kinds();
        let kinds = kinds.as_ref().unwrap();
        assert_eq!((kinds.rooms.len(), kinds.readers.len()), (1, 1));
    }
}
