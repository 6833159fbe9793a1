//! What a hit shows of its text: the words that were found, and enough around them to know what it is about.

use unicode_segmentation::UnicodeSegmentation;

use crate::domain::search::Wanted;

/// Graphemes before the first word, and in all.
const BEFORE: usize = 40;
const LENGTH: usize = 240;

/// A piece of an excerpt; `true` for one that was looked for.
pub type Piece = (bool, String);

/// The excerpt of a text, from its first word on.
pub fn excerpt(text: &str, wanted: &Wanted) -> Vec<Piece> {
    let places = wanted.places_in(text);
    let first = places.first().map_or(0, |place| place.start);
    let start = text[..first].grapheme_indices(true).rev().nth(BEFORE).map_or(0, |(at, skipped)| at + skipped.len());
    let end = text[start..].grapheme_indices(true).nth(LENGTH).map_or(text.len(), |(at, _)| start + at);
    let mut pieces = Vec::new();
    let mut push = |found: bool, piece: &str| {
        if !piece.is_empty() {
            pieces.push((found, piece.to_owned()));
        }
    };
    push(false, if start > 0 { "…" } else { "" });
    let mut at = start;
    for place in places {
        let (from, to) = (place.start.clamp(at, end), place.end.clamp(at, end));
        push(false, &text[at..from]);
        push(true, &text[from..to]);
        at = to;
    }
    push(false, &text[at..end]);
    push(false, if end < text.len() { "…" } else { "" });
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(text: &str, query: &str) -> String {
        let pieces = excerpt(text, &Wanted::parse(query).unwrap());
        pieces.into_iter().map(|(found, piece)| if found { format!("[{piece}]") } else { piece }).collect()
    }

    #[test]
    fn a_short_text_is_shown_whole_with_what_was_found() {
        assert_eq!(told("내일회의는 3시, 회의실에서", "회의"), "내일[회의]는 3시, [회의]실에서");
        assert_eq!(told("Meeting, MEET", "meet"), "[Meet]ing, [MEET]");
        assert_eq!(told("안녕", ""), "안녕");
    }

    #[test]
    fn of_a_long_text_only_what_is_around_the_first_word() {
        let text = format!("{}회의{}", "가".repeat(100), "👨‍👩‍👧".repeat(300));
        assert_eq!(told(&text, "회의"), format!("…{}[회의]{}…", "가".repeat(40), "👨‍👩‍👧".repeat(198)));
    }

    #[test]
    fn a_word_at_the_edge_is_cut_and_not_lost() {
        let text = format!("회의{}회의", "가".repeat(237));
        assert_eq!(told(&text, "회의"), format!("[회의]{}[회]…", "가".repeat(237)));
    }
}
