//! The bus of a house with one node: a queue per listener.

use std::sync::Mutex;

use async_trait::async_trait;
use tokio::sync::mpsc;

use crate::chat::ports::{Bus, Happened};

/// Hands every event to every listener of this process.
#[derive(Default)]
pub struct LocalBus {
    listeners: Mutex<Vec<mpsc::Sender<Happened>>>,
}

#[async_trait]
impl Bus for LocalBus {
    async fn publish(&self, event: Happened) {
        let listeners = self.listeners.lock().expect("no panic while held").clone();
        for listener in listeners {
            if listener.send(event.clone()).await.is_err() {
                self.listeners.lock().expect("no panic while held").retain(|listener| !listener.is_closed());
            }
        }
    }

    fn listen(&self, queue: usize) -> mpsc::Receiver<Happened> {
        let (sender, receiver) = mpsc::channel(queue);
        self.listeners.lock().expect("no panic while held").push(sender);
        receiver
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::RoomId;

    fn created(n: usize) -> Happened {
        Happened::RoomCreated(RoomId::new(n.to_string()))
    }

    fn name(event: &Happened) -> String {
        format!("{event:?}")
    }

    #[tokio::test]
    async fn every_listener_hears_everything_in_order() {
        let bus = LocalBus::default();
        let (mut one, mut other) = (bus.listen(8), bus.listen(8));
        for n in 0..3 {
            bus.publish(created(n)).await;
        }
        for n in 0..3 {
            assert_eq!(name(&one.recv().await.unwrap()), name(&created(n)));
            assert_eq!(name(&other.recv().await.unwrap()), name(&created(n)));
        }
    }

    #[tokio::test]
    async fn a_listener_that_went_away_is_forgotten() {
        let bus = LocalBus::default();
        drop(bus.listen(1));
        bus.publish(created(0)).await;
        assert!(bus.listeners.lock().unwrap().is_empty());
    }
}
