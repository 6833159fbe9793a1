//! What is measured: each scenario fills a server with members, lets them do something, and tells what that took.

use std::{
    io,
    rc::Rc,
    time::{Duration, Instant},
};

use clap::ValueEnum;

use crate::{
    dialect::Dialect,
    member::Member,
    server::{Server, Usage, own_usage},
    talk::{Clock, Room},
};

/// What a run of a scenario found out.
#[derive(Clone, Debug, Default)]
pub struct Figures {
    /// What was counted, each second.
    pub rate: f64,
    /// Microseconds: half of all were faster, 99 of 100, 999 of 1,000.
    pub delay: Option<[u32; 3]>,
    /// Microseconds of the server's processor for each that was counted.
    pub cost: Option<f64>,
    /// How many messages came in one packet.
    pub batch: Option<f64>,
    /// KiB that the server grew by for each member.
    pub memory: Option<f64>,
    /// The part of a core that this program took.
    pub own: f64,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Scenario {
    /// One room, eight messages on their way: deliveries a second.
    Burst,
    /// A hundred rooms of ten, everybody speaks: deliveries a second.
    Rooms,
    /// One room, 20,000 deliveries a second: how late they are.
    Steady,
    /// A hundred rooms of ten, 9,000 deliveries a second: how late they are.
    SteadyRooms,
    /// A hundred members alone in their rooms, each with eight messages on their way: acknowledged messages a second.
    Stored,
    /// Members who come into small rooms and go: connections a second.
    Connects,
    /// A thousand members of one room who do nothing: what each of them takes.
    Idle,
}

/// For how long, and how large.
#[derive(Clone, Copy, Debug)]
pub struct Extent {
    pub time: Duration,
    /// Members of the one room of [`Scenario::Burst`], [`Scenario::Steady`] and [`Scenario::Idle`].
    pub members: usize,
}

impl Scenario {
    /// As it is asked for.
    pub fn name(self) -> String {
        self.to_possible_value().expect("none is hidden").get_name().to_owned()
    }

    /// What its rate counts.
    pub fn unit(self) -> &'static str {
        match self {
            Self::Burst | Self::Rooms | Self::Steady | Self::SteadyRooms => "deliveries",
            Self::Stored => "messages",
            Self::Connects => "connects",
            Self::Idle => "members",
        }
    }

    /// Whether a server of this dialect can do it: the tutorial's acknowledges nothing.
    pub fn suits(self, dialect: Dialect) -> bool {
        self != Self::Stored || dialect == Dialect::Native
    }

    /// `run` tells rooms of one run from those of others.
    pub async fn run(self, server: &Server, dialect: Dialect, extent: Extent, run: &str) -> io::Result<Figures> {
        match self {
            Self::Burst => {
                let rooms = fill(server, dialect, 1, extent.members, run).await?;
                talk(server, &rooms, extent.time, Way::Window(8)).await
            }
            Self::Rooms => {
                let rooms = fill(server, dialect, 100, 10, run).await?;
                talk(server, &rooms, extent.time, Way::Window(10)).await
            }
            Self::Steady => {
                let rooms = fill(server, dialect, 1, extent.members, run).await?;
                let rate = 20_000.0 / dialect.hearers(extent.members) as f64;
                talk(server, &rooms, extent.time, Way::Rate(rate)).await
            }
            Self::SteadyRooms => {
                let rooms = fill(server, dialect, 100, 10, run).await?;
                let rate = 90.0 / dialect.hearers(10) as f64;
                talk(server, &rooms, extent.time, Way::Rate(rate)).await
            }
            Self::Stored => {
                let rooms = fill(server, dialect, 100, 1, run).await?;
                let figures = talk(server, &rooms, extent.time, Way::Window(8)).await?;
                let mut answers = Vec::new();
                rooms.iter().for_each(|room| room.take_answers(&mut answers));
                Ok(Figures { delay: percentiles(&mut answers), ..figures })
            }
            Self::Connects => connects(server, dialect, extent, run).await,
            Self::Idle => idle(server, dialect, extent, run).await,
        }
    }
}

async fn fill(server: &Server, dialect: Dialect, rooms: usize, size: usize, run: &str) -> io::Result<Vec<Rc<Room>>> {
    let clock = Clock::new();
    let mut filled = Vec::with_capacity(rooms);
    for number in 0..rooms {
        let name = format!("{run}r{number}");
        filled.push(Rc::new(Room::fill(&server.address, dialect, &name, size, &clock).await?));
    }
    Ok(filled)
}

#[derive(Clone, Copy)]
enum Way {
    /// As many messages of a room are on their way.
    Window(u64),
    /// As many are said in a room each second.
    Rate(f64),
}

/// Everybody talks: first until the server is warm, then for what is told.
async fn talk(server: &Server, rooms: &[Rc<Room>], time: Duration, way: Way) -> io::Result<Figures> {
    all_talk(rooms, time / 4, way).await?;
    rooms.iter().for_each(|room| room.begin());
    let heard = || rooms.iter().map(|room| room.heard()).sum::<u64>();
    let packets = || rooms.iter().map(|room| room.packets()).sum::<u64>();
    let (before, packets_before, watch) = (heard(), packets(), Watch::begin(server));
    all_talk(rooms, time, way).await?;
    let counted = heard() - before;
    let figures = watch.end(server, counted);
    let batch = Some(counted as f64 / (packets() - packets_before).max(1) as f64);
    let mut delays = Vec::new();
    rooms.iter().for_each(|room| room.take_delays(&mut delays));
    if rooms.iter().flat_map(|room| &room.members).any(Member::is_lost) {
        return Err(io::Error::other("the server hung up on a member"));
    }
    Ok(Figures { delay: percentiles(&mut delays), batch, ..figures })
}

async fn all_talk(rooms: &[Rc<Room>], time: Duration, way: Way) -> io::Result<()> {
    let talks: Vec<_> = rooms
        .iter()
        .cloned()
        .map(|room| {
            tokio::task::spawn_local(async move {
                match way {
                    Way::Window(window) => room.talk(window, time).await,
                    Way::Rate(rate) => room.talk_at(rate, time).await,
                }
            })
        })
        .collect();
    for talk in talks {
        talk.await.map_err(io::Error::other)??;
    }
    Ok(())
}

/// 32 at a time come, into one room after the other, and go.
async fn connects(server: &Server, dialect: Dialect, extent: Extent, run: &str) -> io::Result<Figures> {
    let rooms = fill(server, dialect, 100, 2, run).await?;
    let watch = Watch::begin(server);
    let end = Instant::now() + extent.time;
    let comers: Vec<_> = (0..32)
        .map(|number| {
            let (address, run, rooms) = (server.address.clone(), run.to_owned(), rooms.clone());
            tokio::task::spawn_local(async move {
                let mut came = 0;
                while Instant::now() < end {
                    let room = &rooms[(number + 32 * came) % rooms.len()];
                    let who = format!("{run}c{number}x{came}");
                    let member = Member::come(&address, dialect, &who, room.tally.clone()).await?;
                    room.take_in(&member, &who).await?;
                    came += 1;
                }
                io::Result::Ok(came as u64)
            })
        })
        .collect();
    let mut came = 0;
    for comer in comers {
        came += comer.await.map_err(io::Error::other)??;
    }
    Ok(watch.end(server, came))
}

async fn idle(server: &Server, dialect: Dialect, extent: Extent, run: &str) -> io::Result<Figures> {
    let before = server.usage();
    let rooms = fill(server, dialect, 1, extent.members, run).await?;
    tokio::time::sleep(Duration::from_secs(2)).await;
    let watch = Watch::begin(server);
    tokio::time::sleep(extent.time).await;
    let figures = watch.end(server, 0);
    let grown = |after: Usage, before: Usage| after.memory.saturating_sub(before.memory) as f64 / 1024.0;
    let memory = before.zip(server.usage()).map(|(before, after)| grown(after, before) / extent.members as f64);
    drop(rooms);
    Ok(Figures { memory, ..figures })
}

/// What a server and this program use from a moment on.
struct Watch {
    begun: Instant,
    server: Option<Usage>,
    own: Option<Usage>,
}

impl Watch {
    fn begin(server: &Server) -> Self {
        Self { begun: Instant::now(), server: server.usage(), own: own_usage() }
    }

    fn end(self, server: &Server, counted: u64) -> Figures {
        let time = self.begun.elapsed().as_secs_f64();
        let cpu = self.server.zip(server.usage()).map(|(before, after)| (after.cpu - before.cpu).as_secs_f64());
        let own = self.own.zip(own_usage()).map(|(before, after)| (after.cpu - before.cpu).as_secs_f64());
        Figures {
            rate: counted as f64 / time,
            cost: cpu.filter(|_| counted > 0).map(|cpu| cpu * 1e6 / counted as f64),
            own: own.unwrap_or_default() / time,
            ..Figures::default()
        }
    }
}

fn percentiles(delays: &mut [u32]) -> Option<[u32; 3]> {
    delays.sort_unstable();
    let last = delays.len().checked_sub(1)?;
    Some([0.5, 0.99, 0.999].map(|part| delays[((last as f64) * part) as usize]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percentiles_are_of_what_was_measured() {
        let mut delays: Vec<u32> = (0..=1_000).rev().collect();
        assert_eq!(percentiles(&mut delays), Some([500, 990, 999]));
        assert_eq!(percentiles(&mut []), None);
    }
}
