//! The texts of the page `/api/docs`. On the server only: that page is no part of the browser's program.
//!
//! What the API's description says is written in English beside the code that it describes; [`ApiTexts::said`] has it in
//! the page's language.

mod korean;

use super::Language;

/// The texts of the page in one language.
pub struct ApiTexts {
    pub title: &'static str,
    pub intro: &'static str,
    pub document: &'static str,
    pub parameters: &'static str,
    pub body: &'static str,
    pub answers: &'static str,
    pub shapes: &'static str,
    pub optional: &'static str,
    /// A text of the description in this language; `None` when there is none but the English one.
    pub said: fn(&str) -> Option<&'static str>,
}

impl Language {
    pub const fn api_texts(self) -> &'static ApiTexts {
        match self {
            Self::Korean => &KO,
            Self::English => &EN,
        }
    }
}

const KO: ApiTexts = ApiTexts {
    title: "HTTP API",
    intro: "봇이 HTTP로 할 수 있는 일입니다. 모든 요청에 봇의 토큰을 `Authorization: Bearer sbt_…`로 붙입니다. 토큰은 방장이 방 \
            설정에서 만듭니다. 새 메시지는 Socket.IO나 웹훅으로 받습니다.",
    document: "프로그램이 읽는 문서 (OpenAPI)",
    parameters: "매개변수",
    body: "본문",
    answers: "응답",
    shapes: "형식",
    optional: "없을 수 있음",
    said: korean::said,
};

const EN: ApiTexts = ApiTexts {
    title: "HTTP API",
    intro: "What bots do by HTTP. Every request carries the bot's token as `Authorization: Bearer sbt_…`; the owner of a \
            room makes one in the room's settings. New messages come over Socket.IO or by webhook.",
    document: "The same for programs (OpenAPI)",
    parameters: "Parameters",
    body: "Body",
    answers: "Answers",
    shapes: "Shapes",
    optional: "optional",
    said: |_| None,
};
