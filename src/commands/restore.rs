//! `sarangbang restore FILE`.

use std::path::Path;

use crate::{
    settings::Settings,
    storage::sqlite::{self, CopyError},
};

pub fn run(settings: &Settings, file: &Path) -> Result<(), CopyError> {
    let database = settings.database();
    let restored = sqlite::restore(file, &database)?;
    let (rooms, messages) = (restored.contents.rooms, restored.contents.messages);
    println!("{}: {rooms} rooms, {messages} messages from {}", database.display(), file.display());
    if let Some(aside) = restored.aside {
        println!("{}: what was there before", aside.display());
    }
    Ok(())
}
