//! `sarangbang bot add|list|revoke`: also while the house is open, which notices within a second.

use clap::Subcommand;

use crate::{
    chat::{
        self,
        ports::{Clock, StoreError},
    },
    domain::{GuestId, Reach, Refusal, Space},
    server::SystemClock,
    settings::Settings,
    storage::sqlite::{OpenError, Outside},
};

#[derive(Debug, Subcommand)]
pub enum BotCommand {
    /// Make a bot for a whole space and print its token, which is shown only now
    Add {
        /// The space whose rooms it may come into: `main`, `anonymous`…
        #[arg(long)]
        space: String,
        /// Its nickname
        #[arg(long)]
        name: String,
    },
    /// List all bots: their ids, names, and where they may go
    List,
    /// Take a bot's token away; what it wrote stays
    Revoke {
        /// As `list` tells it
        id: String,
    },
}

/// Why a bot could not be made or taken away, in one line.
#[derive(Debug, thiserror::Error)]
pub enum BotError {
    #[error(transparent)]
    Open(#[from] OpenError),
    #[error("{}", .0.meaning())]
    Nickname(Refusal),
    #[error("there is no space '{0}'")]
    NoSpace(String),
    #[error("there is no bot '{0}'; `sarangbang bot list` names them")]
    NoBot(String),
    #[error("the database cannot be used: {0}")]
    Store(StoreError),
}

pub fn run(settings: &Settings, command: BotCommand) -> Result<(), BotError> {
    let mut house = Outside::open(&settings.database())?;
    match command {
        BotCommand::Add { space, name } => add(&mut house, space, &name),
        BotCommand::List => list(&mut house),
        BotCommand::Revoke { id } => revoke(&mut house, id),
    }
}

fn add(house: &mut Outside, space: String, name: &str) -> Result<(), BotError> {
    let reach = Reach::Space(Space::new(&*space));
    let (bot, token) = chat::new_bot(name, reach, SystemClock.now()).map_err(BotError::Nickname)?;
    house.add_bot(bot).map_err(|error| match error {
        StoreError::Missing => BotError::NoSpace(space),
        StoreError::NicknameTaken => BotError::Nickname(Refusal::NicknameTaken),
        error => BotError::Store(error),
    })?;
    println!("{}", token.reveal());
    Ok(())
}

fn list(house: &mut Outside) -> Result<(), BotError> {
    for bot in house.bots().map_err(BotError::Store)? {
        let place = match bot.reach {
            Reach::Room(room) => format!("room {room}"),
            Reach::Space(space) => format!("space {space}"),
        };
        println!("{}  {}  {place}", bot.guest.id, bot.guest.nickname);
    }
    Ok(())
}

fn revoke(house: &mut Outside, id: String) -> Result<(), BotError> {
    if !house.remove_bot(&GuestId::new(&*id)).map_err(BotError::Store)? {
        return Err(BotError::NoBot(id));
    }
    println!("{id} may not come in any more");
    Ok(())
}
