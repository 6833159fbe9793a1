//! `sarangbang backup FILE`.

use std::path::Path;

use super::{CommandError, size};
use crate::{
    album::copies,
    bells::vapid,
    settings::{PicturePlace, Settings},
    storage::sqlite,
};

pub fn run(settings: &Settings, file: &Path) -> Result<(), CommandError> {
    let made = sqlite::back_up(&settings.database(), file)?;
    println!("{}: {} rooms, {} messages, {}", file.display(), made.rooms, made.messages, size(made.bytes));
    let key = vapid::beside(file);
    if vapid::copy(&settings.push_key(), &key)? {
        println!("{}: the key for Web Push", key.display());
    }
    let kept = sqlite::kept_pictures(file)?;
    match settings.picture_place() {
        _ if kept.is_empty() => {}
        PicturePlace::Folder(folder) => {
            let beside = copies::beside(file);
            let copied = copies::copy(&kept, &folder, &beside)?;
            println!("{}: {copied} pictures", beside.display());
        }
        PicturePlace::Bucket(url) => println!("{url}: {} pictures, which are not copied", kept.len()),
    }
    Ok(())
}
