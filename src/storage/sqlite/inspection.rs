//! Looking at a database without changing anything, also beside the server that writes to it.

use std::{
    fs,
    path::{Path, PathBuf},
};

use rusqlite::Connection;

use super::{OpenError, claim::Claim, open, soundness};
use crate::domain::Millis;

/// A database that is only looked at.
#[derive(Debug)]
pub struct Inspection {
    path: PathBuf,
    database: Connection,
}

impl Inspection {
    /// # Errors
    /// When the file is missing, no database of ours, or one of a newer version.
    pub fn open(path: &Path) -> Result<Self, OpenError> {
        Ok(Self { path: path.to_owned(), database: open::to_look_into(path)? })
    }

    /// The schema's version, and the one that this program brings it to at the next start.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn schema(&self) -> Result<(i64, usize), OpenError> {
        Ok((self.number("PRAGMA user_version")?.unwrap_or_default(), open::KNOWN_SCHEMA))
    }

    /// Looks whether every page and index is whole.
    ///
    /// # Errors
    /// [`OpenError::Damaged`].
    pub fn check_pages(&self) -> Result<(), OpenError> {
        soundness::check_all(&self.database, &self.path)
    }

    /// How many rows name a row that is not there.
    ///
    /// # Errors
    /// When that cannot be read.
    pub fn dangling_rows(&self) -> Result<i64, OpenError> {
        Ok(self.number("SELECT count(*) FROM pragma_foreign_key_check")?.unwrap_or_default())
    }

    /// Rooms whose messages are not numbered 1, 2, 3… up to what the room says.
    ///
    /// # Errors
    /// When that cannot be read.
    pub fn rooms_with_holes(&self) -> Result<i64, OpenError> {
        // Numbers are unique, so a room has no hole when the highest one is also the count.
        let holes = "SELECT count(*) FROM (
                         SELECT 1 FROM rooms LEFT JOIN messages ON messages.room = rooms.key GROUP BY rooms.key
                         HAVING count(seq) <> last_seq OR coalesce(max(seq), 0) <> last_seq
                                OR coalesce(max(messages.rev), 0) > rooms.rev)";
        Ok(self.number(holes)?.unwrap_or_default())
    }

    /// When the newest message was written.
    ///
    /// # Errors
    /// When that cannot be read.
    pub fn newest_message(&self) -> Result<Option<Millis>, OpenError> {
        self.number("SELECT created_at FROM messages ORDER BY id DESC LIMIT 1")
    }

    /// Bytes of the database, and of its write-ahead log.
    pub fn bytes(&self) -> (u64, u64) {
        let length = |path: &Path| fs::metadata(path).map_or(0, |file| file.len());
        (length(&self.path), length(&open::log_of(&self.path)))
    }

    fn number(&self, sql: &str) -> Result<Option<i64>, OpenError> {
        match self.database.query_row(sql, [], |row| row.get(0)) {
            Err(rusqlite::Error::QueryReturnedNoRows) => Ok(None),
            found => found.map(Some).map_err(|error| open::refused(&self.path, error)),
        }
    }
}

/// Whether a server has the data open just now. When that cannot be seen, it is taken for no.
pub fn is_open(path: &Path) -> bool {
    Claim::is_taken(path).unwrap_or_default()
}
