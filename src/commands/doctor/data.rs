//! The data folder: whether it is there, whose it is, and how much fits into it.

use std::{
    fs, io,
    path::{self, Path, PathBuf},
};

use rustix::fs::{Access, access, statvfs};

use super::{super::size, Finding, bad, doubtful, good};
use crate::settings::Settings;

/// Below this the house is about to stop taking messages.
const TOO_LITTLE: u64 = 16 << 20;
/// Below this an operator should know.
const LITTLE: u64 = 1 << 30;

pub fn check(settings: &Settings) -> Vec<Finding> {
    let folder = &settings.data;
    match fs::metadata(folder) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            let parent = nearest(folder);
            vec![can_be_made(folder, &parent), space(&parent, &settings.database())]
        }
        Err(error) => vec![bad("data", format!("cannot look at {}: {error}", folder.display()))],
        Ok(found) if !found.is_dir() => {
            vec![bad("data", format!("{} is no folder; set data to another path", folder.display()))]
        }
        Ok(found) => vec![rights(folder, &found, &settings.database()), space(folder, &settings.database())],
    }
}

/// Where the first start makes the folder, with those that are missing above it.
fn nearest(folder: &Path) -> PathBuf {
    let folder = path::absolute(folder).unwrap_or_else(|_| folder.to_owned());
    folder.ancestors().skip(1).find(|parent| parent.exists()).unwrap_or(Path::new("/")).to_owned()
}

fn can_be_made(folder: &Path, parent: &Path) -> Finding {
    let (name, parent_name) = (folder.display(), parent.display());
    match access(parent, Access::WRITE_OK | Access::EXEC_OK) {
        Ok(()) => good("data", format!("{name} is not there yet; the first start makes it")),
        Err(error) => bad(
            "data",
            format!("{name} cannot be made in {parent_name}: {error}; make it, or set data to another path"),
        ),
    }
}

fn rights(folder: &Path, found: &fs::Metadata, database: &Path) -> Finding {
    let (name, mode) = (folder.display(), mode(found));
    if let Err(error) = access(folder, Access::READ_OK | Access::WRITE_OK | Access::EXEC_OK) {
        return bad("data", format!("{name} cannot be written: {error}; give it to the user who runs the house"));
    }
    if mode & 0o077 != 0 {
        return doubtful("data", format!("{name} is open to other users (mode {mode:03o}); chmod 700 {name}"));
    }
    // Inside a closed folder nobody gets at it; but a folder may be opened, and a file be moved.
    if let Some(mode) = fs::metadata(database).ok().as_ref().map(self::mode).filter(|mode| mode & 0o077 != 0) {
        let name = database.display();
        return doubtful("data", format!("{name} is open to other users (mode {mode:03o}); chmod 600 {name}"));
    }
    good("data", format!("{name}, for its owner only"))
}

fn mode(file: &fs::Metadata) -> u32 {
    std::os::unix::fs::PermissionsExt::mode(&file.permissions()) & 0o777
}

fn space(folder: &Path, database: &Path) -> Finding {
    let free = match statvfs(folder) {
        Ok(disk) => disk.f_bavail.saturating_mul(disk.f_frsize),
        Err(error) => return doubtful("disk", format!("cannot see how much is free: {error}")),
    };
    let stored = fs::metadata(database).map_or(0, |file| file.len());
    graded_space(free, stored)
}

/// A backup onto the same disk takes as much as the database.
fn graded_space(free: u64, stored: u64) -> Finding {
    let told = format!("{} free, {} of data", size(free), size(stored));
    if free < TOO_LITTLE {
        bad("disk", format!("{told}; make room: guests cannot write when the disk is full"))
    } else if free < LITTLE {
        doubtful("disk", format!("{told}; make room soon"))
    } else if free < stored {
        doubtful("disk", format!("{told}; a backup does not fit beside the data"))
    } else {
        good("disk", told)
    }
}

#[cfg(test)]
mod tests {
    use super::{super::Grade, *};

    #[test]
    fn a_full_disk_is_bad_and_a_small_one_doubtful() {
        assert_eq!(graded_space(1 << 20, 0).grade, Grade::Bad);
        assert_eq!(graded_space(500 << 20, 0).grade, Grade::Doubtful);
        assert_eq!(graded_space(2 << 30, 3 << 30).grade, Grade::Doubtful);
        assert_eq!(graded_space(4 << 30, 3 << 30).grade, Grade::Good);
    }
}
