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
        check_origin(&writer, path)?;
        configure(&writer, path)?;
        MIGRATIONS.to_latest(&mut writer).map_err(|error| broken_migration(path, error))?;
        let readers = (0..READERS).map(|_| Ok(reader(path)?.into())).collect::<Result<_, _>>()?;
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
    let connection = Connection::open(path).map_err(|error| refused(path, error))?;
    connection.busy_timeout(LOCK_PATIENCE).map_err(|error| refused(path, error))?;
    connection.set_prepared_statement_cache_capacity(CACHED_STATEMENTS);
    Ok(connection)
}

/// FULL: an acknowledged message survives a power cut. secure_delete: deleted text leaves the file too.
fn configure(connection: &Connection, path: &Path) -> Result<(), OpenError> {
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
fn check_origin(connection: &Connection, path: &Path) -> Result<(), OpenError> {
    let ask = |sql| connection.query_row(sql, [], |row| row.get::<_, i32>(0)).map_err(|error| refused(path, error));
    let is_empty = ask("SELECT count(*) FROM sqlite_schema")? == 0;
    match ask("PRAGMA application_id")? {
        APPLICATION_ID => {}
        0 if is_empty => {}
        _ => return Err(OpenError::NotOurs { path: path.to_owned() }),
    }
    match MIGRATIONS.current_version(connection).map_err(|error| broken_migration(path, error))? {
        SchemaVersion::Outside(found) => {
            Err(OpenError::Newer { path: path.to_owned(), found: found.get(), known: SCHEMA.len() })
        }
        SchemaVersion::NoneSet | SchemaVersion::Inside(_) => Ok(()),
    }
}

fn broken_migration(path: &Path, error: rusqlite_migration::Error) -> OpenError {
    match error {
        // Its own text would carry the whole migration.
        rusqlite_migration::Error::RusqliteError { err, .. } => refused(path, err),
        error => OpenError::Engine { path: path.to_owned(), source: error.into() },
    }
}

fn refused(path: &Path, error: rusqlite::Error) -> OpenError {
    let path = path.to_owned();
    match error.sqlite_error_code() {
        Some(ErrorCode::NotADatabase) => OpenError::NotOurs { path },
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
        Connection::open(&path).unwrap().pragma_update(None, "user_version", 2).unwrap();
        let (error, line) = refusal(&path);
        assert!(matches!(error, OpenError::Newer { .. }), "{error:?}");
        assert!(line.contains("newer version of Sarangbang (schema 2; this one knows up to 1)"), "{line}");
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
