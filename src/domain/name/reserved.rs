//! Nicknames by which somebody would pass for another one: what tells people apart, on the page and in the lines that
//! the dialects make of a name and a text, belongs to the house.

use unicode_normalization::UnicodeNormalization;

use super::Name;
use crate::domain::message::DEPARTED;

/// Under these the house writes, and keeps what is left of those who are forgotten, which pages in English call so.
const OF_THE_HOUSE: [&str; 4] = ["사랑방", "sarangbang", DEPARTED, "A guest who left"];

/// What pages write beside a name: of oneself, of the owner of a room, of bots and of announcements.
const MARKS: [&str; 10] = ["나", "me", "you", "방장", "host", "owner", "봇", "bot", "공지", "notice"];

/// Whether a nickname has to stay free. One that is held already stays its guest's.
pub fn is_reserved(nickname: &Name) -> bool {
    // Full-width characters and the like become the ordinary ones, look-alikes the ones that they look like.
    let plain = Name::from(nickname.display.nfkc().collect::<String>());
    has_colon(&plain.key) || is_of_the_house(&plain.key) || has_mark(&plain.key) || is_numbered(&plain.key)
}

/// The dialects write "<nickname>: <message>", so a nickname with a colon would speak for somebody else.
fn has_colon(key: &str) -> bool {
    key.contains([':', '\u{2237}', '\u{2E2C}'])
}

fn is_of_the_house(key: &str) -> bool {
    OF_THE_HOUSE.iter().any(|name| key == key_of(name))
}

/// "철수 (나)", "철수(host)"
fn has_mark(key: &str) -> bool {
    let Some((_, mark)) = key.strip_suffix(')').and_then(|name| name.rsplit_once('(')) else { return false };
    OF_THE_HOUSE.iter().chain(&MARKS).any(|own| mark == key_of(own))
}

/// "철수#4821", which only [`marked`](super::marked) makes. In keys, 0 and 1 are the letters that they look like.
fn is_numbered(key: &str) -> bool {
    let Some((_, number)) = key.rsplit_once(['#', '\u{266F}']) else { return false };
    number.chars().count() == 4 && number.chars().all(|c| c.is_ascii_digit() || matches!(c, 'o' | 'l'))
}

fn key_of(name: &str) -> String {
    Name::from(name.to_owned()).key.to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reserved(nickname: &str) -> bool {
        is_reserved(&Name::from(nickname.to_owned()))
    }

    #[test]
    fn nobody_writes_another_ones_line_by_a_nickname_with_a_colon() {
        for colon in [":", "：", "﹕", "︓", "∶", "ː", "։", "׃", "꞉", "ꓽ", "⁚", "∷"] {
            assert!(reserved(&format!("영희{colon} 계좌는 1-2-3")), "{colon}");
        }
        assert!(!reserved("영희; 계좌는 1-2-3"));
    }

    #[test]
    fn nobody_is_the_house() {
        for name in ["사랑방", "사 랑 방", "Sarangbang", "ＳＡＲＡＮＧＢＡＮＧ", "sаrangbang"] {
            assert!(reserved(name), "{name}");
        }
        for name in ["사랑방 손님", "방장", "Host", "owner"] {
            assert!(!reserved(name), "{name}");
        }
    }

    #[test]
    fn nobody_has_a_mark_of_the_house_in_the_name() {
        for name in ["철수#4821", "철수＃４８２１", "철수 #0011", "철수#O0l1", "철수♯4821", "철수(나)", "철수 ( 나 )"]
        {
            assert!(reserved(name), "{name}");
        }
        for name in ["철수（나）", "Ann (me)", "Ann (You)", "철수(방장)", "Ann(HOST)", "메아리 (봇)", "사무실(공지)"]
        {
            assert!(reserved(name), "{name}");
        }
        for name in ["철수#1", "철수#48213", "C#", "철수(서울)", "나나", "#4821호", "(나)철수"] {
            assert!(!reserved(name), "{name}");
        }
    }
}
