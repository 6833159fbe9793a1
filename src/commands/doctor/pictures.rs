//! The pictures: whether those are there that messages show.

use super::{Finding, bad, doubtful, good};
use crate::{
    album::copies,
    settings::{PicturePlace, Settings},
    storage::sqlite,
};

/// Nothing of a database that cannot be read; that is told elsewhere.
pub fn check(settings: &Settings) -> Vec<Finding> {
    let Ok(kept) = sqlite::kept_pictures(&settings.database()) else { return Vec::new() };
    let folder = match settings.picture_place() {
        PicturePlace::Folder(folder) => folder,
        PicturePlace::Bucket(url) => {
            return vec![good("pictures", format!("{} in {url}, where this does not look", kept.len()))];
        }
    };
    let name = folder.display();
    vec![match copies::compare(&kept, &folder) {
        Err(error) => bad("pictures", format!("cannot look into {name}: {error}")),
        Ok((missing, _)) if !missing.is_empty() => {
            let first = missing.first().map(ToString::to_string).unwrap_or_default();
            bad(
                "pictures",
                format!("{} of {} are not in {name} ({first}…); put a backup back", missing.len(), kept.len()),
            )
        }
        Ok((_, strangers)) if strangers > 0 => {
            doubtful("pictures", format!("{} in {name}, and {strangers} files that belong to none", kept.len()))
        }
        Ok(_) => good("pictures", format!("{} in {name}", kept.len())),
    }]
}
