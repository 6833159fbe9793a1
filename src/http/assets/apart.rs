//! The second style sheet: of the documents that are not live, and of what a live page loads when somebody asks for it,
//! which are the palette, the list of names behind an @ and the pictures that are about to be sent. Its parts are in
//! `style/apart/`, one for each of these, and it is put together here because the build knows of one sheet only.

use std::borrow::Cow;
use std::io::Write;

use flate2::{Compression, write::GzEncoder};
use rust_embed::Embed;
use sha2::{Digest, Sha256};

use super::FROM_DISK;
use super::file::{AssetFile, Lifetime};

pub(super) const PATH: &str = "apart.css";

#[derive(Embed)]
#[folder = "style/apart"]
struct Parts;

/// Of two rules for the same element the later one holds.
const ORDER: [&str; 19] = [
    "check.css",
    "settings.css",
    "api.css",
    "bots.css",
    "search.css",
    "live-frame.css",
    "invite.css",
    "help.css",
    "palette.css",
    "bell.css",
    "choices.css",
    "passkeys.css",
    "own.css",
    "gate.css",
    "mention-list.css",
    "picture-tray.css",
    "forms.css",
    "without-scripts.css",
    "kept-picture.css",
];

/// Puts the sheet together.
pub(super) fn sheet(lifetime: Lifetime) -> AssetFile {
    let parts = ORDER.iter().filter_map(|name| Parts::get(name));
    let sheet: Vec<u8> = parts.flat_map(|part| part.data.into_owned()).collect();
    let hash = Sha256::digest(&sheet).into();
    // Gzip only: Brotli would leave twenty megabytes in the allocator, to save each visitor three kilobytes once.
    let gzip = (!FROM_DISK).then(|| gzip(&sheet));
    AssetFile::new(PATH, Cow::Owned(sheet), hash, lifetime).with_forms(None, gzip)
}

fn gzip(sheet: &[u8]) -> Cow<'static, [u8]> {
    let mut gzip = GzEncoder::new(Vec::new(), Compression::best());
    gzip.write_all(sheet).expect("memory takes it");
    gzip.finish().expect("memory takes it").into()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A part that nobody lists would be a style that nobody sees.
    #[test]
    fn every_part_is_in_the_sheet() {
        let mut listed = ORDER;
        listed.sort_unstable();
        assert!(Parts::iter().eq(listed));
    }
}
