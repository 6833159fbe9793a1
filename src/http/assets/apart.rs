//! The second style sheet: of the documents that are not live, and of what a live page loads when somebody asks for it,
//! which are the palette, the list of names behind an @ and the pictures that are about to be sent. Its parts are in
//! `style/apart/`, one for each of these, and it is put together here because the build knows of one sheet only.

use std::borrow::Cow;
use std::io::Write;

use sha2::{Digest, Sha256};

use super::file::{AssetFile, Lifetime};

pub(super) const PATH: &str = "apart.css";

/// A rule of two parts for the same element is decided by their order.
const PARTS: [&str; 19] = [
    include_str!("../../../style/apart/check.css"),
    include_str!("../../../style/apart/settings.css"),
    include_str!("../../../style/apart/api.css"),
    include_str!("../../../style/apart/bots.css"),
    include_str!("../../../style/apart/search.css"),
    include_str!("../../../style/apart/live-frame.css"),
    include_str!("../../../style/apart/invite.css"),
    include_str!("../../../style/apart/help.css"),
    include_str!("../../../style/apart/palette.css"),
    include_str!("../../../style/apart/bell.css"),
    include_str!("../../../style/apart/choices.css"),
    include_str!("../../../style/apart/passkeys.css"),
    include_str!("../../../style/apart/own.css"),
    include_str!("../../../style/apart/gate.css"),
    include_str!("../../../style/apart/mention-list.css"),
    include_str!("../../../style/apart/picture-tray.css"),
    include_str!("../../../style/apart/forms.css"),
    include_str!("../../../style/apart/without-scripts.css"),
    include_str!("../../../style/apart/kept-picture.css"),
];

/// Of Brotli's eleven levels one that takes some milliseconds, at every start of the house, for a sheet of this size.
const LEVEL: u32 = 9;
const BUFFER: usize = 4096;
const WINDOW: u32 = 22;

pub(super) fn sheet(lifetime: Lifetime) -> AssetFile {
    let sheet = PARTS.concat().into_bytes();
    let mut brotli = brotli::CompressorWriter::new(Vec::new(), BUFFER, LEVEL, WINDOW);
    brotli.write_all(&sheet).expect("memory takes it");
    let (brotli, hash) = (brotli.into_inner(), Sha256::digest(&sheet).into());
    AssetFile::new(PATH, Cow::Owned(sheet), hash, lifetime).with_forms(Some(Cow::Owned(brotli)), None)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A part that nobody lists would be a style that nobody sees.
    #[test]
    fn every_part_is_in_the_sheet() {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/style/apart");
        let parts = std::fs::read_dir(folder).unwrap().map(|entry| std::fs::read_to_string(entry.unwrap().path()).unwrap());
        let mut parts: Vec<_> = parts.collect();
        let mut listed = PARTS.to_vec();
        parts.sort();
        listed.sort();
        assert_eq!(parts, listed);
    }
}
