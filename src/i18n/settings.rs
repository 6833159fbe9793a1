//! The texts of the page of a room's settings. On the server only: that page is no part of the browser's program.

use super::Language;

/// The texts of the page in one language.
pub struct SettingsTexts {
    pub back: &'static str,
    pub saved: &'static str,
    /// What others find in place of the page.
    pub owners_only: &'static str,
    /// After how many seconds a form may be sent again.
    pub retry_in: fn(u32) -> String,

    pub terms: &'static str,
    pub topic: &'static str,
    pub capacity_hint: &'static str,
    pub listed: &'static str,
    pub listed_hint: &'static str,
    pub announces: &'static str,
    pub announces_hint: &'static str,
    pub save: &'static str,

    pub open_now: &'static str,
    pub locked_now: &'static str,
    pub new_password: &'static str,
    pub set_password: &'static str,
    pub change_password: &'static str,
    pub unlock: &'static str,

    pub people: &'static str,
    pub nobody_here: &'static str,
    pub kick_hint: &'static str,
    pub kick_submit: &'static str,
    pub kicked: &'static str,
    pub let_in: &'static str,

    pub never_ends: &'static str,
    /// When it ends (a day and a time), and how long that is.
    pub ends_at: fn(&str, &str) -> String,
    pub end_hint: &'static str,
    /// To set an end: an hour, a day, a week from now.
    pub end_in: [&'static str; 3],
    /// To put an end off: by an hour, by a day, for ever.
    pub put_off: [&'static str; 3],

    pub export_hint: &'static str,
    pub export_html: &'static str,
    pub export_json: &'static str,
    /// In the file: when it was made.
    pub exported_at: fn(&str) -> String,

    pub close: &'static str,
    pub close_hint: &'static str,
    pub close_submit: &'static str,
}

impl Language {
    pub const fn settings_texts(self) -> &'static SettingsTexts {
        match self {
            Self::Korean => &KO,
            Self::English => &EN,
        }
    }
}

const KO: SettingsTexts = SettingsTexts {
    back: "방으로 돌아가기",
    saved: "저장했습니다.",
    owners_only: "방 설정은 방장만 볼 수 있습니다. 방장이라면 방을 만든 브라우저에서 열어 주세요. 오래 들르지 않았거나 쿠키를 지웠다면 이제 방장으로 돌아갈 수 없습니다.",
    retry_in: |seconds| format!("너무 빠릅니다. {seconds}초 뒤에 다시 해 주세요."),

    terms: "방 정보",
    topic: "주제",
    capacity_hint: "2명에서 10,000명까지. 비워 두면 제한이 없습니다.",
    listed: "채팅방 목록에 보이기",
    listed_hint: "끄면 주소를 아는 사람만 찾아올 수 있습니다.",
    announces: "드나드는 사람 알리기",
    announces_hint: "누가 들어오고 나갔는지 대화에 남깁니다.",
    save: "저장",

    open_now: "지금은 비밀번호가 없어서 누구나 들어올 수 있습니다.",
    locked_now: "비밀번호가 있습니다. 바꾸면 지금 방에 없는 사람은 새 비밀번호를 알아야 들어올 수 있습니다.",
    new_password: "새 비밀번호",
    set_password: "비밀번호 정하기",
    change_password: "비밀번호 바꾸기",
    unlock: "비밀번호 없애기",

    people: "사람",
    nobody_here: "지금 방에 다른 사람이 없습니다.",
    kick_hint: "바로 방에서 나가게 되고, 다시 들이기 전에는 들어올 수 없습니다. 남긴 말은 그대로 있습니다.",
    kick_submit: "네, 내보냅니다",
    kicked: "내보낸 사람",
    let_in: "다시 들이기",

    never_ends: "끝나지 않는 방입니다.",
    ends_at: |moment, left| format!("{moment}에 끝납니다. ({left})"),
    end_hint: "끝나면 모두 나가게 되고, 나눈 이야기는 곧 지워집니다.",
    end_in: ["1시간 뒤에 끝내기", "하루 뒤에 끝내기", "1주일 뒤에 끝내기"],
    put_off: ["1시간 늘리기", "하루 늘리기", "끝나지 않게 하기"],

    export_hint: "방에 있던 사람은 누구나, 방이 열려 있는 동안 받을 수 있습니다. 삭제된 메시지는 들어 있지 않습니다.",
    export_html: "HTML 파일 (읽기, 인쇄)",
    export_json: "JSON 파일 (프로그램)",
    exported_at: |moment| format!("{moment}에 사랑방에서 내보낸 대화입니다."),

    close: "방 닫기",
    close_hint: "모두 나가게 되고, 나눈 이야기는 더 이상 내보낼 수 없으며 곧 지워집니다. 되돌릴 수 없습니다.",
    close_submit: "네, 지금 닫습니다",
};

const EN: SettingsTexts = SettingsTexts {
    back: "Back to the room",
    saved: "Saved.",
    owners_only: "A room's settings are for its host. If that is you, open them in the browser in which you made the room. After a long absence, or without its cookies, it does not know you as the host any more.",
    retry_in: |seconds| {
        format!("That was too fast. Please try again in {seconds} second{}.", if seconds == 1 { "" } else { "s" })
    },

    terms: "About the room",
    topic: "Topic",
    capacity_hint: "From 2 to 10,000. Leave it empty for any number.",
    listed: "Show it in the list of rooms",
    listed_hint: "Otherwise only those find it who know its address.",
    announces: "Tell who comes and goes",
    announces_hint: "Writes into the conversation who came in and who left.",
    save: "Save",

    open_now: "There is no password: anybody can come in.",
    locked_now: "There is a password. If you change it, those who are not here now need the new one to come in.",
    new_password: "New password",
    set_password: "Set the password",
    change_password: "Change the password",
    unlock: "Remove the password",

    people: "People",
    nobody_here: "Nobody else is in the room now.",
    kick_hint: "They are out at once, and cannot come in before you let them in again. What they wrote stays.",
    kick_submit: "Yes, send them out",
    kicked: "Sent out",
    let_in: "Let in again",

    never_ends: "This room does not end.",
    ends_at: |moment, left| format!("It ends on {moment} ({left})."),
    end_hint: "When it ends everybody is out, and what was said is soon deleted.",
    end_in: ["End it in an hour", "End it in a day", "End it in a week"],
    put_off: ["An hour more", "A day more", "Never end it"],

    export_hint: "Everybody who has been in the room can have it, while the room is there. Deleted messages are not in it.",
    export_html: "HTML file (to read and print)",
    export_json: "JSON file (for programs)",
    exported_at: |moment| format!("Exported from Sarangbang on {moment}."),

    close: "Close the room",
    close_hint: "Everybody is out, and what was said cannot be exported any more and is soon deleted. There is no way back.",
    close_submit: "Yes, close it now",
};
