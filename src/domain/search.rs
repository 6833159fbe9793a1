//! What it means that a text holds what somebody looks for.
//!
//! Korean writes particles and endings onto its words, and not everyone writes the spaces between them: "회의" has to be
//! found in "내일회의는". So words are looked for anywhere in a text; those of scripts that do put spaces between words
//! only where one begins, or "art" would be found in every "start".

use std::ops::Range;

use unicode_normalization::UnicodeNormalization;
use unicode_segmentation::UnicodeSegmentation;

use super::{Message, MessageId, Refusal, Room, limits};

/// A message that was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hit {
    pub message: Message,
    pub room: Room,
}

/// What was found, the newest first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hits {
    pub hits: Vec<Hit>,
    /// Where the search goes on. There may be one although nothing was found yet.
    pub cursor: Option<MessageId>,
}

/// The words that somebody looks for, as they are compared; a text has to hold all of them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Wanted(Vec<Word>);

#[derive(Clone, Debug, PartialEq, Eq)]
struct Word {
    /// [Folded](fold); with spaces when it is a phrase.
    text: String,
    /// Was in quotes: ends where a word ends.
    is_exact: bool,
}

/// Two characters that stand beside each other in a text.
pub type Gram = [char; 2];

impl Wanted {
    /// Reads what was typed: words, and phrases in quotes. Without any, everything is wanted.
    ///
    /// # Errors
    /// [`Refusal::QueryTooLong`]; [`Refusal::QueryTooShort`] when there are words and none of two characters.
    pub fn parse(query: &str) -> Result<Self, Refusal> {
        let limit = limits::QUERY;
        if query.len() > limit.bytes || query.graphemes(true).nth(limit.max).is_some() {
            return Err(Refusal::QueryTooLong);
        }
        let query: String = query.nfc().collect();
        let mut words = Vec::new();
        for (number, part) in query.split(['"', '“', '”', '„']).enumerate() {
            let folded = fold(part);
            if number % 2 == 1 {
                words.push(Word { text: folded, is_exact: true });
            } else {
                words.extend(folded.split(' ').map(|word| Word { text: word.to_owned(), is_exact: false }));
            }
        }
        words.retain(|word| !word.text.is_empty());
        let wanted = Self(words);
        if wanted.0.is_empty() || wanted.grams().next().is_some() { Ok(wanted) } else { Err(Refusal::QueryTooShort) }
    }

    /// Whether there are no words.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether a message with this text is wanted.
    pub fn is_in(&self, text: &str) -> bool {
        let folded = fold(text);
        self.0.iter().all(|word| word.find_in(&folded).next().is_some())
    }

    /// What a wanted text has among its [grams](self::grams), maybe more than once.
    pub fn grams(&self) -> impl Iterator<Item = Gram> {
        self.0.iter().flat_map(|word| grams(&word.text))
    }

    /// Where in a text the words are, in order and without overlap.
    pub fn places_in(&self, text: &str) -> Vec<Range<usize>> {
        let (mut folded, mut origins) = (String::new(), Vec::new());
        fold_with(text, |at, c| {
            folded.push(c);
            origins.resize(folded.len(), at);
        });
        let original = |place: Range<usize>| {
            let last = origins[place.end - 1];
            origins[place.start]..last + text[last..].chars().next().map_or(0, char::len_utf8)
        };
        let found = self.0.iter().flat_map(|word| word.find_in(&folded));
        let mut places: Vec<_> = found.map(original).collect();
        places.sort_by_key(|place| place.start);
        places.dedup_by(|next, place| {
            let overlap = next.start < place.end;
            if overlap {
                place.end = place.end.max(next.end);
            }
            overlap
        });
        places
    }
}

impl Word {
    fn find_in<'a>(&'a self, folded: &'a str) -> impl Iterator<Item = Range<usize>> + 'a {
        let places = folded.match_indices(&*self.text).map(|(start, word)| start..start + word.len());
        places.filter(|place| {
            let (before, after) = (folded[..place.start].chars().next_back(), folded[place.end..].chars().next());
            let begins = !goes_on(before, self.text.chars().next());
            let ends = !self.is_exact || !goes_on(self.text.chars().next_back(), after);
            begins && ends
        })
    }
}

/// Whether a word goes on from one character to the next.
fn goes_on(left: Option<char>, right: Option<char>) -> bool {
    left.is_some_and(is_of_spaced_words) && right.is_some_and(is_of_spaced_words)
}

/// Letters and digits of Latin, Greek, Cyrillic and the other scripts up to those of India. From Thai on, many scripts
/// do without spaces.
fn is_of_spaced_words(c: char) -> bool {
    c < '\u{E00}' && c.is_alphanumeric()
}

/// A text as it is compared: small letters of one width, with single spaces. Takes NFC, as messages are stored.
pub fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    fold_with(text, |_, c| folded.push(c));
    if folded.ends_with(' ') {
        folded.pop();
    }
    folded
}

/// Tells each character of the folded text, and where in `text` it comes from.
fn fold_with(text: &str, mut tell: impl FnMut(usize, char)) {
    let mut after_space = true;
    for (at, c) in text.char_indices() {
        if c.is_whitespace() {
            if !after_space {
                tell(at, ' ');
            }
            after_space = true;
            continue;
        }
        after_space = false;
        match c {
            // Full-width Latin and half-width Kana. Not all that looks alike is made one: that would compose a "ㅎ" and
            // a "ㅠ" which stand beside each other into one syllable.
            '\u{FF01}'..='\u{FF9F}' => {
                std::iter::once(c).nfkc().flat_map(char::to_lowercase).for_each(|c| tell(at, c));
            }
            _ => c.to_lowercase().for_each(|c| tell(at, c)),
        }
    }
}

/// The pairs of characters in the words of a folded text. None is made across a space: words are found by them that
/// are written apart in one text and together in another.
pub fn grams(folded: &str) -> impl Iterator<Item = Gram> {
    let pairs = folded.chars().zip(folded.chars().skip(1));
    pairs.filter(|(left, right)| *left != ' ' && *right != ' ').map(|(left, right)| [left, right])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn finds(query: &str, text: &str) -> bool {
        Wanted::parse(query).unwrap().is_in(text)
    }

    #[test]
    fn korean_is_found_inside_of_what_is_written_together() {
        assert!(finds("회의", "내일회의는 3시"));
        assert!(finds("안녕", "안녕하세요"));
        assert!(finds("ㅋㅋ", "아ㅋㅋㅋ"));
        assert!(finds("ㅠㅠ", "ㅋㅠㅠ"), "jamo are not put together");
        assert!(!finds("회의", "회 의"));
        assert!(!finds("회의", "회사의 사회"));
    }

    #[test]
    fn other_words_are_found_from_where_they_begin() {
        assert!(finds("meet", "Meeting at 3"));
        assert!(finds("회의meet", "회의meeting"));
        assert!(finds("meet", "회의meeting"), "a word begins after Hangul");
        assert!(!finds("art", "start"));
        assert!(!finds("3시", "13시"));
        assert!(finds("C++", "c++로 썼다"));
    }

    #[test]
    fn what_is_in_quotes_is_found_as_it_is() {
        assert!(finds("\"see you\"", "I'll See  you\nthere"));
        assert!(!finds("\"see you\"", "you see"));
        assert!(!finds("\"see you\"", "see your room"));
        assert!(finds("“회의 시간”", "내일 회의 시간은"));
        assert!(finds("\"not closed", "it is not closed"));
    }

    #[test]
    fn all_words_have_to_be_there_in_any_order() {
        assert!(finds("3시 회의", "내일회의는 3시"));
        assert!(!finds("4시 회의", "내일회의는 3시"));
        assert!(finds("회의 a", "a 회의"), "a single letter beside a longer word");
    }

    #[test]
    fn width_and_case_do_not_matter() {
        assert!(finds("ＡＢＣ", "abc"));
        assert!(finds("abc", "ＡＢＣ"));
        assert!(finds("カナ", "ｶﾅ"));
        assert!(finds("회의", "회의"), "conjoining jamo");
        assert!(finds("École", "école"));
    }

    #[test]
    fn too_little_and_too_much_is_refused() {
        for query in ["가", "a b", "\"나\"", " ! "] {
            assert_eq!(Wanted::parse(query), Err(Refusal::QueryTooShort), "{query:?}");
        }
        assert!(Wanted::parse(" \"\" ").unwrap().is_empty());
        assert!(Wanted::parse(&"가".repeat(limits::QUERY.max)).is_ok());
        for query in ["가".repeat(limits::QUERY.max + 1), "👨‍👩‍👧".repeat(50)] {
            assert_eq!(Wanted::parse(&query), Err(Refusal::QueryTooLong));
        }
    }

    #[test]
    fn places_are_of_the_text_as_it_was_written() {
        let places = |query: &str, text: &str| {
            let places = Wanted::parse(query).unwrap().places_in(text);
            places.into_iter().map(|place| text[place].to_owned()).collect::<Vec<_>>()
        };
        assert_eq!(places("회의", "회의, 또 회의"), ["회의", "회의"]);
        assert_eq!(places("abc", "ＡＢＣ Abc"), ["ＡＢＣ", "Abc"]);
        assert_eq!(places("\"see you\"", "see \n you"), ["see \n you"]);
        assert_eq!(places("회의실 회의", "회의실"), ["회의실"]);
        assert_eq!(places("가나 나다", "가나다"), ["가나다"]);
        assert_eq!(places("istanbul", "İstanbul ISTANBUL"), ["ISTANBUL"]);
    }

    proptest::proptest! {
        #[test]
        fn whatever_is_typed_is_found_in_itself(query in "\\PC{0,40}") {
            let text: String = query.nfc().filter(|c| !matches!(c, '"' | '“' | '”' | '„')).collect();
            if let Ok(wanted) = Wanted::parse(&text) {
                assert!(wanted.is_in(&text));
                let folded = fold(&text);
                assert!(wanted.grams().all(|gram| grams(&folded).any(|other| other == gram)));
                for place in wanted.places_in(&text) {
                    assert!(text.get(place).is_some());
                }
            }
        }
    }
}
