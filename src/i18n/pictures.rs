//! The texts of the pictures that are about to be sent. On the server only: the page's script is given them, as HTML,
//! when it is first needed.

use super::Language;

/// The texts in one language.
pub struct PictureTexts {
    pub tray: &'static str,
    /// What to say of a picture, for who cannot see it.
    pub alt: &'static str,
    pub alt_hint: &'static str,
    /// Takes a picture away again, and uploads it again.
    pub remove: &'static str,
    pub again: &'static str,
    pub uploading: &'static str,
    pub ready: &'static str,
    /// The message is sent when its pictures are there.
    pub waiting: &'static str,
    pub offline: &'static str,
    pub failed: &'static str,
}

impl Language {
    pub const fn picture_texts(self) -> &'static PictureTexts {
        match self {
            Self::Korean => &KO,
            Self::English => &EN,
        }
    }
}

const KO: PictureTexts = PictureTexts {
    tray: "보낼 그림",
    alt: "그림 설명",
    alt_hint: "무엇이 보이나요?",
    remove: "빼기",
    again: "다시 올리기",
    uploading: "올리는 중",
    ready: "준비됨",
    waiting: "그림을 다 올리면 보냅니다.",
    offline: "연결이 끊겼습니다. 다시 연결되면 이어서 올립니다.",
    failed: "올리지 못했습니다. 다시 해 보세요.",
};

const EN: PictureTexts = PictureTexts {
    tray: "Pictures to send",
    alt: "Description",
    alt_hint: "What is to be seen?",
    remove: "Remove",
    again: "Try again",
    uploading: "Uploading",
    ready: "Ready",
    waiting: "It is sent when the pictures are there.",
    offline: "You are offline. The upload goes on when you are back.",
    failed: "That could not be uploaded. Please try again.",
};
