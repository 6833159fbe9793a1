//! The texts of the search, and of the page around one message. On the server only: those pages are no part of the
//! browser's program.

use super::Language;

/// The texts in one language.
pub struct SearchTexts {
    pub title: &'static str,
    pub query: &'static str,
    pub query_hint: &'static str,
    pub submit: &'static str,
    pub filters: &'static str,
    pub room: &'static str,
    pub everywhere: &'static str,
    pub from: &'static str,
    pub since: &'static str,
    pub until: &'static str,

    /// Before anything was looked for.
    pub blank: &'static str,
    pub blank_hint: &'static str,
    pub nothing: &'static str,
    pub nothing_hints: [&'static str; 3],
    /// Nothing yet, and there is more to look through.
    pub nothing_yet: &'static str,
    /// How many hits are on the page.
    pub hits: fn(usize) -> String,
    pub older_hits: &'static str,

    /// The title of a part of a conversation.
    pub passage: &'static str,
    pub older: &'static str,
    pub newer: &'static str,
    pub latest: &'static str,
    pub message_missing: &'static str,
    pub message_missing_hint: &'static str,
    pub to_room: &'static str,
}

impl Language {
    pub const fn search_texts(self) -> &'static SearchTexts {
        match self {
            Self::Korean => &KO,
            Self::English => &EN,
        }
    }
}

const KO: SearchTexts = SearchTexts {
    title: "검색",
    query: "찾을 말",
    query_hint: "낱말은 모두 들어 있는 메시지를 찾습니다. 띄어쓰기까지 그대로 찾으려면 \"따옴표\"로 묶어 주세요.",
    submit: "찾기",
    filters: "방, 보낸 사람, 날짜로 좁히기",
    room: "방",
    everywhere: "볼 수 있는 모든 방",
    from: "보낸 사람",
    since: "이날부터",
    until: "이날까지",
    blank: "무엇을 찾을까요?",
    blank_hint: "공개된 방과 들어가 본 방에서 찾습니다. 두 글자부터 찾을 수 있습니다.",
    nothing: "찾은 메시지가 없습니다.",
    nothing_hints: [
        "낱말을 줄이거나, 조사를 빼고 짧게 찾아 보세요.",
        "방, 보낸 사람, 날짜를 비우면 더 넓게 찾습니다.",
        "비밀번호가 있는 방은 들어가 본 뒤에 찾을 수 있고, 삭제된 메시지는 찾을 수 없습니다.",
    ],
    nothing_yet: "여기까지는 찾은 메시지가 없습니다. 더 오래된 메시지가 남아 있습니다.",
    hits: |hits| format!("메시지 {hits}개"),
    older_hits: "더 오래된 메시지에서 찾기",
    passage: "지난 대화",
    older: "이전 대화",
    newer: "다음 대화",
    latest: "최근 대화로",
    message_missing: "메시지를 찾을 수 없습니다",
    message_missing_hint: "주소가 잘못되었거나, 아직 쓰이지 않은 메시지입니다.",
    to_room: "방으로 가기",
};

const EN: SearchTexts = SearchTexts {
    title: "Search",
    query: "Look for",
    query_hint: "Finds messages that hold all of the words. Put a phrase in \"quotes\" to find it exactly as it is.",
    submit: "Search",
    filters: "Narrow it down by room, author or date",
    room: "Room",
    everywhere: "All rooms you can see",
    from: "Written by",
    since: "From this day",
    until: "To this day",
    blank: "What are you looking for?",
    blank_hint: "This searches the open rooms and those that you have been in. Two characters are enough.",
    nothing: "No messages were found.",
    nothing_hints: [
        "Try fewer words, or only the beginning of one.",
        "Leave room, author and dates empty to search wider.",
        "A room with a password is searched once you have been in it, and deleted messages are not found.",
    ],
    nothing_yet: "No messages were found so far. There are older ones left.",
    hits: |hits| format!("{hits} message{}", if hits == 1 { "" } else { "s" }),
    older_hits: "Search older messages",
    passage: "Earlier conversation",
    older: "Before this",
    newer: "After this",
    latest: "To the latest",
    message_missing: "That message cannot be found",
    message_missing_hint: "The address is wrong, or the message has not been written yet.",
    to_room: "To the room",
};
