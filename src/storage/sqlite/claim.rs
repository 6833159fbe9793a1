//! Who may write in the data folder: one server, or one command that replaces the data, never two.
//!
//! SQLite lets several processes write to a file; a house does not, because a second server would tell its guests
//! nothing of what was written through the first. The claim is a lock (`flock`) on a file beside the database. The
//! kernel lets go of it when its holder ends, in whatever way, so there is nothing to clean up after a crash, and the
//! file itself may stay: only its lock means something.

use std::{
    fs::{File, OpenOptions, TryLockError},
    io,
    path::Path,
    thread,
    time::{Duration, Instant},
};

use super::{OpenError, open::private};

/// Who looks whether the claim is taken holds it for a moment; that must not keep a server from starting.
const PATIENCE: Duration = Duration::from_millis(500);

/// Held as long as it lives.
#[derive(Debug)]
pub struct Claim(#[expect(dead_code, reason = "closing the file ends the claim")] File);

impl Claim {
    /// Claims the data of the database at `path`, whose folder exists.
    ///
    /// # Errors
    /// [`OpenError::InUse`] when somebody else holds it.
    pub fn take(path: &Path) -> Result<Self, OpenError> {
        let lock = path.with_extension("lock");
        let failed = |source| OpenError::NotWritable { path: lock.clone(), source };
        let file = private(OpenOptions::new().write(true).create(true).truncate(false)).open(&lock).map_err(failed)?;
        let give_up = Instant::now() + PATIENCE;
        loop {
            match file.try_lock() {
                Ok(()) => return Ok(Self(file)),
                Err(TryLockError::WouldBlock) if Instant::now() < give_up => {
                    // Asked again and again: nothing waits for a lock of a file with a limit. No other work is on this
                    // thread, the server has not begun.
                    thread::sleep(PATIENCE / 10);
                }
                Err(TryLockError::WouldBlock) => return Err(OpenError::InUse { path: path.to_owned() }),
                Err(TryLockError::Error(error)) => return Err(failed(error)),
            }
        }
    }

    /// Whether a server has the data of the database at `path` open just now.
    ///
    /// # Errors
    /// When the file that tells cannot be read.
    pub fn is_taken(path: &Path) -> io::Result<bool> {
        let file = match File::open(path.with_extension("lock")) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(false),
            file => file?,
        };
        match file.try_lock_shared() {
            Ok(()) => Ok(false),
            Err(TryLockError::WouldBlock) => Ok(true),
            Err(TryLockError::Error(error)) => Err(error),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn is_for_one_at_a_time_and_ends_with_its_holder() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("sarangbang.db");
        assert!(!Claim::is_taken(&path).unwrap(), "nobody was ever here");
        let claim = Claim::take(&path).unwrap();
        assert!(Claim::is_taken(&path).unwrap());
        assert!(matches!(Claim::take(&path), Err(OpenError::InUse { .. })));
        drop(claim);
        assert!(!Claim::is_taken(&path).unwrap());
        Claim::take(&path).unwrap();
    }
}
