//! The chat service: the verbs of the house, one use-case a file. It knows no transport and no SQL.
//!
//! Every write to a room goes through the [`journal`]; everything that happens leaves by the [`Bus`]. Who is where
//! now is kept in [`presence`], by connection, so that a gateway only says which connection asks.

mod admission;
mod attendance;
mod bells;
mod bots;
mod chatters;
mod closing;
mod connection;
mod departure;
mod drafts;
mod error;
mod export;
mod handover;
mod history;
mod join;
mod journal;
mod kicks;
mod limits;
mod lobby;
mod obey;
mod outward;
mod pace;
mod passkeys;
mod password;
mod permalink;
mod pictures;
mod presence;
mod readers;
mod reading;
mod rename;
mod revise;
mod rooms;
mod search;
mod send;
mod session;
mod sign_out;
mod talk;
mod typing;
mod visit;
mod webhooks;

pub mod ports;

use std::{sync::Arc, time::Duration};

use self::{
    attendance::Attendance,
    chatters::Blanks,
    closing::Deserted,
    drafts::Drafts,
    handover::Handover,
    journal::Journal,
    limits::Limits,
    pace::Announcer,
    passkeys::Challenges,
    ports::{Bus, Clock, Outside, Store},
    presence::Presence,
    readers::Readers,
};
pub use self::{
    bells::{Sight, Told},
    bots::{BotToken, new_bot},
    chatters::Chatter,
    connection::ConnectionId,
    drafts::Refused,
    error::{Error, Result},
    history::Catch,
    join::JoinedRoom,
    limits::{Rate, Rates},
    lobby::RoomWithMembers,
    obey::Obeyed,
    passkeys::{ALGORITHMS, Assertion, Attestation, Challenge, Purpose, Site, decoded},
    permalink::{Passage, Spot},
    pictures::{Pictures, Quota},
    ports::Trace,
    rooms::{ChangeRequest, RoomRequest},
    search::SearchRequest,
    send::{Receipt, SendRequest, Stored},
    session::Token,
    webhooks::Parcel,
};
use crate::domain::{Handed, Millis};

/// What an operator may choose about the service.
#[derive(Clone, Debug)]
pub struct Config {
    /// How long a session lasts after it was last seen.
    pub session_lifetime: Duration,
    /// How long somebody whose last connection broke still counts as present, so that a reload is no leaving.
    pub presence_grace: Duration,
    /// How fast guests may write and come; `None` lifts the limits.
    pub rates: Option<Rates>,
    /// Where webhooks may lead.
    pub outside: Arc<dyn Outside>,
    /// How pictures are made and where they lie.
    pub pictures: Pictures,
}

/// The chat service. Cheap to share behind an [`Arc`].
pub struct Chat {
    store: Arc<dyn Store>,
    bus: Arc<dyn Bus>,
    clock: Arc<dyn Clock>,
    config: Config,
    journal: Arc<Journal>,
    attendance: Arc<Attendance>,
    blanks: Blanks,
    challenges: Challenges,
    presence: Arc<Presence>,
    announcer: Announcer,
    limits: Limits,
    deserted: Deserted,
    drafts: Drafts,
    handover: Handover<Handed>,
    saved: Handover<&'static str>,
    readers: Readers,
}

impl Chat {
    /// Opens the house. Its tasks run until [`close`](Self::close).
    pub fn open(store: Arc<dyn Store>, bus: Arc<dyn Bus>, clock: Arc<dyn Clock>, config: Config) -> Arc<Self> {
        let presence = Arc::new(Presence::default());
        let announcer = Announcer::start(store.clone(), bus.clone(), presence.clone());
        let journal = Arc::new(Journal::start(store.clone(), bus.clone(), announcer.clone()));
        let attendance = Attendance::new(journal.clone(), presence.clone(), clock.clone());
        let limits = Limits::new(config.rates);
        Arc::new(Self {
            store,
            bus,
            clock,
            config,
            journal,
            attendance,
            blanks: Blanks::default(),
            challenges: Challenges::default(),
            presence,
            announcer,
            limits,
            deserted: Deserted::default(),
            drafts: Drafts::default(),
            handover: Handover::default(),
            saved: Handover::default(),
            readers: Readers::default(),
        })
    }

    /// Lets the writes under way finish, takes no more, and closes the store.
    ///
    /// # Errors
    /// When the store cannot be closed properly; what was acknowledged is durable all the same.
    pub async fn close(&self) -> Result<()> {
        self.announcer.stop();
        self.journal.close().await;
        Ok(self.store.close().await?)
    }

    /// Whether the house can read and write right now.
    ///
    /// # Errors
    /// When the store says no.
    pub async fn ready(&self) -> Result<()> {
        Ok(self.store.ready().await?)
    }

    /// The house's time.
    pub fn now(&self) -> Millis {
        self.clock.now()
    }
}
