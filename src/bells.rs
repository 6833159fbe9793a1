//! Tells guests who look elsewhere what they want to be told: on pages that are out of sight, and by Web Push.
//!
//! The ringer hears everything that happens and knows in memory who wants to be told what, so a room whose bell nobody has
//! set costs one look into a map. What is to be told waits until it is clear who looks, in [`waiting`]; then a task of its
//! own asks the store whether they still may know, and tells them. Nobody who writes ever waits for that.

mod cipher;
mod pusher;
pub mod vapid;
mod waiting;

use std::{collections::HashMap, pin::pin, sync::Arc, time::Duration};

use tokio::{
    sync::mpsc,
    task::JoinHandle,
    time::{MissedTickBehavior, interval, sleep},
};

use self::{
    pusher::{News, Pusher},
    waiting::{Call, Waiting, Way},
};
pub use self::{
    pusher::{Notification, Push, Words},
    vapid::{Vapid, VapidError},
};
use crate::{
    chat::{
        Chat, Result,
        ports::{Bus, Happened},
    },
    domain::{
        BellLevel, GuestId, RoomId,
        bell::{concerns, still_concerns},
    },
};

/// Events that may wait for the ringer, which does hardly anything with them.
const QUEUE: usize = 256;

/// Calls that may wait to be made. What is too much is not told: it stands in the list of rooms all the same.
const CALLS: usize = 1_024;

/// How often is looked who looks.
const PACE: Duration = Duration::from_millis(250);

/// After which the store is asked again for the bells that were set before.
const AGAIN: Duration = Duration::from_secs(1);

/// Rings until the task is aborted, and pushes if there is a way to.
pub fn start(chat: Arc<Chat>, bus: &dyn Bus, push: Option<Push>) -> JoinHandle<()> {
    let events = bus.listen(QUEUE);
    tokio::spawn(async move {
        let (calls, waiting_calls) = mpsc::channel(CALLS);
        let ringer = Ringer { bells: HashMap::new(), waiting: Waiting::default(), chat: chat.clone(), calls };
        let pusher = push.map(|push| Pusher::new(push, chat.clone()));
        tokio::join!(ringer.work(events), make(chat, pusher, waiting_calls));
    })
}

/// Knows whom to tell what.
struct Ringer {
    bells: HashMap<RoomId, HashMap<GuestId, BellLevel>>,
    waiting: Waiting,
    chat: Arc<Chat>,
    calls: mpsc::Sender<Call>,
}

impl Ringer {
    async fn work(mut self, mut events: mpsc::Receiver<Happened>) {
        if !self.learn(&mut events).await {
            return;
        }
        let mut pace = interval(PACE);
        pace.set_missed_tick_behavior(MissedTickBehavior::Delay);
        loop {
            tokio::select! {
                event = events.recv() => match event {
                    Some(event) => self.hear(&event),
                    None => return,
                },
                _ = pace.tick(), if !self.waiting.is_empty() => self.call(),
            }
        }
    }

    /// What was set before; what happens meanwhile is heard after it. The bus is listened to all the time, however long
    /// the store takes: who writes waits for every listener. `false` when the bus is closed.
    async fn learn(&mut self, events: &mut mpsc::Receiver<Happened>) -> bool {
        let mut known = pin!(known(self.chat.clone()));
        let mut meanwhile = Vec::new();
        let bells = loop {
            tokio::select! {
                bells = &mut known => break bells,
                event = events.recv() => match event {
                    // Of what was written while the store failed for long is told nothing.
                    Some(Happened::Messages { .. } | Happened::Read { .. }) if meanwhile.len() >= QUEUE => {}
                    Some(event) if is_heard(&event) => meanwhile.push(event),
                    Some(_) => {}
                    None => return false,
                },
            }
        };
        bells.into_iter().for_each(|(guest, room, level)| self.set(guest, room, level));
        meanwhile.iter().for_each(|event| self.hear(event));
        true
    }

    fn set(&mut self, guest: GuestId, room: RoomId, level: BellLevel) {
        let bells = self.bells.entry(room.clone()).or_default();
        match level {
            BellLevel::None => bells.remove(&guest),
            level => bells.insert(guest, level),
        };
        if bells.is_empty() {
            self.bells.remove(&room);
        }
    }

    fn hear(&mut self, event: &Happened) {
        match event {
            Happened::Messages { room, messages, .. } => {
                let Some(bells) = self.bells.get(room) else { return };
                let now = self.chat.now();
                for (guest, level) in bells {
                    for message in messages.iter() {
                        if concerns(message, guest, *level) {
                            self.waiting.add(guest, message, now);
                        } else if !still_concerns(message, guest, *level) {
                            self.waiting.withdraw(guest, room, message.seq);
                        }
                    }
                }
            }
            Happened::Read { guest, mark } => self.waiting.read(guest, mark),
            Happened::BellSet { guest, room, level } => {
                self.set(guest.clone(), room.clone(), *level);
                if *level == BellLevel::None {
                    self.waiting.forget(|whose, of| (whose, of) == (guest, room));
                }
            }
            Happened::RoomEnded { room, .. } => {
                self.bells.remove(room);
                self.waiting.forget(|_, of| of == room);
            }
            Happened::Kicked { room, guest } => {
                self.set(guest.clone(), room.clone(), BellLevel::None);
                self.waiting.forget(|whose, of| (whose, of) == (guest, room));
            }
            Happened::Departed(guest) => {
                self.bells.retain(|_, bells| {
                    bells.remove(guest);
                    !bells.is_empty()
                });
                self.waiting.forget(|whose, _| whose == guest);
            }
            _ => {}
        }
    }

    fn call(&mut self) {
        let sights = self.chat.sights(self.waiting.guests());
        for call in self.waiting.due(self.chat.now(), &sights) {
            if self.calls.try_send(call).is_err() {
                tracing::warn!("too many people are to be told of messages at once; some are not");
            }
        }
    }
}

async fn known(chat: Arc<Chat>) -> Vec<(GuestId, RoomId, BellLevel)> {
    loop {
        match chat.all_bells().await {
            Ok(bells) => return bells,
            Err(error) => _ = error.refusal(),
        }
        sleep(AGAIN).await;
    }
}

/// Whether the ringer does anything with it.
fn is_heard(event: &Happened) -> bool {
    matches!(
        event,
        Happened::Messages { .. }
            | Happened::Read { .. }
            | Happened::BellSet { .. }
            | Happened::RoomEnded { .. }
            | Happened::Kicked { .. }
            | Happened::Departed(_)
    )
}

async fn make(chat: Arc<Chat>, mut pusher: Option<Pusher>, mut calls: mpsc::Receiver<Call>) {
    while let Some(call) = calls.recv().await {
        if let Err(error) = tell(&chat, pusher.as_mut(), call).await {
            error.refusal();
        }
    }
}

async fn tell(chat: &Chat, pusher: Option<&mut Pusher>, Call { guest, room, seqs, way }: Call) -> Result<()> {
    match (way, pusher) {
        (Way::Pages, _) => {
            if let Some(told) = chat.told(&guest, &room, &seqs).await? {
                chat.ring(guest, told.ring).await;
            }
        }
        (Way::Push(to), Some(pusher)) => {
            let addresses = chat.push_addresses(&guest).await?;
            for (_, address) in addresses.into_iter().filter(|(session, _)| to.takes_in(session)) {
                pusher.begin(address, News { guest: guest.clone(), room: room.clone(), seqs: seqs.clone() });
            }
        }
        (Way::Push(_), None) => {}
    }
    Ok(())
}
