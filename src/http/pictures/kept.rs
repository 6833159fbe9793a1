//! Pictures that are sent by a form and were uploaded before it.

use crate::domain::PictureRef;

/// The pictures of a form that were uploaded before it.
#[derive(Default)]
pub struct Kept {
    /// By the page's script, whose program was not there yet; or by the house, of a form that was refused.
    noted: Vec<PictureRef>,
    /// What a page without scripts says of each of them, if it does.
    alts: Vec<String>,
    /// Those that it takes out.
    dropped: Vec<String>,
}

impl Kept {
    /// As JSON. A later list takes the place of the one before.
    pub fn note(&mut self, pictures: &str) {
        self.noted = serde_json::from_str(pictures).unwrap_or_default();
    }

    pub fn describe(&mut self, alt: String) {
        self.alts.push(alt);
    }

    pub fn drop(&mut self, id: String) {
        self.dropped.push(id);
    }

    /// What is to be sent of them.
    pub fn into_pictures(self) -> impl Iterator<Item = PictureRef> {
        let Self { noted, alts, dropped } = self;
        let alts = alts.into_iter().map(Some).chain(std::iter::repeat_with(|| None));
        let said = noted
            .into_iter()
            .zip(alts)
            .map(|(PictureRef { id, alt }, said)| PictureRef { id, alt: said.map_or(alt, Into::into) });
        said.filter(move |picture| !dropped.iter().any(|id| id == picture.id.as_str()))
    }
}
