//! The texts of the page that lists shortcuts and commands, and of the palette that comes with it. On the server only.

use super::Language;

/// The texts in one language.
pub struct HelpTexts {
    pub title: &'static str,
    pub shortcuts: &'static str,
    /// The keys, and what they do.
    pub keys: [(&'static [&'static str], &'static str); 9],
    pub commands: &'static str,
    /// What is typed, and what it does.
    pub typed: [(&'static str, &'static str); 6],
    pub close: &'static str,

    pub delete_question: &'static str,
    pub delete_warning: &'static str,
    /// The title of what tells who reacted.
    pub reactions: &'static str,

    pub palette: &'static str,
    pub palette_hint: &'static str,
    pub palette_empty: &'static str,
    pub rooms: &'static str,
    pub people: &'static str,
    pub actions: &'static str,
    pub create_room: &'static str,
    pub all_rooms: &'static str,
    pub rename: &'static str,
    pub leave: &'static str,
    pub invite: &'static str,
    pub search: &'static str,
    pub search_room: &'static str,
    pub export: &'static str,
    pub settings: &'static str,
}

impl Language {
    pub fn help_texts(self) -> &'static HelpTexts {
        match self {
            Self::Korean => &KO,
            Self::English => &EN,
        }
    }
}

const KO: HelpTexts = HelpTexts {
    title: "도움말",
    shortcuts: "단축키",
    keys: [
        (&["Ctrl K", "⌘ K"], "빠른 이동: 방, 사람, 할 일 찾기"),
        (&["Alt ↑", "Alt ↓"], "이전 방, 다음 방으로 가기"),
        (&["/"], "메시지 쓰기로 가기"),
        (&["Esc"], "메시지 쓰기로 돌아오기"),
        (&["↑"], "빈 입력칸에서: 마지막에 쓴 내 메시지 고치기"),
        (&["↑", "↓", "Home", "End"], "대화에서: 메시지 사이를 다니기"),
        (&["Tab"], "메시지에서: 그 안의 링크와 단추로 가기"),
        (&["Enter"], "보내기 (Shift Enter는 줄 바꾸기)"),
        (&["?"], "이 도움말 보기"),
    ],
    commands: "명령",
    typed: [
        ("/nick 이름", "닉네임 바꾸기"),
        ("/me 손을 흔든다", "하는 일을 기울인 글로 쓰기"),
        ("/topic 주제", "내 방의 주제 바꾸기"),
        ("/leave", "방에서 나가기"),
        ("/help", "이 도움말 보기"),
        ("//글", "/로 시작하는 글을 그대로 보내기"),
    ],
    close: "닫기",
    delete_question: "이 메시지를 삭제할까요?",
    delete_warning: "모두에게서 지워지고, 되돌릴 수 없습니다.",
    reactions: "반응한 사람",
    palette: "빠른 이동",
    palette_hint: "방, 사람, 할 일 (ㄱㅂ → 개발)",
    palette_empty: "찾은 것이 없습니다.",
    rooms: "방",
    people: "사람",
    actions: "할 일",
    create_room: "방 만들기",
    all_rooms: "채팅방 목록",
    rename: "닉네임 바꾸기",
    leave: "방에서 나가기",
    invite: "초대하기",
    search: "메시지 찾기",
    search_room: "이 방에서 찾기",
    export: "대화 내보내기",
    settings: "방 설정",
};

const EN: HelpTexts = HelpTexts {
    title: "Help",
    shortcuts: "Shortcuts",
    keys: [
        (&["Ctrl K", "⌘ K"], "Go to a room, a person or an action"),
        (&["Alt ↑", "Alt ↓"], "Previous and next room"),
        (&["/"], "Write a message"),
        (&["Esc"], "Back to writing"),
        (&["↑"], "While the box is empty: edit your last message"),
        (&["↑", "↓", "Home", "End"], "In the conversation: walk through the messages"),
        (&["Tab"], "At a message: to its links and buttons"),
        (&["Enter"], "Send (Shift Enter starts a new line)"),
        (&["?"], "Show this help"),
    ],
    commands: "Commands",
    typed: [
        ("/nick name", "Take another nickname"),
        ("/me waves", "Say in italics what you do"),
        ("/topic text", "Change the topic of your room"),
        ("/leave", "Leave the room"),
        ("/help", "Show this help"),
        ("//text", "Send a text that starts with a slash"),
    ],
    close: "Close",
    delete_question: "Delete this message?",
    delete_warning: "It is gone for everybody, and cannot be brought back.",
    reactions: "Who reacted",
    palette: "Go to",
    palette_hint: "Rooms, people, actions",
    palette_empty: "Nothing found.",
    rooms: "Rooms",
    people: "People",
    actions: "Actions",
    create_room: "Open a room",
    all_rooms: "All rooms",
    rename: "Change your nickname",
    leave: "Leave the room",
    invite: "Invite people",
    search: "Search messages",
    search_room: "Search in this room",
    export: "Export the conversation",
    settings: "Room settings",
};
