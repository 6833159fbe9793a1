//! Names of people and rooms: what is allowed, and when two of them look the same.
//!
//! `precis-profiles`' Nickname profile refuses ordinary Korean (standalone jamo such as "ㅎㅎㅋ"), so the rules are
//! our own, over the tables of the `unicode-*` crates.

mod reserved;

use std::sync::Arc;

use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};
use unicode_segmentation::UnicodeSegmentation;

use super::{
    Refusal,
    limits::{self, Length},
};

/// A checked name: what people see, and the key by which look-alikes collide.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Name {
    pub display: Arc<str>,
    /// The confusables skeleton (UTS #39) of the lower-cased name without spaces.
    pub key: Arc<str>,
}

/// A checked nickname.
///
/// # Errors
/// The `nickname_…` refusal that names what is wrong.
pub fn nickname(text: &str) -> Result<Name, Refusal> {
    let rules = Rules {
        length: limits::NICKNAME,
        too_short: Refusal::NicknameTooShort,
        too_long: Refusal::NicknameTooLong,
        forbidden: Refusal::NicknameForbidden,
    };
    let nickname = rules.check(text).map(Name::from)?;
    if reserved::is_reserved(&nickname) { Err(Refusal::NicknameReserved) } else { Ok(nickname) }
}

/// A checked nickname with a mark, for somebody who cannot have it as it is: "철수#4821". As long as a nickname may be,
/// and none that anybody could take by themselves.
pub fn marked(nickname: &Name, mark: u16) -> Name {
    let mark = format!("#{mark:04}");
    let limit = limits::NICKNAME;
    let mut kept = String::new();
    for grapheme in nickname.display.graphemes(true).take(limit.max - mark.len()) {
        if kept.len() + grapheme.len() + mark.len() > limit.bytes {
            break;
        }
        kept.push_str(grapheme);
    }
    Name::from(format!("{}{mark}", kept.trim_end()))
}

/// A checked room name.
///
/// # Errors
/// The `room_name_…` refusal that names what is wrong.
pub fn room_name(text: &str) -> Result<Name, Refusal> {
    let rules = Rules {
        length: limits::ROOM_NAME,
        too_short: Refusal::RoomNameTooShort,
        too_long: Refusal::RoomNameTooLong,
        forbidden: Refusal::RoomNameForbidden,
    };
    rules.check(text).map(Name::from)
}

/// A checked topic; an empty one is none.
///
/// # Errors
/// The `topic_…` refusal that names what is wrong.
pub fn topic(text: &str) -> Result<Arc<str>, Refusal> {
    let rules = Rules {
        length: limits::TOPIC,
        too_short: Refusal::BadRequest,
        too_long: Refusal::TopicTooLong,
        forbidden: Refusal::TopicForbidden,
    };
    rules.check(text).map(Arc::from)
}

/// What somebody says is to be seen on a picture, in one line; it may be nothing.
///
/// # Errors
/// [`Refusal::AltTooLong`].
pub fn alt(text: &str) -> Result<Arc<str>, Refusal> {
    let limit = limits::ALT;
    if text.len() > 2 * limit.bytes {
        return Err(Refusal::AltTooLong);
    }
    let shown: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).nfc().collect();
    let line = shown.split_whitespace().collect::<Vec<_>>().join(" ");
    let is_long = line.len() > limit.bytes || line.graphemes(true).nth(limit.max).is_some();
    if is_long { Err(Refusal::AltTooLong) } else { Ok(line.into()) }
}

/// A checked message text. Line breaks stay, other control characters are dropped, the ends are trimmed.
///
/// # Errors
/// [`Refusal::MessageEmpty`], [`Refusal::MessageTooLong`].
pub fn message(text: &str) -> Result<Arc<str>, Refusal> {
    // Cheap bound first: normalising megabytes only to refuse them would be the attacker's bargain.
    if text.len() > 2 * limits::MESSAGE.bytes {
        return Err(Refusal::MessageTooLong);
    }
    let unified = text.replace("\r\n", "\n").replace('\r', "\n");
    let kept: String = unified.chars().filter(|c| !c.is_control() || matches!(c, '\n' | '\t')).nfc().collect();
    let kept = kept.trim_matches('\n').trim_end();
    if kept.chars().all(|c| c.is_whitespace() || is_invisible(c)) {
        return Err(Refusal::MessageEmpty);
    }
    let limit = limits::MESSAGE;
    if kept.len() > limit.bytes || kept.graphemes(true).nth(limit.max).is_some() {
        return Err(Refusal::MessageTooLong);
    }
    Ok(kept.into())
}

struct Rules {
    length: Length,
    too_short: Refusal,
    too_long: Refusal,
    forbidden: Refusal,
}

impl Rules {
    fn check(&self, text: &str) -> Result<String, Refusal> {
        if text.len() > 4 * self.length.bytes {
            return Err(self.too_long);
        }
        let composed: String = text.nfc().collect();
        let name = composed.split_whitespace().collect::<Vec<_>>().join(" ");
        if has_forbidden_character(&name) || has_stacked_marks(&name) {
            return Err(self.forbidden);
        }
        let graphemes = name.graphemes(true).count();
        if graphemes < self.length.min {
            return Err(self.too_short);
        }
        if graphemes > self.length.max || name.len() > self.length.bytes {
            return Err(self.too_long);
        }
        Ok(name)
    }
}

impl From<String> for Name {
    fn from(display: String) -> Self {
        let key = key(&display);
        Self { display: display.into(), key }
    }
}

/// The [key](Name::key) of a name that was checked once, or that may be none.
pub fn key(name: &str) -> Arc<str> {
    let skeleton = unicode_security::skeleton(&name.to_lowercase()).collect::<String>();
    // The skeleton maps some characters to capitals ("0" to "O"), so it is lowered once more.
    skeleton.to_lowercase().chars().filter(|c| !c.is_whitespace()).collect::<String>().into()
}

/// Characters that nobody can see: a name made of them would be empty, or a copy of another one.
fn is_invisible(c: char) -> bool {
    matches!(c,
        '\u{00AD}' | '\u{034F}' | '\u{061C}' | '\u{115F}' | '\u{1160}' | '\u{17B4}' | '\u{17B5}' | '\u{180B}'..='\u{180F}'
        | '\u{200B}'..='\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{2800}' | '\u{3164}'
        | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}' | '\u{FFA0}' | '\u{FFF0}'..='\u{FFFB}' | '\u{1D159}' | '\u{1D173}'..='\u{1D17A}'
        | '\u{E0000}'..='\u{E0FFF}')
}

fn is_private_or_broken(c: char) -> bool {
    matches!(c, '\u{E000}'..='\u{F8FF}' | '\u{F0000}'..='\u{10FFFF}' | '\u{FFFC}' | '\u{FFFD}')
}

fn has_forbidden_character(name: &str) -> bool {
    let mut before = ' ';
    name.chars().any(|c| {
        // Emoji are joined by U+200D and coloured by U+FE0F; after a letter the same two only deceive.
        let belongs_to_emoji = matches!(c, '\u{200D}' | '\u{FE0F}') && is_emoji_part(before);
        before = c;
        c.is_control() || is_private_or_broken(c) || (is_invisible(c) && !belongs_to_emoji)
    }) || name.ends_with('\u{200D}')
}

fn is_emoji_part(c: char) -> bool {
    matches!(c, '\u{FE0F}' | '\u{2190}'..='\u{2BFF}' | '\u{1F000}'..='\u{1FAFF}') || matches!(c, '#' | '*' | '0'..='9')
}

/// More than four marks on one letter cover the lines above and below it.
fn has_stacked_marks(name: &str) -> bool {
    name.graphemes(true).any(|grapheme| grapheme.chars().filter(|c| is_combining_mark(*c)).count() > 4)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn korean_jamo_and_emoji_are_names() {
        for good in ["철수", "ㅎㅎㅋ", "김 철수", "Zoë", "👨‍👩‍👧‍👦 가족", "❤️하트", "O'Neil", "李小龍", "مريم"]
        {
            assert!(nickname(good).is_ok(), "{good:?}");
        }
    }

    #[test]
    fn decomposed_hangul_is_composed_before_it_is_counted() {
        let decomposed: String = "한글".nfd().collect();
        assert_eq!(&*nickname(&decomposed).unwrap().display, "한글");
    }

    #[test]
    fn counts_graphemes_and_bytes() {
        assert_eq!(nickname("가"), Err(Refusal::NicknameTooShort));
        assert_eq!(nickname("  가  "), Err(Refusal::NicknameTooShort));
        assert!(nickname(&"가".repeat(20)).is_ok());
        assert_eq!(nickname(&"가".repeat(21)), Err(Refusal::NicknameTooLong));
        assert_eq!(nickname(&"👨‍👩‍👧‍👦".repeat(4)), Err(Refusal::NicknameTooLong), "100 bytes in 4 graphemes");
        assert_eq!(room_name(" "), Err(Refusal::RoomNameTooShort));
    }

    #[test]
    fn refuses_what_cannot_be_seen_or_turns_text_around() {
        let bad = [
            "철수\u{200B}",
            "철\u{200D}수",
            "\u{202E}abc",
            "\u{3164}\u{3164}",
            "ab\u{115F}",
            "ab\u{2066}c",
            "a\u{7}b",
            "ab\u{E0041}",
            "ab\u{FEFF}",
            "ab\u{E000}",
            "가나\u{FE0F}",
            "Z\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}algo",
        ];
        for bad in bad {
            assert_eq!(nickname(bad), Err(Refusal::NicknameForbidden), "{bad:?}");
        }
    }

    #[test]
    fn names_that_look_the_same_have_the_same_key() {
        let same =
            [("admin", "аdmin"), ("Paypal", "PAYPAL"), ("room0", "roomO"), ("개발 방", "개발방"), ("Ａdmin", "admin")];
        for (one, other) in same {
            assert_eq!(nickname(one).unwrap().key, nickname(other).unwrap().key, "{one} {other}");
        }
        assert_ne!(nickname("철수").unwrap().key, nickname("영희").unwrap().key);
    }

    #[test]
    fn a_mark_tells_apart_and_leaves_a_name_as_long_as_names_may_be() {
        let chulsoo = nickname("철수").unwrap();
        assert_eq!(marked(&chulsoo, 42), Name::from("철수#0042".to_owned()));
        assert_eq!(nickname("철수#0042"), Err(Refusal::NicknameReserved));
        assert_ne!(marked(&chulsoo, 42).key, chulsoo.key);
        for long in ["가".repeat(20), "👨‍👩‍👧‍👦".repeat(3), "가나 다라 마바 사아 자 카타파".into()]
        {
            let marked = marked(&nickname(&long).unwrap(), 9_999);
            let (graphemes, bytes) = (marked.display.graphemes(true).count(), marked.display.len());
            assert!(graphemes <= limits::NICKNAME.max && bytes <= limits::NICKNAME.bytes, "{marked:?}");
            assert!(marked.display.ends_with("#9999"), "{marked:?}");
        }
    }

    #[test]
    fn a_message_keeps_its_lines_and_indentation() {
        assert_eq!(&*message("\n  코드\r\n\tb \n").unwrap(), "  코드\n\tb");
        assert_eq!(message(" \u{200B}\n\u{3164} "), Err(Refusal::MessageEmpty));
        assert_eq!(&*message("a\0b\u{8}").unwrap(), "ab");
    }

    #[test]
    fn a_message_has_4000_characters_at_most() {
        assert!(message(&"가".repeat(4_000)).is_ok());
        assert_eq!(message(&"가".repeat(4_001)), Err(Refusal::MessageTooLong));
        assert_eq!(message(&"👨‍👩‍👧‍👦".repeat(500)), Err(Refusal::MessageTooLong), "12,500 bytes");
    }
}
