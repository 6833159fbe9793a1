//! `sarangbang space add NAME | list | remove NAME`.

use clap::Subcommand;

use crate::{
    chat::ports::Clock,
    domain::Space,
    server::SystemClock,
    settings::Settings,
    storage::sqlite::{self, SpaceError},
};

#[derive(Debug, Subcommand)]
pub enum SpaceCommand {
    /// Add a space: a list of rooms of its own at /s/NAME, and a namespace /NAME
    Add {
        /// 1 to 32 lower-case letters, digits and -
        #[arg(value_parser = name)]
        name: Space,
    },
    /// List the spaces and how many rooms each has
    List,
    /// Remove a space
    Remove {
        #[arg(value_parser = name)]
        name: Space,
        /// End its rooms
        #[arg(long)]
        with_rooms: bool,
    },
}

pub fn run(settings: &Settings, command: SpaceCommand) -> Result<(), SpaceError> {
    let database = settings.database();
    match command {
        SpaceCommand::Add { name } => {
            sqlite::add_space(&database, &name)?;
            println!("{name}: added");
        }
        SpaceCommand::List => {
            for (space, rooms) in sqlite::list_spaces(&database)? {
                println!("{space}: {rooms} rooms");
            }
        }
        SpaceCommand::Remove { name, with_rooms } => {
            sqlite::remove_space(&database, &name, with_rooms, SystemClock.now())?;
            println!("{name}: removed");
        }
    }
    Ok(())
}

fn name(text: &str) -> Result<Space, &'static str> {
    Space::parse(text).ok_or("1 to 32 lower-case letters, digits and -, and none of v1, chat, room, chats")
}
