//! Every text of the page in Korean and English.
//!
//! A language is one constant of [`Texts`]; leaving a text out does not compile. What a sentence puts in the middle
//! (names, mostly, which stand in an element of their own) is left to the component: such a text is the pieces around
//! it.

use std::ops::Deref;
#[cfg(not(feature = "ssr"))]
use std::sync::OnceLock;

#[cfg(feature = "ssr")]
mod api;
#[cfg(feature = "ssr")]
mod bell;
#[cfg(feature = "ssr")]
mod bots;
#[cfg(feature = "ssr")]
mod check;
mod en;
#[cfg(feature = "ssr")]
mod help;
#[cfg(feature = "ssr")]
mod invite;
mod ko;
#[cfg(feature = "ssr")]
mod live;
#[cfg(feature = "ssr")]
mod own;
#[cfg(feature = "ssr")]
mod pictures;
#[cfg(feature = "ssr")]
mod search;
#[cfg(feature = "ssr")]
mod settings;
pub mod words;

use self::words::Words;
#[cfg(not(feature = "ssr"))]
use self::words::{Lined, Lines};
#[cfg(feature = "ssr")]
pub use self::{
    api::ApiTexts,
    bell::BellTexts,
    bots::BotsTexts,
    check::{CheckTexts, Sentence},
    help::HelpTexts,
    invite::InviteTexts,
    live::LiveTexts,
    own::OwnTexts,
    search::SearchTexts,
    settings::SettingsTexts,
};
use crate::domain::{
    Ending, NoticeKind, Refusal,
    countdown::{Left, Soon},
    message::DEPARTED,
};

/// A language of the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Language {
    Korean,
    English,
}

impl Language {
    /// In the order in which the page offers them.
    pub const ALL: [Self; 2] = [Self::Korean, Self::English];

    /// The language of a BCP 47 tag. Whoever reads neither Korean nor English is shown English.
    pub fn from_tag(tag: &str) -> Self {
        if tag == "ko" || tag.starts_with("ko-") { Self::Korean } else { Self::English }
    }

    /// The one that a page does not speak.
    pub const fn other(self) -> Self {
        match self {
            Self::Korean => Self::English,
            Self::English => Self::Korean,
        }
    }

    /// The BCP 47 tag.
    pub const fn tag(self) -> &'static str {
        match self {
            Self::Korean => "ko",
            Self::English => "en",
        }
    }

    /// The language's own name for itself.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Korean => "한국어",
            Self::English => "English",
        }
    }

    #[cfg(feature = "ssr")]
    pub const fn texts(self) -> &'static Texts {
        static KOREAN: Texts = ko::texts(ko::WORDS);
        static ENGLISH: Texts = en::texts(en::WORDS);
        match self {
            Self::Korean => &KOREAN,
            Self::English => &ENGLISH,
        }
    }

    /// A page has the texts of its own language only.
    ///
    /// # Panics
    /// Before [`take_in`].
    #[cfg(not(feature = "ssr"))]
    pub fn texts(self) -> &'static Texts {
        &TOLD.get().expect("the document told no texts").texts
    }
}

/// What the document told the page, once.
#[cfg(not(feature = "ssr"))]
static TOLD: OnceLock<Told> = OnceLock::new();

#[cfg(not(feature = "ssr"))]
struct Told {
    texts: Texts,
    /// At the places of [`Refusal::ALL`].
    refusals: Box<[&'static str]>,
}

/// Takes in the [`words::lines`] that the document brought; they stay as long as the page.
#[cfg(not(feature = "ssr"))]
pub fn take_in(language: Language, lines: String) {
    let mut lines = Lines(lines.leak());
    let words = Words::read(&mut lines);
    let texts = match language {
        Language::Korean => ko::texts(words),
        Language::English => en::texts(words),
    };
    let refusals = Refusal::ALL.iter().map(|_| lines.take()).collect();
    let _ = TOLD.set(Told { texts, refusals });
}

#[cfg(not(feature = "ssr"))]
fn refusal(refusal: Refusal) -> &'static str {
    TOLD.get().and_then(|told| told.refusals.get(refusal as usize)).copied().unwrap_or_default()
}

/// A day of the calendar, as [`Texts::day`] takes it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Day {
    /// `None` leaves the year out: it is this one.
    pub year: Option<i32>,
    /// 1 to 12
    pub month: u8,
    /// 1 to 31
    pub day: u8,
    /// 0 is Sunday
    pub weekday: u8,
}

/// What a sentence says around the names in it.
pub type Around = &'static str;

/// The texts of one language.
pub struct Texts {
    pub words: Words,
    /// What stands before and after the room's name on the page that asks a stranger for a nickname. The argument
    /// is the room's name.
    pub invited_to: fn(&str) -> (Around, Around),
    /// How many people are in a room.
    pub people: fn(u32) -> String,
    /// The same, and how many it holds.
    pub people_of: fn(u32, u32) -> String,
    /// How long it is until a room ends.
    pub left: fn(Left) -> String,
    /// What a notice says between the nickname and the room's name, and after it. The second argument is the room's
    /// name.
    pub notice: fn(NoticeKind, &str) -> (Around, Around),
    /// How many have read it, and of how many.
    pub read_by: fn(u32, u32) -> String,
    pub new_messages: fn(u32) -> String,
    /// Why something was refused, and what to do next.
    pub refusal: fn(Refusal) -> &'static str,
    /// A time of day from hours (0 to 23) and minutes.
    pub clock: fn(u8, u8) -> String,
    /// A day in full, with its weekday.
    pub day: fn(Day) -> String,
    /// A day where there is little room, without its weekday.
    pub short_day: fn(Day) -> String,
}

impl Deref for Texts {
    type Target = Words;

    fn deref(&self) -> &Words {
        &self.words
    }
}

impl Texts {
    /// Under which name somebody is shown: what the house keeps of the departed stands under one in Korean.
    pub fn named<'a>(&self, nickname: &'a str) -> &'a str {
        if nickname == DEPARTED { self.departed } else { nickname }
    }

    /// What everybody is told before a room ends.
    pub fn ends_soon(&self, soon: Soon) -> &'static str {
        self.ends_soon[match soon {
            Soon::TenMinutes => 0,
            Soon::Minute => 1,
        }]
    }

    /// What is known about why a room ended.
    pub fn room_closed(&self, ending: Option<Ending>) -> &'static str {
        self.room_endings[match ending {
            Some(Ending::Expired) => 0,
            Some(Ending::Closed) => 1,
            Some(Ending::Deserted) => 2,
            None => 3,
        }]
    }
}

/// Hours and minutes of a twelve-hour clock, with `true` for the afternoon.
fn twelve_hours(hour: u8) -> (u8, bool) {
    (
        match hour % 12 {
            0 => 12,
            hour => hour,
        },
        hour >= 12,
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    const SATURDAY: Day = Day { year: None, month: 11, day: 21, weekday: 6 };

    #[test]
    fn tells_the_time_as_people_do() {
        let (ko, en) = (Language::Korean.texts(), Language::English.texts());
        assert_eq!((ko.clock)(15, 24), "오후 3:24");
        assert_eq!((en.clock)(15, 24), "3:24 PM");
        assert_eq!((ko.clock)(0, 5), "오전 12:05");
        assert_eq!((en.clock)(12, 0), "12:00 PM");
    }

    #[test]
    fn names_the_day_and_the_year_only_when_it_is_another() {
        let (ko, en) = (Language::Korean.texts(), Language::English.texts());
        let long_ago = Day { year: Some(2020), ..SATURDAY };
        assert_eq!((ko.day)(SATURDAY), "11월 21일 토요일");
        assert_eq!((en.day)(SATURDAY), "Saturday, November 21");
        assert_eq!((ko.day)(long_ago), "2020년 11월 21일 토요일");
        assert_eq!((en.day)(long_ago), "Saturday, November 21, 2020");
        assert_eq!((ko.short_day)(SATURDAY), "11월 21일");
        assert_eq!((en.short_day)(SATURDAY), "Nov 21");
        assert_eq!((ko.short_day)(long_ago), "2020. 11. 21.");
        assert_eq!((en.short_day)(long_ago), "Nov 21, 2020");
    }

    #[test]
    fn counts_people_and_messages() {
        let en = Language::English.texts();
        assert_eq!((en.people)(1), "1 person");
        assert_eq!((en.people)(0), "0 people");
        assert_eq!((en.new_messages)(1), "1 new message");
        assert_eq!((Language::Korean.texts().new_messages)(2), "새 메시지 2개");
    }

    #[test]
    fn notices_speak_the_tutorials_words() {
        let say = |texts: &Texts, kind, room: &str| {
            let (between, after) = (texts.notice)(kind, room);
            format!("철수{between}{room}{after}")
        };
        let ko = Language::Korean.texts();
        assert_eq!(say(ko, NoticeKind::RoomCreated, "개발"), "철수님이 개발방을 만들었습니다.");
        assert_eq!(say(ko, NoticeKind::RoomCreated, "개발방"), "철수님이 개발방을 만들었습니다.");
        assert_eq!(say(ko, NoticeKind::RoomEntered, "개발"), "철수님이 개발방에 입장했습니다.");
        assert_eq!(say(Language::English.texts(), NoticeKind::RoomEntered, "개발"), "철수 came into 개발");
    }

    #[test]
    fn every_refusal_has_words_of_its_own() {
        for language in Language::ALL {
            let mut said: Vec<_> = Refusal::ALL.iter().map(|refusal| (language.texts().refusal)(*refusal)).collect();
            said.sort_unstable();
            said.dedup();
            assert!(said.len() >= Refusal::ALL.len() - 1, "two refusals of {} read the same", language.name());
        }
    }

    #[test]
    fn reads_tags_with_regions() {
        assert_eq!(Language::from_tag("ko-KR"), Language::Korean);
        assert_eq!(Language::from_tag("kok"), Language::English);
        for language in Language::ALL {
            assert_eq!(Language::from_tag(language.tag()), language);
        }
    }
}
