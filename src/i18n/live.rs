//! The texts of the frame in which a conversation goes on without scripts. On the server only.

use super::Language;

/// The texts in one language.
pub struct LiveTexts {
    /// Where nothing was said yet.
    pub empty_hint: &'static str,
    /// The way back to the room, from a frame that ended.
    pub again: &'static str,
}

impl Language {
    pub fn live_texts(self) -> &'static LiveTexts {
        match self {
            Self::Korean => &KO,
            Self::English => &EN,
        }
    }
}

const KO: LiveTexts =
    LiveTexts { empty_hint: "누가 말하면 여기에 바로 보입니다.", again: "방을 다시 열기" };

const EN: LiveTexts = LiveTexts { empty_hint: "What is said appears here at once.", again: "Open the room again" };
