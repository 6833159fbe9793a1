//! Who may deliver when. Deliveries are limited in number, and a receiver may take its time for each: so that nobody's
//! receivers take all the places, every owner and every host has a few, and who was slow waits among those who were.

use std::{
    collections::HashMap,
    hash::Hash,
    sync::{Arc, Mutex, Weak},
};

use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use url::Url;

use super::Subscription;
use crate::domain::GuestId;

/// Deliveries under way at once in the whole house: to receivers that are quick, as far as is known, and to others.
const QUICK: usize = 64;
const SLOW: usize = 32;

/// Of these, for the rooms of one owner and to one host.
const OF_AN_OWNER: usize = 4;
const TO_A_HOST: usize = 8;

/// All places.
pub(super) struct Lanes {
    quick: Arc<Semaphore>,
    slow: Arc<Semaphore>,
    owners: Shares<GuestId>,
    hosts: Shares<String>,
}

/// The places that a webhook may take one of.
pub(super) struct Lane {
    quick: Arc<Semaphore>,
    slow: Arc<Semaphore>,
    owner: Arc<Semaphore>,
    host: Arc<Semaphore>,
}

/// A place, until it is dropped.
pub(super) struct Turn(#[expect(dead_code, reason = "given back when dropped")] [OwnedSemaphorePermit; 3]);

/// Semaphores by what they are for, as long as somebody has them.
struct Shares<K>(Mutex<HashMap<K, Weak<Semaphore>>>);

impl Lanes {
    pub(super) fn new() -> Self {
        Self {
            quick: Arc::new(Semaphore::new(QUICK)),
            slow: Arc::new(Semaphore::new(SLOW)),
            owners: Shares::new(),
            hosts: Shares::new(),
        }
    }

    pub(super) fn of(&self, subscription: &Subscription) -> Lane {
        let url = Url::parse(&subscription.url).ok();
        let host = url.as_ref().and_then(Url::host_str).unwrap_or_default();
        Lane {
            quick: self.quick.clone(),
            slow: self.slow.clone(),
            owner: self.owners.get(subscription.owner.clone(), OF_AN_OWNER),
            host: self.hosts.get(host.to_owned(), TO_A_HOST),
        }
    }

    /// Forgets owners and hosts without a webhook.
    pub(super) fn tidy(&self) {
        self.owners.tidy();
        self.hosts.tidy();
    }
}

impl Lane {
    /// Waits for a place. The scarce ones come last: who waits for their own owner's or host's keeps none from others.
    pub(super) async fn turn(&self, is_slow: bool) -> Turn {
        let owner = place(&self.owner).await;
        let host = place(&self.host).await;
        let house = place(if is_slow { &self.slow } else { &self.quick }).await;
        Turn([owner, host, house])
    }
}

async fn place(semaphore: &Arc<Semaphore>) -> OwnedSemaphorePermit {
    semaphore.clone().acquire_owned().await.expect("never closed")
}

impl<K: Eq + Hash> Shares<K> {
    fn new() -> Self {
        Self(Mutex::default())
    }

    fn get(&self, key: K, places: usize) -> Arc<Semaphore> {
        let mut shares = self.0.lock().expect("no panic while held");
        let share = shares.entry(key).or_default();
        share.upgrade().unwrap_or_else(|| {
            let new = Arc::new(Semaphore::new(places));
            *share = Arc::downgrade(&new);
            new
        })
    }

    fn tidy(&self) {
        self.0.lock().expect("no panic while held").retain(|_, share| share.strong_count() > 0);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{chat::ports::WebhookSecret, domain::RoomId};

    fn webhook(owner: &str, host: &str) -> Subscription {
        Subscription {
            bot: GuestId::new("b"),
            owner: GuestId::new(owner),
            room: RoomId::new("r"),
            url: format!("http://{host}/hook").into(),
            secret: WebhookSecret("".into()),
            cursor: 0,
            failing_since: None,
        }
    }

    /// How many of these may deliver at once.
    async fn at_once(lanes: &Lanes, webhooks: impl Iterator<Item = Subscription>, is_slow: bool) -> Vec<Turn> {
        let mut turns = Vec::new();
        for webhook in webhooks {
            let lane = lanes.of(&webhook);
            tokio::select! {
                biased;
                turn = lane.turn(is_slow) => turns.push(turn),
                () = std::future::ready(()) => {}
            }
        }
        turns
    }

    #[tokio::test]
    async fn one_owner_has_a_few_places_whatever_their_receivers_are() {
        let lanes = Lanes::new();
        let turns = at_once(&lanes, (0..100).map(|n| webhook("철수", &format!("{n}.example"))), false).await;
        assert_eq!(turns.len(), OF_AN_OWNER);
        assert_eq!(at_once(&lanes, std::iter::once(webhook("영희", "1.example")), false).await.len(), 1);
        drop(turns);
        assert_eq!(at_once(&lanes, std::iter::once(webhook("철수", "1.example")), false).await.len(), 1);
    }

    #[tokio::test]
    async fn one_host_has_a_few_places_whoever_sends_there() {
        let lanes = Lanes::new();
        let turns = at_once(&lanes, (0..100).map(|n| webhook(&n.to_string(), "bot.example")), false).await;
        assert_eq!(turns.len(), TO_A_HOST);
        assert_eq!(at_once(&lanes, std::iter::once(webhook("0", "other.example")), false).await.len(), 1);
    }

    #[tokio::test]
    async fn slow_receivers_take_no_places_of_quick_ones() {
        let lanes = Lanes::new();
        let many = || (0..1_000).map(|n| webhook(&n.to_string(), &format!("{n}.example")));
        let slow = at_once(&lanes, many(), true).await;
        assert_eq!((slow.len(), at_once(&lanes, many(), false).await.len()), (SLOW, QUICK));
    }

    #[tokio::test]
    async fn who_has_no_webhook_any_more_is_forgotten() {
        let lanes = Lanes::new();
        let lane = lanes.of(&webhook("철수", "bot.example"));
        lanes.tidy();
        assert_eq!(lanes.owners.0.lock().unwrap().len(), 1);
        drop(lane);
        lanes.tidy();
        assert_eq!(lanes.owners.0.lock().unwrap().len() + lanes.hosts.0.lock().unwrap().len(), 0);
    }
}
