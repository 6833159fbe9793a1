//! `sarangbang backup FILE`.

use std::path::Path;

use super::size;
use crate::{
    settings::Settings,
    storage::sqlite::{self, CopyError},
};

pub fn run(settings: &Settings, file: &Path) -> Result<(), CopyError> {
    let made = sqlite::back_up(&settings.database(), file)?;
    println!("{}: {} rooms, {} messages, {}", file.display(), made.rooms, made.messages, size(made.bytes));
    Ok(())
}
