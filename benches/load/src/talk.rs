//! Rooms full of members who talk, and how long it takes until everybody heard it.

use std::{
    cell::{Cell, RefCell},
    io,
    rc::Rc,
    time::{Duration, Instant},
};

use tokio::sync::Notify;

use crate::{
    dialect::Dialect,
    member::{Ear, Member},
};

/// The microseconds since the run began, of which no two are the same: they tell messages apart, too.
pub struct Clock {
    begun: Instant,
    last: Cell<u64>,
}

impl Clock {
    pub fn new() -> Rc<Self> {
        // Not from nothing on: requests of members have small numbers.
        Rc::new(Self { begun: Instant::now() - Duration::from_secs(1), last: Cell::new(0) })
    }

    pub fn now(&self) -> u64 {
        self.begun.elapsed().as_micros() as u64
    }

    pub fn stamp(&self) -> u64 {
        self.stamp_at(self.now())
    }

    /// The stamp of what should have been said then.
    pub fn stamp_at(&self, micros: u64) -> u64 {
        let stamp = micros.max(self.last.get() + 1);
        self.last.set(stamp);
        stamp
    }
}

/// What the members of one room heard.
pub struct Tally {
    clock: Rc<Clock>,
    heard: Cell<u64>,
    /// In how many packets.
    packets: Cell<u64>,
    /// How many microseconds each message took to each member, and each answer.
    delays: RefCell<Vec<u32>>,
    answers: RefCell<Vec<u32>>,
    news: Notify,
}

impl Tally {
    pub fn new(clock: Rc<Clock>) -> Rc<Self> {
        Rc::new(Self {
            clock,
            heard: Cell::new(0),
            packets: Cell::new(0),
            delays: RefCell::default(),
            answers: RefCell::default(),
            news: Notify::new(),
        })
    }

    fn took(&self, stamp: u64) -> u32 {
        self.clock.now().saturating_sub(stamp).try_into().unwrap_or(u32::MAX)
    }

    /// Forgets what was measured; how much was heard stays counted.
    fn begin(&self) {
        self.delays.borrow_mut().clear();
        self.answers.borrow_mut().clear();
    }
}

impl Ear for Tally {
    fn message(&self, stamp: u64) {
        self.heard.set(self.heard.get() + 1);
        self.delays.borrow_mut().push(self.took(stamp));
    }

    /// Whoever waits is woken once for all of them.
    fn packet(&self) {
        self.packets.set(self.packets.get() + 1);
        self.news.notify_waiters();
    }

    fn answer(&self, number: u64) {
        self.answers.borrow_mut().push(self.took(number));
        self.news.notify_waiters();
    }
}

/// A room in which everybody is.
pub struct Room {
    pub members: Vec<Member>,
    pub tally: Rc<Tally>,
    dialect: Dialect,
    id: String,
    name: String,
    said: Cell<u64>,
}

impl Room {
    /// Opens one and fills it.
    pub async fn fill(address: &str, dialect: Dialect, name: &str, size: usize, clock: &Rc<Clock>) -> io::Result<Self> {
        let tally = Tally::new(clock.clone());
        let mut members = Vec::with_capacity(size);
        let mut id = name.to_owned();
        for number in 0..size {
            let who = nickname(name, number);
            let member = Member::come(address, dialect, &who, tally.clone()).await?;
            if number == 0 {
                member.send(&dialect.create(name, &who)).await?;
                if dialect == Dialect::Native {
                    id = room_id(&member.hears("43/v1,1[").await?)?;
                }
            }
            members.push(member);
        }
        let room = Self { members, tally, dialect, id, name: name.to_owned(), said: Cell::new(0) };
        for (number, member) in room.members.iter().enumerate() {
            room.take_in(member, &nickname(name, number)).await?;
        }
        room.members.iter().for_each(Member::settles);
        room.is_heard_by_all().await?;
        Ok(room)
    }

    /// Somebody else comes in.
    pub async fn take_in(&self, member: &Member, who: &str) -> io::Result<()> {
        member.send(&self.dialect.join(&self.id, who)).await?;
        if self.dialect == Dialect::Native {
            member.hears("43/v1,2[").await?;
        }
        Ok(())
    }

    /// Where joining is not answered, one knows by being heard that all are in.
    async fn is_heard_by_all(&self) -> io::Result<()> {
        for _ in 0..100 {
            let before = self.tally.heard.get();
            self.say(0, self.tally.clock.stamp()).await?;
            let wanted = before + self.hearers();
            let all = async {
                while self.tally.heard.get() < wanted {
                    self.tally.news.notified().await;
                }
            };
            let is_heard = tokio::time::timeout(Duration::from_millis(500), all).await.is_ok();
            // What came late belongs to nothing.
            self.said.set(self.tally.heard.get() / self.hearers());
            if is_heard {
                self.tally.begin();
                return Ok(());
            }
        }
        Err(io::Error::other(format!("not everybody hears what is said in {}", self.name)))
    }

    fn hearers(&self) -> u64 {
        self.dialect.hearers(self.members.len()) as u64
    }

    pub async fn say(&self, who: usize, stamp: u64) -> io::Result<()> {
        self.said.set(self.said.get() + 1);
        let packet = self.dialect.say(&self.id, &nickname(&self.name, who), stamp);
        self.members[who].send(&packet).await
    }

    /// How many messages were said and have not been heard by everybody.
    fn in_flight(&self) -> u64 {
        self.said.get().saturating_sub(self.tally.heard.get() / self.hearers())
    }

    /// Lets members speak in turn for `time`, as soon as fewer than `window` messages are on their way.
    pub async fn talk(&self, window: u64, time: Duration) -> io::Result<()> {
        let end = Instant::now() + time;
        let mut turn = 0;
        while Instant::now() < end {
            while self.in_flight() < window {
                self.say(turn % self.members.len(), self.tally.clock.stamp()).await?;
                turn += 1;
            }
            if tokio::time::timeout(Duration::from_secs(10), self.tally.news.notified()).await.is_err() {
                return Err(io::Error::other(format!("{}: {} messages never came", self.name, self.in_flight())));
            }
        }
        self.falls_silent().await
    }

    /// Lets members speak in turn for `time`, `rate` times a second whatever the server does. What is late counts from when
    /// it should have been said.
    pub async fn talk_at(&self, rate: f64, time: Duration) -> io::Result<()> {
        let clock = &self.tally.clock;
        let begun = clock.now();
        for turn in 0..(rate * time.as_secs_f64()) as usize {
            let due = begun + (turn as f64 * 1e6 / rate) as u64;
            // The runtime's timer knows milliseconds.
            if let Some(rest) = due.checked_sub(clock.now()).filter(|rest| *rest > 0) {
                tokio::time::sleep(Duration::from_micros(rest)).await;
            }
            self.say(turn % self.members.len(), clock.stamp_at(due)).await?;
        }
        self.falls_silent().await
    }

    /// Waits until everything was heard.
    async fn falls_silent(&self) -> io::Result<()> {
        let all = async {
            while self.in_flight() > 0 {
                self.tally.news.notified().await;
            }
        };
        let late = |_| io::Error::other(format!("{}: {} messages never came", self.name, self.in_flight()));
        tokio::time::timeout(Duration::from_secs(20), all).await.map_err(late)
    }

    pub fn begin(&self) {
        self.tally.begin();
    }

    pub fn heard(&self) -> u64 {
        self.tally.heard.get()
    }

    pub fn packets(&self) -> u64 {
        self.tally.packets.get()
    }

    pub fn take_delays(&self, into: &mut Vec<u32>) {
        into.append(&mut self.tally.delays.borrow_mut());
    }

    pub fn take_answers(&self, into: &mut Vec<u32>) {
        into.append(&mut self.tally.answers.borrow_mut());
    }
}

/// Short enough for every server, and nobody's else.
fn nickname(room: &str, number: usize) -> String {
    format!("{room}n{number}")
}

fn room_id(answer: &str) -> io::Result<String> {
    let json = &answer[answer.find('[').unwrap_or(0)..];
    let answer: serde_json::Value = serde_json::from_str(json)?;
    let id = answer[0]["data"]["room"]["id"].as_str();
    id.map(str::to_owned).ok_or_else(|| io::Error::other(format!("no room: {answer}")))
}
