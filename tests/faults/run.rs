//! A run: a house, its clients, what happens to them, and what came of it.

mod settle;
mod tally;

use std::{net::SocketAddr, sync::Arc, time::Duration};

use rand::{RngExt, rngs::StdRng};
use sarangbang::domain::RoomId;
use tokio::time::{Instant, sleep, timeout};

pub use self::tally::Tally;
use super::{
    bot::Bot,
    chaos::{Rhythm, Schedule, Step},
    client::{Client, Order},
    database::Database,
    house::{self, House},
    ledger::{Breach, Ledger},
    network::{Fault, Network, Weather},
    page::{self, Page},
    seed::Seed,
    verdict,
};

/// How much of everything.
#[derive(Clone, Copy, Debug)]
pub struct Plan {
    /// Pages; the first is that of the rooms' owner, the last two are tabs of one guest.
    pub pages: usize,
    pub bots: usize,
    pub rooms: usize,
    pub disconnections: usize,
    pub kills: usize,
    /// Disconnections between two kills, two full disks, and two lulls.
    pub kill_every: usize,
    pub full_every: usize,
    pub lull_every: usize,
    /// How often everybody comes into a room anew at each lull.
    pub knocks: usize,
    /// Ends the run early.
    pub at_most: Option<Duration>,
}

/// What came of a run.
pub struct Outcome {
    pub tally: Tally,
    pub breaches: Vec<Breach>,
    /// The end of the server's log.
    pub last_words: String,
}

/// Runs the plan, or until a promise is broken.
pub async fn run(plan: Plan, seed: Seed) -> Outcome {
    println!("{seed}");
    let mut run = Run::start(plan, seed).await;
    let rhythm = Rhythm {
        clients: run.clients.len(),
        rooms: plan.rooms,
        kill_every: plan.kill_every,
        full_every: plan.full_every,
        lull_every: plan.lull_every,
    };
    run.everybody(|| Order::Talk);
    for step in Schedule::new(seed, rhythm) {
        if run.is_over() {
            break;
        }
        run.take(step).await;
    }
    run.finish().await
}

struct Run {
    plan: Plan,
    house: House,
    rooms: Vec<RoomId>,
    clients: Vec<Client>,
    ledger: Arc<Ledger>,
    dice: StdRng,
    tally: Tally,
    started: Instant,
}

impl Run {
    async fn start(plan: Plan, seed: Seed) -> Self {
        let house = House::open().await;
        let ledger = Arc::new(Ledger::default());
        let mut clients: Vec<Client> = Vec::new();
        let mut cookie = page::enter(house.address, "주인").await;
        let rooms = make_rooms(house.address, &cookie, plan.rooms).await;
        for number in 0..plan.pages + plan.bots {
            let network = Network::to(house.address).await;
            let (address, name) = (network.address, format!("client {number}"));
            let player = (number, rooms.clone(), ledger.clone(), seed.dice(number as u64));
            clients.push(if number < plan.pages {
                if (1..plan.pages - 1).contains(&number) {
                    cookie = page::enter(house.address, &format!("손님 {number}")).await;
                }
                let cookie = cookie.clone();
                Client::start(name, network, player, |post| Page::live(post, address, cookie))
            } else {
                let nickname = format!("로봇 {number}");
                Client::start(name, network, player, |post| Bot::live(post, address, nickname))
            });
        }
        for client in &mut clients {
            timeout(house::PATIENCE, client.live()).await.unwrap_or_else(|_| panic!("{} gets in", client.name));
        }
        let tally = Tally::default();
        Self { plan, house, rooms, clients, ledger, dice: seed.dice(u64::MAX - 1), tally, started: Instant::now() }
    }

    fn is_over(&self) -> bool {
        let done = self.tally.disconnections >= self.plan.disconnections && self.tally.kills >= self.plan.kills;
        done || self.plan.at_most.is_some_and(|most| self.started.elapsed() >= most) || !self.ledger.is_clean()
    }

    async fn take(&mut self, step: Step) {
        match step {
            Step::Fault { after, client, fault } => {
                sleep(after).await;
                self.ledger.breached(verdict::on_promises(&self.house.database(), &self.ledger));
                let client = &mut self.clients[client];
                // One that has no connection cannot lose it.
                if timeout(Duration::from_secs(10), client.live()).await.is_ok() {
                    client.network.strike(fault);
                    self.tally.disconnections += usize::from(fault.disconnects());
                    self.tally.faults += 1;
                }
            }
            Step::Kill { after, at_ack } => {
                sleep(after).await;
                self.kill(at_ack).await;
            }
            Step::Restart { after } => {
                sleep(after).await;
                house::terminate(self.house.process());
                let status = self.house.open_again().await;
                assert!(status.success(), "asked to end, the server ended badly: {status}");
                self.tally.restarts += 1;
            }
            Step::FullDisk { after, time } => {
                sleep(after).await;
                house::fill_disk(self.house.process(), true);
                sleep(time).await;
                house::fill_disk(self.house.process(), false);
                self.ledger.all_unacknowledged_are_late();
                self.tally.full_disks += 1;
            }
            Step::Lull { room } => self.lull(room).await,
        }
    }

    async fn kill(&mut self, at_ack: bool) {
        let process = self.house.process();
        if at_ack {
            self.ledger.at_next_ack(move || house::kill(process));
            // Everybody may be cut off just now; then no ack will come for a while.
            let _ = timeout(Duration::from_millis(500), self.house.ended()).await;
        }
        if !at_ack || self.ledger.forget_next_ack() {
            house::kill(process);
        }
        let status = self.house.open_again().await;
        assert!(status.code().is_none(), "the server ended by itself: {status}\n{}", self.house.last_words());
        self.tally.kills += 1;
    }

    /// Silence, in which everybody catches up; then comings and goings around single messages.
    async fn lull(&mut self, room: usize) {
        if !self.silence().await {
            return;
        }
        let room = self.rooms[room].clone();
        self.everybody(|| Order::Go(room.clone()));
        for _ in 0..self.plan.knocks {
            if !self.settle().await {
                return;
            }
            self.knock(&room);
            self.tally.knocks += 1;
        }
        if self.settle().await {
            self.compare_shown().await;
            self.everybody(|| Order::Talk);
            println!("{}", self.tally.line(&self.ledger, self.started.elapsed()));
        }
    }

    /// Everybody but one goes out and comes in again, and the one says something meanwhile.
    fn knock(&mut self, room: &RoomId) {
        let speaker = self.dice.random_range(0..self.plan.pages);
        for (number, client) in self.clients.iter_mut().enumerate() {
            let pause = Duration::from_micros(self.dice.random_range(1_000..12_000));
            client.order(if number == speaker {
                Order::Say(room.clone(), pause)
            } else {
                Order::Knock(room.clone(), pause)
            });
        }
    }

    async fn silence(&mut self) -> bool {
        self.everybody(|| Order::Hush);
        for client in &self.clients {
            client.network.strike(Fault::Storm(Weather::default()));
        }
        if !self.settle().await {
            return false;
        }
        self.compare_shown().await;
        true
    }

    async fn compare_shown(&mut self) {
        let database = Database::open(&self.house.database());
        loop {
            let revs = database.revs();
            let mut is_still = true;
            let mut breaches = Vec::new();
            for client in &mut self.clients {
                for shown in client.show().await {
                    is_still &= revs.get(&shown.room) == Some(&shown.rev);
                    breaches.extend(verdict::on_shown(&database, &client.name, &shown));
                }
            }
            if is_still && revs == database.revs() {
                return self.ledger.breached(breaches);
            }
            // An edit for whose answer nobody waits came meanwhile, perhaps from a connection that is long broken.
            if !self.settle().await {
                return;
            }
        }
    }

    fn everybody(&mut self, order: impl Fn() -> Order) {
        self.clients.iter_mut().for_each(|client| client.order(order()));
    }

    async fn finish(mut self) -> Outcome {
        if self.ledger.is_clean() && self.silence().await {
            house::kill(self.house.process());
            self.house.ended().await;
            let database = Database::open(&self.house.database());
            self.ledger.breached(verdict::on_everything(&database, &self.ledger));
        }
        self.tally.losses = self.clients.iter().map(|client| client.status().losses).sum();
        self.tally.close(&self.ledger, self.started.elapsed());
        Outcome { tally: self.tally, breaches: self.ledger.breaches(), last_words: self.house.last_words() }
    }
}

async fn make_rooms(house: SocketAddr, owner: &str, rooms: usize) -> Vec<RoomId> {
    let mut made = Vec::new();
    for number in 0..rooms {
        made.push(page::make_room(house, owner, &format!("방 {number}")).await);
    }
    made
}
