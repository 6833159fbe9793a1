//! Opening the database: the folder, the file, the migrations, the connections.

use std::{
    fs, io,
    path::{Path, PathBuf},
    time::Duration,
};

use rusqlite::{Connection, ErrorCode};
use rusqlite_migration::{M, Migrations, SchemaVersion};

use super::SqliteStore;

/// The schema's history. Only ever append: released migrations have run on other people's data.
const SCHEMA: &[M<'static>] = &[M::up(include_str!("../../../migrations/sqlite/01-house/up.sql"))];

const MIGRATIONS: Migrations<'static> = Migrations::from_slice(SCHEMA);

/// "SRBG", the `application_id` that the first migration writes.
const APPLICATION_ID: i32 = 0x5352_4247;

/// Enough to keep pages coming while one long read is under way; each costs a thread and a page cache.
const READERS: usize = 3;

/// How long a statement waits while another process (a backup, a curious operator's shell) holds the lock.
const LOCK_PATIENCE: Duration = Duration::from_secs(5);

/// More than the statements of this engine, so that none is compiled twice.
const CACHED_STATEMENTS: usize = 64;

/// Why the database could not be opened, in one line for the operator.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    #[error("cannot create the data folder {}: {source}", folder.display())]
    Folder { folder: PathBuf, source: io::Error },
    #[error("cannot write the database {}: {source}", path.display())]
    NotWritable { path: PathBuf, source: io::Error },
    #[error("{} is not a Sarangbang database", path.display())]
    NotOurs { path: PathBuf },
    #[error(
        "the database {} was made by a newer version of Sarangbang (schema {found}; this one knows up to {known})",
        path.display()
    )]
    Newer { path: PathBuf, found: usize, known: usize },
    #[error("cannot open the database {}: {source}", path.display())]
    Engine { path: PathBuf, source: Box<dyn std::error::Error + Send + Sync> },
}

impl SqliteStore {
    /// Opens the database at `path`, making the folder, the file and the tables that are missing. Blocks; meant for
    /// the start of the server.
    ///
    /// # Errors
    /// [`OpenError`], whose text is one line for the operator.
    pub fn open(path: &Path) -> Result<Self, OpenError> {
        make_private_file(path)?;
        let mut writer = connect(path)?;
        migrate(&mut writer, path)?;
        let readers = (0..READERS).map(|_| Ok(connect_reader(path)?.into())).collect::<Result<_, _>>()?;
        Ok(Self { writer: writer.into(), readers, next_reader: 0.into() })
    }
}

/// Nobody but the server's user may read what people say, whatever the umask: the folder is made with mode 0700 and
/// the file with 0600 (SQLite gives the same mode to its write-ahead log). What exists keeps its mode.
fn make_private_file(path: &Path) -> Result<(), OpenError> {
    let mut folders = fs::DirBuilder::new();
    let mut file = fs::OpenOptions::new();
    #[cfg(unix)]
    {
        use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
        folders.mode(0o700);
        file.mode(0o600);
    }
    if let Some(folder) = path.parent() {
        let failed = |source| OpenError::Folder { folder: folder.to_owned(), source };
        folders.recursive(true).create(folder).map_err(failed)?;
    }
    // SQLite would open a file that it may not write, and fail at the first message.
    let opened = file.read(true).append(true).create(true).open(path);
    opened.map(drop).map_err(|source| OpenError::NotWritable { path: path.to_owned(), source })
}

fn connect(path: &Path) -> Result<Connection, OpenError> {
    let open = || {
        let connection = Connection::open(path)?;
        connection.busy_timeout(LOCK_PATIENCE)?;
        connection.set_prepared_statement_cache_capacity(CACHED_STATEMENTS);
        // FULL: an acknowledged message survives a power cut. secure_delete: deleted text leaves the file too.
        connection.execute_batch(
            "PRAGMA journal_mode = WAL;
             PRAGMA synchronous = FULL;
             PRAGMA foreign_keys = ON;
             PRAGMA secure_delete = ON;
             PRAGMA journal_size_limit = 67108864;",
        )?;
        Ok(connection)
    };
    open().map_err(|error| refused(path, error))
}

fn connect_reader(path: &Path) -> Result<Connection, OpenError> {
    let connection = connect(path)?;
    connection.execute_batch("PRAGMA query_only = ON").map_err(|error| refused(path, error))?;
    Ok(connection)
}

fn migrate(connection: &mut Connection, path: &Path) -> Result<(), OpenError> {
    let failed = |error: rusqlite_migration::Error| OpenError::Engine { path: path.to_owned(), source: error.into() };
    if is_foreign(connection).map_err(|error| refused(path, error))? {
        return Err(OpenError::NotOurs { path: path.to_owned() });
    }
    if let SchemaVersion::Outside(found) = MIGRATIONS.current_version(connection).map_err(failed)? {
        return Err(OpenError::Newer { path: path.to_owned(), found: found.get(), known: SCHEMA.len() });
    }
    MIGRATIONS.to_latest(connection).map_err(failed)
}

/// Whether the file is in use by another program: our migrations must not run on its tables.
fn is_foreign(connection: &Connection) -> rusqlite::Result<bool> {
    let application_id: i32 = connection.query_row("PRAGMA application_id", [], |row| row.get(0))?;
    let is_empty: bool = connection.query_row("SELECT count(*) = 0 FROM sqlite_schema", [], |row| row.get(0))?;
    Ok(application_id != APPLICATION_ID && !(application_id == 0 && is_empty))
}

fn refused(path: &Path, error: rusqlite::Error) -> OpenError {
    let path = path.to_owned();
    match error.sqlite_error_code() {
        Some(ErrorCode::NotADatabase) => OpenError::NotOurs { path },
        _ => OpenError::Engine { path, source: error.into() },
    }
}
