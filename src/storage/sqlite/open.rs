//! Opening the database: the folder, the file, the migrations, the connections.

use std::{
    fs::{self, OpenOptions},
    io,
    path::{Path, PathBuf},
    sync::Mutex,
    time::Duration,
};

use rusqlite::{Connection, ErrorCode, OpenFlags, config::DbConfig};
use rusqlite_migration::{M, Migrations, SchemaVersion};

use super::{SqliteStore, claim::Claim, guests, indexer::Indexer, soundness};

/// The schema's history. Only ever append: released migrations have run on other people's data.
const SCHEMA: &[M<'static>] = &[
    M::up(include_str!("../../../migrations/sqlite/01-house/up.sql")),
    M::up(include_str!("../../../migrations/sqlite/02-room-terms/up.sql")),
    M::up(include_str!("../../../migrations/sqlite/03-spaces/up.sql")),
    M::up(include_str!("../../../migrations/sqlite/04-bots/up.sql")),
    M::up(include_str!("../../../migrations/sqlite/05-webhook-deliveries/up.sql")),
    M::up(include_str!("../../../migrations/sqlite/06-replies/up.sql")),
    M::up(include_str!("../../../migrations/sqlite/07-reading/up.sql")),
    M::up(include_str!("../../../migrations/sqlite/08-search/up.sql")),
    M::up(include_str!("../../../migrations/sqlite/09-reactions/up.sql")),
    M::up(include_str!("../../../migrations/sqlite/10-mentions/up.sql")),
    M::up(include_str!("../../../migrations/sqlite/11-pins/up.sql")),
    M::up(include_str!("../../../migrations/sqlite/12-guests-own/up.sql")),
    M::up(include_str!("../../../migrations/sqlite/13-pictures/up.sql")),
    M::up(include_str!("../../../migrations/sqlite/14-bells/up.sql")),
    M::up(include_str!("../../../migrations/sqlite/15-inks/up.sql")),
    M::up(include_str!("../../../migrations/sqlite/16-kicks/up.sql")),
];

/// The version to which the migrations lead.
pub(super) const KNOWN_SCHEMA: usize = SCHEMA.len();

const MIGRATIONS: Migrations<'static> = Migrations::from_slice(SCHEMA);

/// "SRBG", the `application_id` that the first migration writes.
const APPLICATION_ID: i32 = 0x5352_4247;

/// Enough to keep pages coming while one long read is under way; each costs a thread and a page cache.
const READERS: usize = 3;

/// How long opening waits while another process (a curious operator's shell) holds the lock.
const LOCK_PATIENCE: Duration = Duration::from_secs(5);

/// How long the start may look whether the file is whole: enough for all of a usual house. Of a larger one it sees a
/// part; `sarangbang doctor` sees all of it.
const LOOK: Duration = Duration::from_secs(2);

/// More than the statements of this engine, so that none is compiled twice.
const CACHED_STATEMENTS: usize = 64;

/// Why the database could not be opened, in one line for the operator.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    #[error("cannot create the data folder {}: {source}", folder.display())]
    Folder { folder: PathBuf, source: io::Error },
    #[error("cannot write the database {}: {source}", path.display())]
    NotWritable { path: PathBuf, source: io::Error },
    #[error("there is no database {}", path.display())]
    Missing { path: PathBuf },
    #[error("the database {} is empty", path.display())]
    Blank { path: PathBuf },
    #[error("{} is not a Sarangbang database", path.display())]
    NotOurs { path: PathBuf },
    #[error("a house with the data of {} is open; close it first", path.display())]
    InUse { path: PathBuf },
    #[error("another program has locked the database {}", path.display())]
    Locked { path: PathBuf },
    #[error("the database {} is damaged ({problem}); put a backup back with `sarangbang restore`", path.display())]
    Damaged { path: PathBuf, problem: String },
    #[error(
        "the database {} was made by a newer version of Sarangbang (schema {found}; this one knows up to {known})",
        path.display()
    )]
    Newer { path: PathBuf, found: usize, known: usize },
    #[error("the database {} was made by an older version of Sarangbang; open the house once to bring it up to date", path.display())]
    Older { path: PathBuf },
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
        make_private_folder(path)?;
        let claim = Claim::take(path)?;
        make_private_file(path)?;
        let mut writer = connect(path)?;
        check_origin(&writer, path)?;
        if !soundness::check_some(&writer, path, LOOK)? {
            tracing::info!("the database is too large to be checked at each start; `sarangbang doctor` does it");
        }
        configure(&writer, path)?;
        MIGRATIONS.to_latest(&mut writer).map_err(|error| broken_migration(path, error))?;
        if let Err(error) = guests::end_lost_visits(&writer) {
            // A few nicknames less must not keep a house closed whose disk is full or whose file is locked.
            tracing::warn!(?error, "could not free the nicknames of visitors who are gone");
        }
        let readers = (0..READERS).map(|_| Ok(reader(path)?.into())).collect::<Result<_, _>>()?;
        let writer = tokio_rusqlite::Connection::from(writer);
        let indexer = Indexer::start(writer.clone());
        Ok(Self { writer, readers, next_reader: 0.into(), indexer, claim: Mutex::new(Some(claim)) })
    }
}

/// Writes what the first migration wrote into the file's head already.
pub(super) fn stamp(connection: &Connection) -> rusqlite::Result<()> {
    connection.pragma_update(None, "application_id", APPLICATION_ID)
}

/// Opens a database that is there, to write a little to it, also beside a running server.
///
/// # Errors
/// As for [`to_look_into`], and when it is older than this version knows.
pub(super) fn to_change(path: &Path) -> Result<Connection, OpenError> {
    let connection = to_look_into(path)?;
    // Migrations run when a house is opened.
    match check_origin(&connection, path)? {
        SchemaVersion::Inside(version) if version.get() == KNOWN_SCHEMA => {}
        _ => return Err(OpenError::Older { path: path.to_owned() }),
    }
    configure(&connection, path)?;
    Ok(connection)
}

/// Opens a database that is there, to read it, and leaves its folder as it was found, also beside a running server.
///
/// # Errors
/// When it is missing, empty, damaged, not ours, or newer than this version knows.
pub fn to_look_into(path: &Path) -> Result<Connection, OpenError> {
    if !path.exists() {
        return Err(OpenError::Missing { path: path.to_owned() });
    }
    let failed = |error| refused(path, error);
    refuse_emptied(path)?;
    // What a killed server left in its log stays there. Where there is none, the empty one that reading makes goes
    // again, which takes the right to write.
    let has_log = log_of(path).exists();
    let connection = Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_WRITE).map_err(failed)?;
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, has_log).map_err(failed)?;
    connection.busy_timeout(LOCK_PATIENCE).map_err(failed)?;
    match check_origin(&connection, path)? {
        SchemaVersion::NoneSet => Err(OpenError::Blank { path: path.to_owned() }),
        _ => Ok(connection),
    }
}

/// Nobody but the server's user may read what people say, whatever the umask: the folder is made with mode 0700 and
/// the files with 0600 (SQLite gives the same mode to its write-ahead log). What exists keeps its mode.
pub(super) fn make_private_folder(path: &Path) -> Result<(), OpenError> {
    let Some(folder) = path.parent() else { return Ok(()) };
    let mut folders = fs::DirBuilder::new();
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut folders, 0o700);
    let failed = |source| OpenError::Folder { folder: folder.to_owned(), source };
    folders.recursive(true).create(folder).map_err(failed)
}

/// A file that is made is for its owner only.
pub(super) fn private(options: &mut OpenOptions) -> &mut OpenOptions {
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(options, 0o600);
    options
}

fn make_private_file(path: &Path) -> Result<(), OpenError> {
    let failed = |source| OpenError::NotWritable { path: path.to_owned(), source };
    // SQLite would open a file that it may not write, and fail at the first message.
    private(OpenOptions::new().read(true).append(true).create(true)).open(path).map_err(failed)?;
    refuse_emptied(path)
}

/// SQLite would throw the log away, if only to look, when the file that it belongs to was emptied.
fn refuse_emptied(path: &Path) -> Result<(), OpenError> {
    let is_empty = |path: &Path| fs::metadata(path).is_ok_and(|file| file.len() == 0);
    let log = log_of(path);
    if is_empty(path) && log.exists() && !is_empty(&log) {
        let problem = "it is empty, but its write-ahead log is not".to_owned();
        return Err(OpenError::Damaged { path: path.to_owned(), problem });
    }
    Ok(())
}

/// The write-ahead log of a database.
pub(super) fn log_of(path: &Path) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push("-wal");
    name.into()
}

fn connect(path: &Path) -> Result<Connection, OpenError> {
    let connection = Connection::open(path).map_err(|error| refused(path, error))?;
    connection.busy_timeout(LOCK_PATIENCE).map_err(|error| refused(path, error))?;
    connection.set_prepared_statement_cache_capacity(CACHED_STATEMENTS);
    Ok(connection)
}

/// FULL: an acknowledged message survives a power cut. secure_delete: deleted text leaves the file too.
pub(super) fn configure(connection: &Connection, path: &Path) -> Result<(), OpenError> {
    let settings = "PRAGMA journal_mode = WAL;
                    PRAGMA synchronous = FULL;
                    PRAGMA foreign_keys = ON;
                    PRAGMA secure_delete = ON;
                    PRAGMA journal_size_limit = 67108864;";
    connection.execute_batch(settings).map_err(|error| refused(path, error))
}

fn reader(path: &Path) -> Result<Connection, OpenError> {
    let connection = connect(path)?;
    configure(&connection, path)?;
    connection.execute_batch("PRAGMA query_only = ON").map_err(|error| refused(path, error))?;
    Ok(connection)
}

/// Refuses a file of another program or of a newer version, before anything in it is changed.
fn check_origin(connection: &Connection, path: &Path) -> Result<SchemaVersion, OpenError> {
    let ask = |sql| connection.query_row(sql, [], |row| row.get::<_, i32>(0)).map_err(|error| refused(path, error));
    let is_empty = ask("SELECT count(*) FROM sqlite_schema")? == 0;
    match ask("PRAGMA application_id")? {
        APPLICATION_ID => {}
        0 if is_empty => {}
        _ => return Err(OpenError::NotOurs { path: path.to_owned() }),
    }
    match MIGRATIONS.current_version(connection).map_err(|error| broken_migration(path, error))? {
        SchemaVersion::Outside(found) => {
            Err(OpenError::Newer { path: path.to_owned(), found: found.get(), known: KNOWN_SCHEMA })
        }
        version @ (SchemaVersion::NoneSet | SchemaVersion::Inside(_)) => Ok(version),
    }
}

fn broken_migration(path: &Path, error: rusqlite_migration::Error) -> OpenError {
    match error {
        // Its own text would carry the whole migration.
        rusqlite_migration::Error::RusqliteError { err, .. } => refused(path, err),
        error => OpenError::Engine { path: path.to_owned(), source: error.into() },
    }
}

pub(super) fn refused(path: &Path, error: rusqlite::Error) -> OpenError {
    let path = path.to_owned();
    match error.sqlite_error_code() {
        Some(ErrorCode::NotADatabase) => OpenError::NotOurs { path },
        Some(ErrorCode::DatabaseCorrupt) => OpenError::Damaged { path, problem: error.to_string() },
        Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => OpenError::Locked { path },
        _ => OpenError::Engine { path, source: error.into() },
    }
}

#[cfg(test)]
mod tests {
    use rusqlite::types::Value;
    use tempfile::{TempDir, tempdir};

    use super::*;

    fn database(folder: &TempDir) -> PathBuf {
        folder.path().join("new/data/sarangbang.db")
    }

    /// Refuses to open `path` with one line that names it.
    fn refusal(path: &Path) -> (OpenError, String) {
        let error = SqliteStore::open(path).expect_err("opened");
        let line = error.to_string();
        assert!(!line.contains('\n'), "{line:?}");
        (error, line)
    }

    #[cfg(unix)]
    #[tokio::test]
    async fn keeps_what_is_said_to_the_servers_user() {
        use std::os::unix::fs::PermissionsExt;

        let folder = tempdir().unwrap();
        let path = database(&folder);
        let _store = SqliteStore::open(&path).unwrap();
        let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
        assert_eq!(mode(path.parent().unwrap()), 0o700);
        assert_eq!(mode(&path), 0o600);
        assert_eq!(mode(&path.with_extension("db-wal")), 0o600);
    }

    #[tokio::test]
    async fn acknowledges_only_what_a_power_cut_would_leave() {
        let folder = tempdir().unwrap();
        let store = SqliteStore::open(&database(&folder)).unwrap();
        let settings = store.writer.call_raw(|connection| {
            ["journal_mode", "synchronous", "foreign_keys"]
                .map(|name| connection.pragma_query_value(None, name, |row| row.get::<_, Value>(0)).unwrap())
        });
        assert_eq!(settings.await.unwrap(), [Value::Text("wal".into()), Value::Integer(2), Value::Integer(1)]);
    }

    #[test]
    fn names_the_folder_that_cannot_be_made() {
        let folder = tempdir().unwrap();
        fs::write(folder.path().join("new"), "a file in the way").unwrap();
        let (error, line) = refusal(&database(&folder));
        assert!(matches!(error, OpenError::Folder { .. }), "{error:?}");
        assert!(line.starts_with("cannot create the data folder /") && line.contains("new/data: "), "{line}");
    }

    #[test]
    fn names_the_file_that_cannot_be_written() {
        let folder = tempdir().unwrap();
        fs::create_dir_all(database(&folder)).unwrap();
        let (error, line) = refusal(&database(&folder));
        assert!(matches!(error, OpenError::NotWritable { .. }), "{error:?}");
        assert!(line.contains("sarangbang.db: Is a directory"), "{line}");
    }

    #[test]
    fn leaves_a_file_alone_that_is_no_database() {
        let folder = tempdir().unwrap();
        let path = folder.path().join("notes.txt");
        let text = "not a database, but long enough for its header to be looked at: ".repeat(20);
        fs::write(&path, &text).unwrap();
        let (error, line) = refusal(&path);
        assert!(matches!(error, OpenError::NotOurs { .. }), "{error:?}");
        assert!(line.ends_with("notes.txt is not a Sarangbang database"), "{line}");
        assert_eq!(fs::read_to_string(&path).unwrap(), text);
    }

    #[test]
    fn leaves_another_programs_database_alone() {
        let folder = tempdir().unwrap();
        let path = folder.path().join("other.db");
        let other = Connection::open(&path).unwrap();
        other.execute_batch("CREATE TABLE recipes (name TEXT)").unwrap();
        let before = fs::read(&path).unwrap();
        let (error, _) = refusal(&path);
        assert!(matches!(error, OpenError::NotOurs { .. }), "{error:?}");
        assert_eq!(fs::read(&path).unwrap(), before);
    }

    #[tokio::test]
    async fn leaves_a_newer_versions_database_alone() {
        let folder = tempdir().unwrap();
        let path = database(&folder);
        drop(SqliteStore::open(&path).unwrap());
        Connection::open(&path).unwrap().pragma_update(None, "user_version", 999).unwrap();
        let (error, line) = refusal(&path);
        assert!(matches!(error, OpenError::Newer { .. }), "{error:?}");
        assert!(
            line.contains(&format!("newer version of Sarangbang (schema 999; this one knows up to {KNOWN_SCHEMA})")),
            "{line}"
        );
    }

    #[test]
    fn says_in_one_line_that_the_file_is_broken() {
        let folder = tempdir().unwrap();
        let path = folder.path().join("broken.db");
        MIGRATIONS.to_latest(&mut Connection::open(&path).unwrap()).unwrap();
        let mut bytes = fs::read(&path).unwrap();
        bytes[100..].fill(0xAA);
        fs::write(&path, bytes).unwrap();
        let (_, line) = refusal(&path);
        assert!(line.contains("malformed"), "{line}");
    }
}
