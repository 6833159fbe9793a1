//! What an operator changes at the file itself, whether a house is open on it or not.

use std::path::Path;

use rusqlite::{Connection, Transaction, TransactionBehavior};

use super::{bots, open, open::OpenError};
use crate::{
    chat::ports::{NewBot, StoreError},
    domain::{Bot, GuestId},
};

/// A database that is there, seen by a command. Every call is one transaction, on the disk when it returns.
#[derive(Debug)]
pub struct Outside(Connection);

impl Outside {
    /// # Errors
    /// When the file is missing, damaged, not ours, or of another version than this binary.
    pub fn open(path: &Path) -> Result<Self, OpenError> {
        Ok(Self(open::to_change(path)?))
    }

    /// # Errors
    /// [`StoreError::NicknameTaken`], [`StoreError::Missing`] when there is no such space.
    pub fn add_bot(&mut self, bot: NewBot) -> Result<Bot, StoreError> {
        self.write(|tx| bots::add(tx, bot))
    }

    /// All bots of the house, oldest first.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn bots(&mut self) -> Result<Vec<Bot>, StoreError> {
        let transaction = self.0.transaction()?;
        bots::all(&transaction)
    }

    /// Takes a bot's token away. `false` when there is no such bot.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn remove_bot(&mut self, bot: &GuestId) -> Result<bool, StoreError> {
        self.write(|tx| bots::remove(tx, bot))
    }

    fn write<R>(&mut self, job: impl FnOnce(&Transaction<'_>) -> Result<R, StoreError>) -> Result<R, StoreError> {
        let transaction = self.0.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let answer = job(&transaction)?;
        transaction.commit()?;
        Ok(answer)
    }
}
