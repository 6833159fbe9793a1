//! A client as the run sees it: its way to the house, what it is told to do, and how far it is.

use std::{collections::BTreeMap, sync::Arc, time::Duration};

use rand::{Rng, RngExt, rngs::StdRng};
use sarangbang::domain::RoomId;
use tokio::{
    sync::{mpsc, oneshot, watch},
    task::AbortHandle,
};

use super::{
    ledger::{Kind, Ledger, Line},
    network::Network,
};

/// What a client is told to do.
#[derive(Debug)]
pub enum Order {
    /// Lives: writes, and whatever else people do.
    Talk,
    /// Only listens.
    Hush,
    /// Goes into that room, and nowhere else.
    Go(RoomId),
    /// Goes out of that room and comes back after a while.
    Knock(RoomId, Duration),
    /// Writes one message in that room after a while.
    Say(RoomId, Duration),
    /// Tells what it shows.
    Show(oneshot::Sender<Vec<Shown>>),
}

/// What a client shows of a room.
#[derive(Debug)]
pub struct Shown {
    pub room: RoomId,
    pub rev: u64,
    pub lines: Vec<Line>,
}

/// How far a client is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Status {
    /// Orders that it has carried out.
    pub done: usize,
    /// Connected, and in every room in which it wants to be.
    pub is_live: bool,
    /// Messages that the server has not confirmed.
    pub unsent: usize,
    /// The revision up to which it knows each room that it shows.
    pub revs: BTreeMap<RoomId, u64>,
    /// Connections that it has lost.
    pub losses: u64,
}

/// A client's own end of what [`Client`] holds.
pub struct Post {
    /// For messages: who wrote this.
    pub number: usize,
    pub orders: mpsc::UnboundedReceiver<Order>,
    pub ledger: Arc<Ledger>,
    pub dice: StdRng,
    /// Every room of the house.
    pub rooms: Vec<RoomId>,
    status: watch::Sender<Status>,
    pings: watch::Sender<u32>,
}

impl Post {
    pub fn tell(&self, status: &Status) {
        let changed = self.status.send_if_modified(|known| {
            let changed = known != status;
            known.clone_from(status);
            changed
        });
        if changed {
            self.ledger.news.notify_one();
        }
    }

    /// The server has sent a ping: what it sent before has arrived.
    pub fn pinged(&self) {
        self.pings.send_modify(|pings| *pings += 1);
        self.ledger.news.notify_one();
    }

    /// From 0 to 1.
    pub fn chance(&mut self) -> f64 {
        self.dice.random()
    }

    pub fn percent(&mut self) -> u8 {
        self.dice.random_range(0..100)
    }

    /// How long until this client does something again.
    pub fn pause(&mut self) -> Duration {
        Duration::from_millis(self.dice.random_range(5..120))
    }

    pub fn any_room(&mut self) -> RoomId {
        let place = self.dice.random_range(0..self.rooms.len());
        self.rooms[place].clone()
    }

    /// Something to say that nobody has said before.
    pub fn words(&self, what: &str, number: usize) -> Arc<str> {
        format!("{}번 손님의 {number}번째 {what}", self.number).into()
    }

    /// A UUID, by the client's own dice.
    pub fn new_client_id(&mut self) -> Arc<str> {
        let mut bytes = [0; 16];
        self.dice.fill_bytes(&mut bytes);
        uuid::Builder::from_random_bytes(bytes).into_uuid().to_string().into()
    }
}

impl Drop for Post {
    /// A client that fails would otherwise only be missed in the end.
    fn drop(&mut self) {
        if std::thread::panicking() {
            self.ledger.breach(Kind::Stuck, format!("client {} has failed; it says why above", self.number));
        }
    }
}

/// A client, seen from outside. It ends with this.
pub struct Client {
    pub name: String,
    pub network: Network,
    orders: mpsc::UnboundedSender<Order>,
    ordered: usize,
    status: watch::Receiver<Status>,
    pings: watch::Receiver<u32>,
    task: AbortHandle,
}

impl Client {
    /// Starts a client whose life is `live`.
    pub fn start<F: Future<Output = ()> + Send + 'static>(
        name: String,
        network: Network,
        (number, rooms, ledger, dice): (usize, Vec<RoomId>, Arc<Ledger>, StdRng),
        live: impl FnOnce(Post) -> F,
    ) -> Self {
        let (orders, inbox) = mpsc::unbounded_channel();
        let (tell, status) = watch::channel(Status::default());
        let (ping, pings) = watch::channel(0);
        let post = Post { number, orders: inbox, ledger, dice, rooms, status: tell, pings: ping };
        let task = tokio::spawn(live(post)).abort_handle();
        Self { name, network, orders, ordered: 0, status, pings, task }
    }

    pub fn order(&mut self, order: Order) {
        self.ordered += 1;
        let _ = self.orders.send(order);
    }

    /// What it shows, once it gets to it.
    pub async fn show(&mut self) -> Vec<Shown> {
        let (answer, shown) = oneshot::channel();
        self.order(Order::Show(answer));
        shown.await.expect("the client lives")
    }

    pub fn status(&self) -> Status {
        self.status.borrow().clone()
    }

    /// Whether it has nothing left to do but to listen.
    pub fn is_at_rest(&self) -> bool {
        let status = self.status.borrow();
        status.done == self.ordered && status.is_live && status.unsent == 0
    }

    /// Pings that it has heard.
    pub fn pings(&self) -> u32 {
        *self.pings.borrow()
    }

    /// Waits until it is connected.
    pub async fn live(&mut self) {
        let _ = self.status.wait_for(|status| status.is_live).await;
    }
}

impl Drop for Client {
    fn drop(&mut self) {
        self.task.abort();
    }
}
