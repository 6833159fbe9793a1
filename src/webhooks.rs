//! Webhooks: tells bots that have no connection what was written in their room.
//!
//! Each webhook has a courier, which reads what is newer than the webhook's cursor from the store, delivers it, and only
//! then moves the cursor: so everything arrives at least once and in order, also after a restart. The dispatcher wakes
//! the couriers of a room when something happens there.

mod courier;
mod lanes;
mod signature;

use std::{collections::HashMap, sync::Arc};

use tokio::{
    sync::{Notify, mpsc},
    task::{AbortHandle, JoinHandle, JoinSet},
};

use self::{courier::Courier, lanes::Lanes};
use crate::{
    chat::{
        Chat,
        ports::{Bus, Happened, Subscription, WebhookSecret},
    },
    domain::{GuestId, RoomId},
    outside::{Gate, Sender},
};

/// Events that may wait for the dispatcher, which does hardly anything with them.
const QUEUE: usize = 256;

/// Delivers until the task is aborted.
pub fn start(chat: Arc<Chat>, bus: &dyn Bus, gate: Gate) -> JoinHandle<()> {
    let dispatcher = Dispatcher {
        chat,
        sender: Arc::new(Sender::new(gate)),
        lanes: Lanes::new(),
        rooms: HashMap::new(),
        couriers: JoinSet::new(),
    };
    tokio::spawn(dispatcher.work(bus.listen(QUEUE)))
}

/// Knows which couriers wait for news of which room.
struct Dispatcher {
    chat: Arc<Chat>,
    sender: Arc<Sender>,
    lanes: Lanes,
    rooms: HashMap<RoomId, HashMap<GuestId, Handle>>,
    /// Ends all of them when the dispatcher ends.
    couriers: JoinSet<()>,
}

/// A courier that is out.
struct Handle {
    /// Each webhook that is set has a secret of its own, so this tells a changed one.
    secret: WebhookSecret,
    news: Arc<Notify>,
    task: AbortHandle,
}

impl Dispatcher {
    async fn work(mut self, mut events: mpsc::Receiver<Happened>) {
        self.look_around().await;
        while let Some(event) = events.recv().await {
            match event {
                Happened::Messages { room, .. } => {
                    self.rooms.get(&room).into_iter().flatten().for_each(|(_, courier)| courier.news.notify_one());
                }
                Happened::WebhooksChanged => self.look_around().await,
                Happened::RoomEnded { room, .. } => {
                    self.rooms.remove(&room).into_iter().flatten().for_each(|(_, courier)| courier.task.abort());
                }
                _ => {}
            }
        }
    }

    /// Sends couriers out for the webhooks that there are now, and calls those of others back.
    async fn look_around(&mut self) {
        // Those that ended by themselves.
        while self.couriers.try_join_next().is_some() {}
        let wanted = match self.chat.webhooks().await {
            Ok(wanted) => wanted,
            Err(error) => {
                error.refusal();
                return;
            }
        };
        let mut before = std::mem::take(&mut self.rooms);
        for subscription in wanted {
            let known = before.get_mut(&subscription.room).and_then(|couriers| couriers.remove(&subscription.bot));
            let (known, changed) = match known {
                Some(known) if known.secret == subscription.secret => (Some(known), None),
                other => (None, other),
            };
            changed.iter().for_each(|old| old.task.abort());
            let courier = known.unwrap_or_else(|| self.send_out(&subscription));
            self.rooms.entry(subscription.room).or_default().insert(subscription.bot, courier);
        }
        before.into_values().flatten().for_each(|(_, courier)| courier.task.abort());
        self.lanes.tidy();
    }

    fn send_out(&mut self, subscription: &Subscription) -> Handle {
        let news = Arc::new(Notify::new());
        let courier = Courier {
            chat: self.chat.clone(),
            sender: self.sender.clone(),
            lane: self.lanes.of(subscription),
            bot: subscription.bot.clone(),
            news: news.clone(),
        };
        Handle { secret: subscription.secret.clone(), news, task: self.couriers.spawn(courier.work()) }
    }
}
