//! Copies of the folder of pictures, which belong to copies of the database.

use std::{
    ffi::OsString,
    fs::{self, File},
    io,
    path::{Path, PathBuf},
    time::{SystemTime, UNIX_EPOCH},
};

use super::files::{make_private, name};
use crate::domain::{PictureId, PictureSize};

/// Why pictures were not copied, in one line for the operator.
#[derive(Debug, thiserror::Error)]
#[error("cannot copy pictures to {}: {source}", folder.display())]
pub struct CopyError {
    folder: PathBuf,
    source: io::Error,
}

/// The folder beside the backup of a database: `backup.db.pictures`.
pub fn beside(backup: &Path) -> PathBuf {
    let mut folder: OsString = backup.into();
    folder.push(".pictures");
    folder.into()
}

/// Copies these pictures into the new folder `to`; how many were there. One that was deleted meanwhile is not.
///
/// Files of pictures are never changed, only removed: where both folders are on one disk the copy is a second name for
/// the same file, and takes no room.
///
/// # Errors
/// [`CopyError`].
pub fn copy(ids: &[PictureId], from: &Path, to: &Path) -> Result<usize, CopyError> {
    let failed = |source| CopyError { folder: to.to_owned(), source };
    make_private(to).map_err(failed)?;
    let mut copied = 0;
    for id in ids {
        let mut is_there = true;
        for size in PictureSize::ALL {
            is_there &= copy_file(&from.join(name(id, size)), &to.join(name(id, size))).map_err(failed)?;
        }
        copied += usize::from(is_there);
    }
    File::open(to).and_then(|folder| folder.sync_all()).map_err(failed)?;
    Ok(copied)
}

/// Moves a folder of pictures out of the way, under a name that tells the time; `None` when there is none.
///
/// # Errors
/// [`CopyError`].
pub fn put_aside(folder: &Path) -> Result<Option<PathBuf>, CopyError> {
    let seconds = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default().as_secs();
    let named = |ending: String| {
        let mut name: OsString = folder.into();
        name.push(ending);
        PathBuf::from(name)
    };
    let mut aside = named(format!(".{seconds}"));
    for number in 2.. {
        if !aside.exists() {
            break;
        }
        aside = named(format!(".{seconds}-{number}"));
    }
    match fs::rename(folder, &aside) {
        Ok(()) => Ok(Some(aside)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(source) => Err(CopyError { folder: aside, source }),
    }
}

/// Which of these pictures have no files in a folder, and how many files in it are of none of them.
///
/// # Errors
/// When the folder cannot be read.
pub fn compare(ids: &[PictureId], folder: &Path) -> io::Result<(Vec<PictureId>, usize)> {
    let is_whole = |id: &&PictureId| PictureSize::ALL.iter().all(|size| folder.join(name(id, *size)).exists());
    let (whole, missing): (Vec<_>, Vec<_>) = ids.iter().partition(is_whole);
    let files = match fs::read_dir(folder) {
        Ok(files) => files.count(),
        Err(error) if error.kind() == io::ErrorKind::NotFound => 0,
        Err(error) => return Err(error),
    };
    let known = whole.len() * PictureSize::ALL.len();
    Ok((missing.into_iter().cloned().collect(), files.saturating_sub(known)))
}

/// Whether there was such a file.
fn copy_file(from: &Path, to: &Path) -> io::Result<bool> {
    let copied = fs::hard_link(from, to).or_else(|error| match error.kind() {
        io::ErrorKind::NotFound | io::ErrorKind::AlreadyExists => Err(error),
        _ => fs::copy(from, to).and_then(|_| File::open(to)?.sync_all()),
    });
    match copied {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(false),
        copied => copied.map(|()| true),
    }
}
