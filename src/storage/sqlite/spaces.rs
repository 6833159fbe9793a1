//! Spaces: read and made by the server, added and removed by the operator beside it.

use std::path::Path;

use rusqlite::{Connection, Transaction, TransactionBehavior, params};

use super::{OpenError, bots, open};
use crate::{
    chat::ports::StoreError,
    domain::{Millis, Space},
};

/// Why a space was not added or removed, in one line for the operator. Nothing has changed then.
#[derive(Debug, thiserror::Error)]
pub enum SpaceError {
    #[error(transparent)]
    Database(#[from] OpenError),
    #[error("there is a space {0} already")]
    Exists(Space),
    #[error("there is no space {0}")]
    Missing(Space),
    #[error("the space {0} belongs to every house and stays")]
    Stays(Space),
    #[error("the space {space} has {rooms} rooms; --with-rooms ends them")]
    HasRooms { space: Space, rooms: u64 },
    #[error("cannot write: {0}")]
    Engine(#[from] rusqlite::Error),
}

/// The spaces that are there, in the order of their names.
pub fn live(tx: &Connection) -> rusqlite::Result<Vec<Space>> {
    let mut select = tx.prepare_cached("SELECT slug FROM spaces WHERE removed_at IS NULL ORDER BY slug")?;
    let spaces = select.query_map([], |row| row.get::<_, String>(0).map(Space::new))?;
    spaces.collect()
}

pub fn exists(tx: &Connection, space: &Space) -> rusqlite::Result<bool> {
    tx.prepare_cached("SELECT 1 FROM spaces WHERE slug = ?1 AND removed_at IS NULL")?.exists([space.as_str()])
}

/// Makes a space; `false` when there is one of this name.
pub fn add(tx: &Connection, space: &Space) -> rusqlite::Result<bool> {
    let mut insert = tx.prepare_cached(
        "INSERT INTO spaces (slug) VALUES (?1)
         ON CONFLICT (slug) DO UPDATE SET removed_at = NULL WHERE removed_at IS NOT NULL",
    )?;
    Ok(insert.execute([space.as_str()])? > 0)
}

/// Deletes removed spaces of which nothing is left.
pub fn forget_removed(tx: &Transaction<'_>) -> Result<(), StoreError> {
    let gone = "SELECT slug FROM spaces
                WHERE removed_at IS NOT NULL AND NOT EXISTS (SELECT 1 FROM rooms WHERE space = slug)";
    tx.prepare_cached(&format!("DELETE FROM notices WHERE space IN ({gone})"))?.execute([])?;
    tx.prepare_cached(&format!("DELETE FROM spaces WHERE slug IN ({gone})"))?.execute([])?;
    Ok(())
}

/// The spaces of the database at `path` with how many rooms each has, also beside a running server.
///
/// # Errors
/// [`SpaceError::Database`].
pub fn list(path: &Path) -> Result<Vec<(Space, u64)>, SpaceError> {
    let database = open::to_change(path)?;
    live(&database)?.into_iter().map(|space| Ok((space.clone(), rooms(&database, &space)?))).collect()
}

/// Adds a space to the database at `path`. A running server has it within a second.
///
/// # Errors
/// [`SpaceError::Exists`], [`SpaceError::Database`].
pub fn add_to(path: &Path, space: &Space) -> Result<(), SpaceError> {
    if add(&open::to_change(path)?, space)? { Ok(()) } else { Err(SpaceError::Exists(space.clone())) }
}

/// Removes a space and its bots from the database at `path`, and ends its rooms if `with_rooms`. A running server notices
/// within a second, and deletes what was written there as in other rooms that ended.
///
/// # Errors
/// [`SpaceError::Missing`], [`SpaceError::Stays`], [`SpaceError::HasRooms`], [`SpaceError::Database`].
pub fn remove_from(path: &Path, space: &Space, with_rooms: bool, now: Millis) -> Result<(), SpaceError> {
    if [Space::main(), Space::anonymous()].contains(space) {
        return Err(SpaceError::Stays(space.clone()));
    }
    let mut database = open::to_change(path)?;
    let tx = database.transaction_with_behavior(TransactionBehavior::Immediate)?;
    if !exists(&tx, space)? {
        return Err(SpaceError::Missing(space.clone()));
    }
    let rooms = rooms(&tx, space)?;
    if rooms > 0 && !with_rooms {
        return Err(SpaceError::HasRooms { space: space.clone(), rooms });
    }
    // The server ends rooms whose time is over.
    tx.execute(
        "UPDATE rooms SET expires_at = min(coalesce(expires_at, ?2), ?2) WHERE space = ?1 AND closed_at IS NULL",
        params![space.as_str(), now],
    )?;
    bots::remove_all_of(&tx, space)?;
    tx.execute("UPDATE spaces SET removed_at = ?2 WHERE slug = ?1", params![space.as_str(), now])?;
    Ok(tx.commit()?)
}

fn rooms(database: &Connection, space: &Space) -> rusqlite::Result<u64> {
    let count = "SELECT count(*) FROM rooms WHERE space = ?1 AND closed_at IS NULL";
    database.query_row(count, [space.as_str()], |row| row.get::<_, i64>(0)).map(i64::unsigned_abs)
}
