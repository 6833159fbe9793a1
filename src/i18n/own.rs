//! The texts of a visitor's own page. On the server only: that page is no part of the browser's program.

use super::Language;
use crate::domain::INKS;

/// The texts of the page in one language.
pub struct OwnTexts {
    pub saved: &'static str,
    pub save: &'static str,
    pub nickname_hint: &'static str,

    pub seal: &'static str,
    pub seal_hint: &'static str,
    pub ink: &'static str,
    /// The one that follows from the guest's id.
    pub own_ink: &'static str,
    /// In the order of `style/seal.css`.
    pub inks: [&'static str; INKS as usize],

    pub look: &'static str,
    pub look_hint: &'static str,
    pub theme: &'static str,
    /// As the device is, light, dark.
    pub themes: [&'static str; 3],
    pub text_size: &'static str,
    /// Small, normal, large, very large.
    pub sizes: [&'static str; 4],

    pub passkeys: &'static str,
    pub passkeys_hint: &'static str,
    pub claimed_hint: &'static str,
    pub passkeys_saved: &'static str,
    pub claim: &'static str,
    pub claim_again: &'static str,
    /// From the day and time when it was made.
    pub passkey_made: fn(&str) -> String,
    pub passkey_used: fn(&str) -> String,
    pub passkey_unused: &'static str,
    pub remove_passkey: &'static str,
    /// Without scripts there are none.
    pub passkey_scripts: &'static str,
    pub passkey_unsupported: &'static str,
    pub passkey_waiting: &'static str,
    pub passkey_cancelled: &'static str,
    pub passkey_known: &'static str,
    pub passkey_failed: &'static str,
    pub passkey_too_fast: &'static str,
    /// The house did not find it right.
    pub passkey_refused: &'static str,

    pub come_back: &'static str,
    pub come_back_hint: &'static str,
    pub come_back_submit: &'static str,
    /// A link to the question for a nickname.
    pub enter_instead: &'static str,

    pub export: &'static str,
    pub export_hint: &'static str,
    /// The title of the file, with the nickname.
    pub export_title: fn(&str) -> String,

    pub sign_out: &'static str,
    pub sign_out_hint: &'static str,
    /// Of who has no passkey.
    pub sign_out_for_good: &'static str,
    pub sign_out_here: &'static str,
    pub sign_out_everywhere: &'static str,

    pub forget: &'static str,
    pub forget_hint: &'static str,
    pub forget_means: [&'static str; 4],
    pub forget_sure: &'static str,
    pub forget_submit: &'static str,
    pub farewell: &'static str,
}

impl Language {
    pub const fn own_texts(self) -> &'static OwnTexts {
        match self {
            Self::Korean => &KO,
            Self::English => &EN,
        }
    }
}

const KO: OwnTexts = OwnTexts {
    saved: "저장했습니다.",
    save: "저장",
    nickname_hint: "앞으로 쓰는 글에 보입니다. 이미 쓴 글에는 그때의 이름이 남습니다.",

    seal: "도장",
    seal_hint: "이름 옆에 찍히는 도장의 색입니다. 모두에게 보입니다.",
    ink: "인주 색",
    own_ink: "알아서",
    inks: ["붉은색", "초록색", "파란색", "황토색", "보라색", "먹색"],

    look: "화면",
    look_hint: "이 브라우저에만 적용됩니다.",
    theme: "밝기",
    themes: ["기기에 맞춤", "밝게", "어둡게"],
    text_size: "글자 크기",
    sizes: ["작게", "보통", "크게", "아주 크게"],

    passkeys: "이름 지키기",
    passkeys_hint: "지금은 이 브라우저의 쿠키로만 알아볼 수 있습니다. 패스키를 만들면 이메일이나 비밀번호 없이 다른 기기에서도 같은 이름으로 돌아올 수 있고, 오래 들르지 않아도 다른 사람이 이름을 가져갈 수 없습니다.",
    claimed_hint: "이 이름은 패스키로 지키고 있습니다. 모두 없애면 다시 이 브라우저로만 알아볼 수 있습니다.",
    passkeys_saved: "저장했습니다.",
    claim: "패스키로 이름 지키기",
    claim_again: "패스키 더 만들기",
    passkey_made: |moment| format!("{moment}에 만든 패스키"),
    passkey_used: |moment| format!("{moment}에 마지막으로 썼습니다."),
    passkey_unused: "아직 돌아올 때 쓴 적이 없습니다.",
    remove_passkey: "없애기",
    passkey_scripts: "패스키는 자바스크립트가 켜져 있어야 쓸 수 있습니다.",
    passkey_unsupported: "이 브라우저나 이 주소에서는 패스키를 쓸 수 없습니다. 암호화된 주소(https)에서 열어 주세요.",
    passkey_waiting: "기기가 묻는 대로 해 주세요…",
    passkey_cancelled: "취소했거나, 시간이 지났거나, 맞는 패스키가 없습니다.",
    passkey_known: "이 기기에는 이미 이 이름의 패스키가 있습니다.",
    passkey_failed: "잘되지 않았습니다. 잠시 뒤에 다시 해 주세요.",
    passkey_too_fast: "너무 여러 번 시도했습니다. 잠시 뒤에 다시 해 주세요.",
    passkey_refused: "패스키를 확인하지 못했습니다. 다시 해 주세요. 없앤 패스키로는 돌아올 수 없습니다.",

    come_back: "패스키로 돌아오기",
    come_back_hint: "전에 패스키로 지킨 이름과 대화를 이 브라우저에서 이어 갑니다.",
    come_back_submit: "패스키 고르기",
    enter_instead: "새 이름으로 들어가기",

    export: "내가 쓴 글 내보내기",
    export_hint: "모든 방에서 내가 쓴 글을 파일로 받습니다. 삭제한 글은 들어 있지 않습니다.",
    export_title: |nickname| format!("{nickname}님이 쓴 글"),

    sign_out: "나가기",
    sign_out_hint: "나간 뒤에는 패스키로 다시 돌아올 수 있습니다.",
    sign_out_for_good: "패스키가 없어서, 나가면 이 이름과 내 방으로 돌아올 수 없습니다.",
    sign_out_here: "이 브라우저에서 나가기",
    sign_out_everywhere: "모든 기기에서 나가기",

    forget: "나를 지우기",
    forget_hint: "내가 쓴 글과 이름을 이 집에서 모두 지웁니다. 되돌릴 수 없습니다.",
    forget_means: [
        "내가 쓴 글은 모든 방과 검색에서 지워지고, ‘떠난 손님’의 삭제된 메시지로 자리만 남습니다.",
        "이름은 다른 사람이 쓸 수 있게 됩니다. 패스키와 모든 기기의 접속도 끝납니다.",
        "내가 방장인 방은 가장 오래된 사람이 이어받고, 아무도 없으면 닫힙니다.",
        "다른 사람이 나에 대해 쓴 글과 이미 내보낸 파일은 그대로 남습니다.",
    ],
    forget_sure: "되돌릴 수 없다는 것을 압니다.",
    forget_submit: "네, 모두 지웁니다",
    farewell: "모두 지웠습니다. 안녕히 가세요.",
};

const EN: OwnTexts = OwnTexts {
    saved: "Saved.",
    save: "Save",
    nickname_hint: "It stands beside what you write from now on. What you wrote before keeps the name of that time.",

    seal: "Seal",
    seal_hint: "The colour of the seal beside your name. Everybody sees it.",
    ink: "Ink",
    own_ink: "As it comes",
    inks: ["Red", "Green", "Blue", "Ochre", "Purple", "Grey"],

    look: "Display",
    look_hint: "This is for this browser only.",
    theme: "Theme",
    themes: ["As the device", "Light", "Dark"],
    text_size: "Text size",
    sizes: ["Small", "Normal", "Large", "Very large"],

    passkeys: "Keep this name",
    passkeys_hint: "The house knows you by the cookie of this browser only. With a passkey you come back under the same name on any device, without e-mail and without a password, and nobody else can take the name while you are away.",
    claimed_hint: "This name is yours by passkey. Without any, the house knows you by this browser only.",
    passkeys_saved: "Saved.",
    claim: "Keep this name with a passkey",
    claim_again: "Make another passkey",
    passkey_made: |moment| format!("Passkey made on {moment}"),
    passkey_used: |moment| format!("Last used on {moment}."),
    passkey_unused: "Not used to come back yet.",
    remove_passkey: "Remove",
    passkey_scripts: "Passkeys need JavaScript, which is off.",
    passkey_unsupported: "Passkeys do not work in this browser or at this address. Open the house at an encrypted address (https).",
    passkey_waiting: "Please follow your device…",
    passkey_cancelled: "It was cancelled, took too long, or there is no fitting passkey.",
    passkey_known: "This device has a passkey for this name already.",
    passkey_failed: "That did not work. Please try again in a moment.",
    passkey_too_fast: "That was tried too often. Please try again in a moment.",
    passkey_refused: "The passkey could not be checked. Please try again. One that was removed does not work any more.",

    come_back: "Return with a passkey",
    come_back_hint: "Goes on under the name that you keep with a passkey, with your conversations.",
    come_back_submit: "Choose a passkey",
    enter_instead: "Come in under a new name",

    export: "Export what I wrote",
    export_hint: "A file of what you wrote in all rooms. Deleted messages are not in it.",
    export_title: |nickname| format!("What {nickname} wrote"),

    sign_out: "Sign out",
    sign_out_hint: "You can come back with a passkey.",
    sign_out_for_good: "You have no passkey: once you sign out, there is no way back to this name and to your rooms.",
    sign_out_here: "Sign out in this browser",
    sign_out_everywhere: "Sign out everywhere",

    forget: "Delete me",
    forget_hint: "Deletes what you wrote and your name from this house. There is no way back.",
    forget_means: [
        "What you wrote is deleted from all rooms and from the search. Deleted messages of ‘A guest who left’ keep their places.",
        "Others may take your name. Your passkeys, and your sessions on all devices, end.",
        "Rooms of which you are the host go to whoever has been there for longest, or are closed if there is nobody.",
        "What others wrote about you stays, and so do files that were exported.",
    ],
    forget_sure: "I know that there is no way back.",
    forget_submit: "Yes, delete everything",
    farewell: "Everything is deleted. Farewell.",
};
