//! `sarangbang restore FILE`.

use std::{
    path::Path,
    time::{SystemTime, UNIX_EPOCH},
};

use super::CommandError;
use crate::{
    album::copies,
    bells::vapid,
    settings::{PicturePlace, Settings},
    storage::sqlite,
};

pub fn run(settings: &Settings, file: &Path) -> Result<(), CommandError> {
    let database = settings.database();
    let restored = sqlite::restore(file, &database)?;
    let (rooms, messages) = (restored.contents.rooms, restored.contents.messages);
    println!("{}: {rooms} rooms, {messages} messages from {}", database.display(), file.display());
    if let Some(aside) = restored.aside {
        println!("{}: what was there before", aside.display());
    }
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default().as_secs();
    if vapid::restore(file, &settings.push_key(), now)? {
        println!("{}: the key for Web Push from {}", settings.push_key().display(), vapid::beside(file).display());
    }
    match settings.picture_place() {
        PicturePlace::Folder(folder) => restore_pictures(file, &database, &folder),
        PicturePlace::Bucket(url) => {
            println!("{url}: left as it is");
            Ok(())
        }
    }
}

fn restore_pictures(file: &Path, database: &Path, folder: &Path) -> Result<(), CommandError> {
    let kept = sqlite::kept_pictures(database)?;
    if let Some(aside) = copies::put_aside(folder)? {
        println!("{}: the pictures that were there before", aside.display());
    }
    if !kept.is_empty() {
        let beside = copies::beside(file);
        let copied = copies::copy(&kept, &beside, folder)?;
        println!("{}: {copied} of {} pictures from {}", folder.display(), kept.len(), beside.display());
    }
    Ok(())
}
