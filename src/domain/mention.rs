//! Mentions: who is addressed in a text, by an `@` before their nickname.
//!
//! Nicknames have blanks, and Korean writes particles right behind a name ("@철수야", "@김 철수님께"), so where a name
//! ends cannot be seen: the longest name that somebody has is meant.

use std::ops::Range;

use unicode_segmentation::UnicodeSegmentation;

use super::{limits, name};

/// Finds the names in a text. `look_up` says who has the nickname with this [key](name::Name::key), if anybody.
///
/// # Errors
/// The first one of `look_up`.
pub fn find<T, E>(
    text: &str,
    mut look_up: impl FnMut(&str) -> Result<Option<T>, E>,
) -> Result<Vec<(Range<usize>, T)>, E> {
    let mut found: Vec<(Range<usize>, T)> = Vec::new();
    for (at, _) in text.match_indices('@').filter(|(at, _)| begins(text, *at)).take(limits::MENTIONS) {
        let first = at + '@'.len_utf8();
        for end in ends(&text[first..]).into_iter().rev() {
            if let Some(who) = look_up(&name::key(&text[first..first + end]))? {
                found.push((at..first + end, who));
                break;
            }
        }
    }
    Ok(found)
}

/// No mailbox, and no name of a program such as `user@host`.
fn begins(text: &str, at: usize) -> bool {
    !text[..at].ends_with(|c: char| c.is_ascii_alphanumeric() || "._-+@/".contains(c))
}

/// Where a nickname at the beginning of a text may end, the nearest first.
fn ends(text: &str) -> Vec<usize> {
    let line = text.split('\n').next().unwrap_or_default();
    let is_blank = |text: &str| text.trim().is_empty();
    if line.graphemes(true).next().is_none_or(is_blank) {
        return Vec::new();
    }
    let limit = limits::NICKNAME;
    let ends = line.grapheme_indices(true).map(|(at, grapheme)| at + grapheme.len()).take(limit.max);
    let is_end = |end: &usize| !cuts_word(line, *end) && !line[..*end].ends_with(char::is_whitespace);
    ends.take_while(|end| *end <= limit.bytes).skip(limit.min - 1).filter(is_end).collect()
}

/// Scripts that write particles behind names end words anywhere; in others "@Min" does not address Min in "@Minsu".
fn cuts_word(line: &str, end: usize) -> bool {
    line[..end].ends_with(|c: char| c.is_ascii_alphanumeric())
        && line[end..].starts_with(|c: char| c.is_ascii_alphanumeric())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is taken for a name in a text, when these people are there.
    fn found<'a>(text: &'a str, people: &[&str]) -> Vec<&'a str> {
        let keys: Vec<_> = people.iter().map(|name| name::key(name)).collect();
        let look_up = |key: &str| Ok::<_, ()>(keys.iter().any(|known| **known == *key).then_some(()));
        find(text, look_up).unwrap().into_iter().map(|(at, ())| &text[at]).collect()
    }

    #[test]
    fn a_name_may_have_a_particle_behind_it() {
        assert_eq!(found("@철수야 밥 먹자", &["철수"]), ["@철수"]);
        assert_eq!(found("이건 @김 철수님께 물어보세요", &["김 철수"]), ["@김 철수"]);
        assert_eq!(found("(@철수, @영희)", &["철수", "영희"]), ["@철수", "@영희"]);
    }

    #[test]
    fn the_longest_name_is_meant() {
        assert_eq!(found("@김 철수 안녕", &["김 철", "김 철수", "철수"]), ["@김 철수"]);
        assert_eq!(found("@Minsu hi @Min", &["Min", "Minsu"]), ["@Minsu", "@Min"]);
        assert_eq!(found("@Minsuk", &["Min", "Minsu"]), [""; 0]);
    }

    #[test]
    fn a_name_is_found_however_it_is_spelt() {
        assert_eq!(found("@CHULSOO @chul soo", &["Chulsoo"]), ["@CHULSOO", "@chul soo"]);
    }

    #[test]
    fn mailboxes_and_lone_signs_address_nobody() {
        assert_eq!(found("cheolsu@철수.kr a.b@철수 @@철수 @ 철수 @\n철수 @", &["철수"]), [""; 0]);
    }

    #[test]
    fn only_so_many_names_are_looked_for() {
        let text = "@철수 ".repeat(limits::MENTIONS + 5);
        assert_eq!(found(&text, &["철수"]).len(), limits::MENTIONS);
        let mut looked_up = 0;
        let nobody = find::<(), ()>(&"@가나다라마바사".repeat(1_000), |_| {
            looked_up += 1;
            Ok(None)
        });
        assert_eq!(nobody, Ok(Vec::new()));
        assert!(looked_up <= limits::MENTIONS * limits::NICKNAME.max, "{looked_up}");
    }
}
