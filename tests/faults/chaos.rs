//! What happens in a run, and in which order: a schedule that follows from the seed alone.

use std::time::Duration;

use rand::{RngExt, rngs::StdRng};

use super::{
    network::{Fault, Way, Weather},
    seed::Seed,
};

/// The dice of the schedule; clients have those of their number.
const PLAYER: u64 = u64::MAX;

/// One thing that happens.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Step {
    /// A while after the step before, something happens to a client's connection.
    Fault { after: Duration, client: usize, fault: Fault },
    /// The server is killed: a while after the step before, or at the first ack that arrives after that.
    Kill { after: Duration, at_ack: bool },
    /// A while after the step before, the server is asked to end, and opened again.
    Restart { after: Duration },
    /// A while after the step before, the server's disk is full for a while.
    FullDisk { after: Duration, time: Duration },
    /// Everybody falls silent and everything is compared. Then they come into one room again and again, each time
    /// while one message is written there, after which nothing more tells those who missed it.
    Lull { room: usize },
}

/// How often what happens.
#[derive(Clone, Copy, Debug)]
pub struct Rhythm {
    pub clients: usize,
    pub rooms: usize,
    /// Disconnections between two kills, two full disks, and two lulls.
    pub kill_every: usize,
    pub full_every: usize,
    pub lull_every: usize,
}

/// The steps of a run, without end.
pub struct Schedule {
    dice: StdRng,
    rhythm: Rhythm,
    disconnections: usize,
    waiting: Vec<Step>,
}

impl Schedule {
    pub fn new(seed: Seed, rhythm: Rhythm) -> Self {
        Self { dice: seed.dice(PLAYER), rhythm, disconnections: 0, waiting: Vec::new() }
    }

    fn fault(&mut self) -> Fault {
        let kind = self.dice.random_range(0..100);
        let mut up_to = |most: u64| Duration::from_millis(self.dice.random_range(1..=most));
        match kind {
            0..20 => Fault::Reset,
            20..30 => Fault::Close,
            30..37 => Fault::HalfClose(Way::ToHouse),
            37..44 => Fault::HalfClose(Way::ToClient),
            44..60 => Fault::LoseAnswers(up_to(60)),
            60..72 => Fault::Strand(up_to(80)),
            72..78 => Fault::Vanish(up_to(1_200)),
            78..86 => Fault::Freeze(up_to(400)),
            86..92 => Fault::Storm(Weather::default()),
            _ => Fault::Storm(Weather { delay: up_to(30), piece: self.dice.random_range(1..80) }),
        }
    }

    fn after(&mut self) -> Duration {
        Duration::from_millis(self.dice.random_range(1..100))
    }
}

impl Iterator for Schedule {
    type Item = Step;

    fn next(&mut self) -> Option<Step> {
        if let Some(step) = self.waiting.pop() {
            return Some(step);
        }
        let (after, fault) = (self.after(), self.fault());
        let client = self.dice.random_range(0..self.rhythm.clients);
        if fault.disconnects() {
            self.disconnections += 1;
            if self.disconnections.is_multiple_of(self.rhythm.lull_every) {
                self.waiting.push(Step::Lull { room: self.dice.random_range(0..self.rhythm.rooms) });
            }
            if self.disconnections.is_multiple_of(self.rhythm.kill_every) {
                let kill = Step::Kill { after: self.after(), at_ack: self.dice.random_bool(0.5) };
                let restart = Step::Restart { after: 5 * self.after() };
                self.waiting.extend([restart, kill]);
            }
            if self.disconnections.is_multiple_of(self.rhythm.full_every) {
                let (after, time) = (self.after(), Duration::from_millis(self.dice.random_range(5..60)));
                self.waiting.push(Step::FullDisk { after, time });
            }
        }
        Some(Step::Fault { after, client, fault })
    }
}

#[test]
fn the_same_seed_gives_the_same_schedule_and_another_one_another() {
    let rhythm = Rhythm { clients: 9, rooms: 3, kill_every: 5, full_every: 6, lull_every: 7 };
    let steps = |seed| Schedule::new(Seed(seed), rhythm).take(500).collect::<Vec<_>>();
    assert_eq!(steps(1), steps(1));
    assert_ne!(steps(1), steps(2));
    let count = |is_one: fn(&Step) -> bool| steps(1).iter().filter(|step| is_one(step)).count();
    let kills = count(|step| matches!(step, Step::Kill { .. }));
    let disconnections = count(|step| matches!(step, Step::Fault { fault, .. } if fault.disconnects()));
    assert_eq!(kills, disconnections / rhythm.kill_every);
}
