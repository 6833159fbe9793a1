//! What refusals say. The server knows that in both languages; a page is told it in its own, beside the snapshot, since
//! these are the longest texts and most of them are never shown.

use crate::domain::Refusal;

/// All refusals in the order of [`Refusal::ALL`], a line each.
#[cfg(feature = "ssr")]
pub fn lines(refusal: fn(Refusal) -> &'static str) -> String {
    Refusal::ALL.iter().map(|one| refusal(*one)).collect::<Vec<_>>().join("\n")
}

#[cfg(not(feature = "ssr"))]
static LINES: std::sync::OnceLock<String> = std::sync::OnceLock::new();

/// Takes in the lines that the document brought.
#[cfg(not(feature = "ssr"))]
pub fn take_in(lines: String) {
    let _ = LINES.set(lines);
}

/// What one says in the page's language.
#[cfg(not(feature = "ssr"))]
pub fn told(refusal: Refusal) -> &'static str {
    LINES.get().and_then(|lines| lines.split('\n').nth(refusal as usize)).unwrap_or_default()
}

#[cfg(all(test, feature = "ssr"))]
mod tests {
    use super::*;
    use crate::i18n::Language;

    #[test]
    fn every_refusal_has_a_line_at_its_place() {
        for language in Language::ALL {
            let refusal = language.texts().refusal;
            let lines = lines(refusal);
            for one in Refusal::ALL {
                assert_eq!(lines.split('\n').nth(*one as usize), Some(refusal(*one)));
            }
        }
    }
}
