//! Who is in a room: told in full on every change, so the larger the room, the more it takes to tell one person's coming
//! to everybody. A change is told at once when the room was quiet, and then after a pause with all that changed since.

use std::{
    collections::{HashMap, hash_map},
    sync::{Arc, Weak},
    time::Duration,
};

use tokio::{sync::mpsc, task::JoinSet, time::sleep};

use super::words::shown;
use crate::{
    chat::Chat,
    domain::RoomId,
    realtime::{
        hub::Channel,
        telling::{Audience, Telling},
    },
};

/// Changes that may wait to be told; then the hub waits.
const QUEUE: usize = 64;

/// The pause after a list, for each pair of somebody who is on it and somebody who hears it. Someone takes about 130
/// bytes on a list: a room gets two or three megabytes a second, however large it is.
const PER_PAIR: Duration = Duration::from_micros(50);

/// But nobody waits longer to see who is there.
const LONGEST_PAUSE: Duration = Duration::from_secs(10);

/// Tells the lists of all rooms.
pub(in crate::realtime) struct Lists {
    chat: Arc<Chat>,
    /// Its words have the sending end of the queue, which ends with it.
    channel: Weak<Channel>,
    /// Rooms that were told a moment ago, and whether they have changed since.
    pausing: HashMap<RoomId, bool>,
    pauses: JoinSet<RoomId>,
}

impl Lists {
    /// The way to say that a room has changed, and the rooms that come by it.
    pub(in crate::realtime) fn queue() -> (mpsc::Sender<RoomId>, mpsc::Receiver<RoomId>) {
        mpsc::channel(QUEUE)
    }

    /// Tells the sockets of a channel for as long as there is one.
    pub(in crate::realtime) fn start(chat: Arc<Chat>, channel: &Arc<Channel>, changes: mpsc::Receiver<RoomId>) {
        let lists = Self { chat, channel: Arc::downgrade(channel), pausing: HashMap::new(), pauses: JoinSet::new() };
        tokio::spawn(lists.work(changes));
    }

    async fn work(mut self, mut changes: mpsc::Receiver<RoomId>) {
        loop {
            tokio::select! {
                changed = changes.recv() => match changed {
                    Some(room) => self.changed(room).await,
                    None => return,
                },
                Some(Ok(room)) = self.pauses.join_next() => {
                    if self.pausing.remove(&room) == Some(true) {
                        self.changed(room).await;
                    }
                }
            }
        }
    }

    async fn changed(&mut self, room: RoomId) {
        match self.pausing.entry(room.clone()) {
            hash_map::Entry::Occupied(mut changed) => _ = changed.insert(true),
            hash_map::Entry::Vacant(place) => {
                place.insert(false);
                let people = self.tell(&room).await;
                self.pauses.spawn(async move {
                    sleep(pause(people)).await;
                    room
                });
            }
        }
    }

    /// Returns how many people are on the list.
    async fn tell(&self, room: &RoomId) -> usize {
        let chatters = self.chat.chatters(room).await.inspect_err(|error| _ = error.refusal()).unwrap_or_default();
        if !chatters.is_empty()
            && let Some(channel) = self.channel.upgrade()
        {
            let chatters: Vec<_> = chatters.iter().map(shown).collect();
            channel.tell(&Telling::new(Audience::Room(room.clone()), "returnChatters", &chatters));
        }
        chatters.len()
    }
}

fn pause(people: usize) -> Duration {
    let pairs = u32::try_from(people.saturating_mul(people)).unwrap_or(u32::MAX);
    PER_PAIR.saturating_mul(pairs).min(LONGEST_PAUSE)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_grow_with_what_a_list_costs() {
        let pauses = [0, 1, 20, 200, 1_000, usize::MAX].map(|people| pause(people).as_millis());
        assert_eq!(pauses, [0, 0, 20, 2_000, 10_000, 10_000]);
    }
}
