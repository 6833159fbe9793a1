//! What the binary does besides serving: one command a file. Each says what it did or found on the standard output,
//! for people, and fails with one line.

mod backup;
mod bot;
mod doctor;
mod restore;
mod space;

use std::{path::PathBuf, process::ExitCode};

use clap::{Parser, Subcommand};

pub use self::bot::{BotCommand, BotError};
pub use self::space::SpaceCommand;
use crate::{
    album::copies,
    bells::VapidError,
    settings::{Flags, Settings, SettingsError},
    storage::sqlite::{CopyError, OpenError, SpaceError},
};

/// A self-hosted chat house.
#[derive(Debug, Parser)]
#[command(
    version,
    about,
    args_conflicts_with_subcommands = false,
    after_help = "Without a command the house is opened.\n\n\
                  Every setting can also be given as SARANGBANG_<NAME>, such as SARANGBANG_PUBLIC_URL or \
                  SARANGBANG_SESSIONS_DAYS."
)]
pub struct CommandLine {
    #[command(subcommand)]
    pub command: Option<Command>,
    #[command(flatten)]
    pub flags: Flags,
}

#[derive(Debug, Subcommand)]
pub enum Command {
    /// Copy the data into a new file, with the pictures and the key for Web Push beside it, also while the house is open
    Backup {
        /// Must not exist yet
        file: PathBuf,
    },
    /// Put a backup back, while the house is closed; the data that was there is kept beside it
    Restore {
        /// What `backup` wrote
        file: PathBuf,
    },
    /// Make, list and revoke bots, also while the house is open
    #[command(subcommand)]
    Bot(BotCommand),
    /// Add, list and remove spaces, also while the house is open
    #[command(subcommand)]
    Space(SpaceCommand),
    /// Check settings, data and environment, also while the house is open, and say what to do
    Doctor,
}

/// Why a command failed, in one line for the operator.
#[derive(Debug, thiserror::Error)]
pub enum CommandError {
    #[error(transparent)]
    Settings(#[from] SettingsError),
    #[error(transparent)]
    Copy(#[from] CopyError),
    #[error(transparent)]
    Database(#[from] OpenError),
    #[error(transparent)]
    Pictures(#[from] copies::CopyError),
    #[error(transparent)]
    Key(#[from] VapidError),
    #[error(transparent)]
    Bot(#[from] BotError),
    #[error(transparent)]
    Space(#[from] SpaceError),
}

impl Command {
    /// Runs the command; blocks.
    ///
    /// # Errors
    /// [`CommandError`]. What `doctor` finds is no error: its exit code says whether something fails.
    pub fn run(
        self,
        flags: Flags,
        environment: impl Iterator<Item = (String, String)>,
    ) -> Result<ExitCode, CommandError> {
        match self {
            Self::Backup { file } => backup::run(&Settings::load(flags, environment)?, &file)?,
            Self::Restore { file } => restore::run(&Settings::load(flags, environment)?, &file)?,
            Self::Bot(command) => bot::run(&Settings::load(flags, environment)?, command)?,
            Self::Space(command) => space::run(&Settings::load(flags, environment)?, command)?,
            Self::Doctor => return Ok(doctor::run(flags, environment)),
        }
        Ok(ExitCode::SUCCESS)
    }
}

/// A number of bytes as people say it, to one decimal: `1.5 GB`.
fn size(bytes: u64) -> String {
    const UNITS: &[(&str, u64)] = &[("GB", 1 << 30), ("MB", 1 << 20), ("kB", 1 << 10)];
    match UNITS.iter().find(|(_, unit)| bytes >= *unit) {
        Some((name, unit)) => format!("{}.{} {name}", bytes / unit, bytes % unit * 10 / unit),
        None => format!("{bytes} bytes"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_are_told_as_people_say_them() {
        let told = [999, 1_536, 5 << 20, (3 << 30) - 1].map(size);
        assert_eq!(told, ["999 bytes", "1.5 kB", "5.0 MB", "2.9 GB"]);
    }

    #[test]
    fn flags_may_stand_before_and_after_the_command() {
        for line in ["sarangbang --data d backup f", "sarangbang backup f --data d", "sarangbang backup --data d f"] {
            let line = CommandLine::try_parse_from(line.split(' ')).unwrap();
            assert_eq!(line.flags.data, Some("d".into()));
            assert!(matches!(line.command, Some(Command::Backup { file }) if file.as_os_str() == "f"));
        }
    }
}
