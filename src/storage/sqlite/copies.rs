//! Copies of the database: made beside a running server, and put back when none runs.

use std::{
    fs::{self, File},
    io,
    path::{Path, PathBuf},
    time::{SystemTime, UNIX_EPOCH},
};

use rusqlite::{Connection, ErrorCode, OpenFlags};
use tempfile::{NamedTempFile, PersistError};

use super::{
    OpenError,
    claim::Claim,
    open::{self, make_private_folder},
    soundness,
};
use crate::domain::limits;

/// Why a copy was not made, or not put back, in one line for the operator. Nothing has changed then.
#[derive(Debug, thiserror::Error)]
pub enum CopyError {
    #[error(transparent)]
    Database(#[from] OpenError),
    #[error("the backup {} is damaged ({problem}); put an older one back", path.display())]
    DamagedBackup { path: PathBuf, problem: String },
    #[error("{} exists already, and is not overwritten", path.display())]
    Exists { path: PathBuf },
    #[error("cannot write {}: {source}", path.display())]
    Write { path: PathBuf, source: Box<dyn std::error::Error + Send + Sync> },
}

/// What a copy holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Contents {
    pub rooms: u64,
    pub messages: u64,
    pub bytes: u64,
}

/// What [`restore`] did.
#[derive(Debug)]
pub struct Restored {
    pub contents: Contents,
    /// Where the data is that was there before.
    pub aside: Option<PathBuf>,
}

/// Copies the database at `path` into the new file `copy`, as it is at one moment, also while a server writes to it.
/// The copy is on the disk and checked when this returns, and readable by the caller only. Text that was deleted is
/// not in it: what SQLite keeps in free pages is left out.
///
/// # Errors
/// [`CopyError`]; then there is no file `copy`.
pub fn back_up(path: &Path, copy: &Path) -> Result<Contents, CopyError> {
    // Before the work; a file that appears meanwhile is not overwritten either.
    if copy.exists() {
        return Err(CopyError::Exists { path: copy.to_owned() });
    }
    let database = open::to_look_into(path)?;
    let made = duplicate(&database, path, copy)?;
    let contents = contents(&open::to_look_into(made.path())?, made.path())?;
    made.persist_noclobber(copy).map_err(|PersistError { error, .. }| match error.kind() {
        io::ErrorKind::AlreadyExists => CopyError::Exists { path: copy.to_owned() },
        _ => written(copy)(error),
    })?;
    sync_folder(copy)?;
    Ok(contents)
}

/// Makes the database at `path` what the backup `copy` holds. What was there before stays beside it, under a name
/// that tells the time.
///
/// Every room's revision is raised beyond all that a server can have told before, so that nobody who saw messages that
/// are gone now takes theirs for the same history: they start again, as the protocol says
/// ([`limits::REV_LEAP`]).
///
/// # Errors
/// [`CopyError`], when `copy` is no intact database of a known schema, or a server has the data open.
pub fn restore(copy: &Path, path: &Path) -> Result<Restored, CopyError> {
    let backup = sound_backup(copy)?;
    make_private_folder(path)?;
    let _claim = Claim::take(path)?;
    let made = duplicate(&backup, copy, path)?;
    lift_revisions(made.path()).map_err(|error| CopyError::Write { path: path.to_owned(), source: error.into() })?;
    let contents = contents(&open::to_look_into(made.path())?, made.path())?;
    let aside = put_aside(path).map_err(written(path))?;
    made.persist(path).map_err(|PersistError { error, .. }| written(path)(error))?;
    sync_folder(path)?;
    Ok(Restored { contents, aside })
}

fn sound_backup(copy: &Path) -> Result<Connection, CopyError> {
    let opened = open::to_look_into(copy).and_then(|backup| soundness::check_all(&backup, copy).map(|()| backup));
    opened.map_err(|error| match error {
        OpenError::Damaged { path, problem } => CopyError::DamagedBackup { path, problem },
        error => error.into(),
    })
}

/// Writes what `database` holds into a temporary file beside `target`, and to the disk. `name` is the database's file,
/// for the error.
fn duplicate(database: &Connection, name: &Path, target: &Path) -> Result<NamedTempFile, CopyError> {
    let folder = folder_of(target);
    let file = tempfile::Builder::new().prefix("sarangbang-").suffix(".partial").tempfile_in(folder);
    let file = file.map_err(written(target))?;
    let place = file.path().to_str().ok_or(io::ErrorKind::InvalidFilename.into()).map_err(written(target))?;
    database.execute("VACUUM INTO ?1", [place]).map_err(|error| match error.sqlite_error_code() {
        Some(ErrorCode::DatabaseCorrupt) => open::refused(name, error).into(),
        _ => CopyError::Write { path: target.to_owned(), source: error.into() },
    })?;
    file.as_file().sync_all().map_err(written(target))?;
    Ok(file)
}

fn contents(copy: &Connection, path: &Path) -> Result<Contents, CopyError> {
    soundness::check_all(copy, path)?;
    let count = |sql| copy.query_row(sql, [], |row| row.get::<_, i64>(0)).map_err(|error| open::refused(path, error));
    Ok(Contents {
        rooms: count("SELECT count(*) FROM rooms WHERE closed_at IS NULL")?.cast_unsigned(),
        messages: count("SELECT count(*) FROM messages")?.cast_unsigned(),
        bytes: fs::metadata(path).map_err(written(path))?.len(),
    })
}

/// By the clock, so that the revisions after two restores are apart as well.
fn lift_revisions(path: &Path) -> rusqlite::Result<()> {
    let seconds = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default().as_secs();
    let base = i64::try_from(seconds.saturating_mul(limits::REV_LEAP)).unwrap_or(i64::MAX);
    let copy = Connection::open(path)?;
    copy.execute("UPDATE rooms SET rev = max(rev + ?2, ?1)", (base, limits::REV_LEAP.cast_signed()))?;
    copy.close().map_err(|(_, error)| error)
}

/// Moves the database out of the way, with the log that may belong to it: SQLite finds the log by the name, so the two
/// stay a whole under the new one.
fn put_aside(path: &Path) -> io::Result<Option<PathBuf>> {
    fold_log(path);
    let seconds = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default().as_secs();
    let mut aside = with_ending(path, &format!(".{seconds}"));
    // A script may restore more than once a second.
    for number in 2.. {
        if !aside.exists() {
            break;
        }
        aside = with_ending(path, &format!(".{seconds}-{number}"));
    }
    // The database stays under its own name too until the other one takes it, so that a crash in between leaves one.
    let was_there = if_there(fs::hard_link(path, &aside))?;
    let had_log = if_there(fs::rename(open::log_of(path), open::log_of(&aside)))?;
    if_there(fs::remove_file(with_ending(path, "-shm")))?;
    Ok((was_there || had_log).then_some(aside))
}

/// Whether what was moved was there at all.
fn if_there(moved: io::Result<()>) -> io::Result<bool> {
    match moved {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(false),
        moved => moved.map(|()| true),
    }
}

/// Folds the log of a server that was killed into the file. Not possible with a damaged one, which stays as it is.
fn fold_log(path: &Path) {
    if let Ok(database) = Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_WRITE) {
        let _ = database.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()));
    }
}

fn with_ending(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(ending);
    name.into()
}

fn folder_of(path: &Path) -> &Path {
    path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// A name is on the disk when its folder is.
fn sync_folder(path: &Path) -> Result<(), CopyError> {
    File::open(folder_of(path)).and_then(|folder| folder.sync_all()).map_err(written(path))
}

fn written(path: &Path) -> impl Fn(io::Error) -> CopyError {
    move |source| CopyError::Write { path: path.to_owned(), source: source.into() }
}
