//! The texts about bots on the page of a room's settings. On the server only: that page is no part of the browser's
//! program.

use super::Language;

/// The texts of the section in one language.
pub struct BotsTexts {
    pub title: &'static str,
    pub intro: &'static str,
    pub documentation: &'static str,
    pub none: &'static str,
    pub name: &'static str,
    pub add: &'static str,
    pub revoke: &'static str,
    pub revoke_hint: &'static str,
    /// Before the bot's name.
    pub token_of: &'static str,
    pub secret_of: &'static str,
    pub only_now: &'static str,
    pub webhook: &'static str,
    pub webhook_hint: &'static str,
    pub set_webhook: &'static str,
    pub remove_webhook: &'static str,
    pub is_new: &'static str,
    pub is_well: &'static str,
    /// Before [`problem`](Self::problem).
    pub is_failing: &'static str,
    pub is_off: &'static str,
    /// What a code says that the house gives when nothing arrives.
    pub problem: fn(&str) -> String,
    pub full: &'static str,
}

impl Language {
    pub const fn bots_texts(self) -> &'static BotsTexts {
        match self {
            Self::Korean => &KO,
            Self::English => &EN,
        }
    }
}

const KO: BotsTexts = BotsTexts {
    title: "봇",
    intro: "봇은 이 방에서만 말하고 듣는 프로그램입니다. 이름 옆에 ‘봇’이라고 표시됩니다.",
    documentation: "봇 만드는 법",
    none: "아직 봇이 없습니다.",
    name: "봇 이름",
    add: "봇 만들기",
    revoke: "봇 없애기",
    revoke_hint: "토큰이 바로 쓸모없어집니다. 봇이 남긴 말은 그대로 있습니다.",
    token_of: "새 토큰:",
    secret_of: "새 서명 키:",
    only_now: "지금만 볼 수 있습니다. 안전한 곳에 옮겨 적어 두세요. 아는 사람은 누구나 이 봇 행세를 할 수 있습니다.",
    webhook: "웹훅 주소",
    webhook_hint: "방에 새 글이 올라오면 이 주소로 보냅니다. 다시 저장하면 서명 키가 바뀝니다.",
    set_webhook: "웹훅 저장",
    remove_webhook: "웹훅 없애기",
    is_new: "아직 보낸 글이 없습니다.",
    is_well: "잘 전달되고 있습니다.",
    is_failing: "전달하지 못해서 다시 보내고 있습니다:",
    is_off: "하루 동안 전달하지 못해서 껐습니다. 고친 뒤에 다시 저장해 주세요:",
    problem: |code| match code {
        "bad_address" => "http나 https 주소가 아닙니다.".to_owned(),
        "no_public_host" => "인터넷에서 찾을 수 없는 주소입니다.".to_owned(),
        "no_connection" => "연결되지 않습니다.".to_owned(),
        "no_secure_connection" => "안전하게 연결되지 않습니다. 인증서를 확인해 주세요.".to_owned(),
        "too_slow" => "10초 안에 답하지 않습니다.".to_owned(),
        code => match code.strip_prefix("status_") {
            Some(status) => format!("받는 쪽이 {status}(으)로 답했습니다."),
            None => "제대로 답하지 않습니다.".to_owned(),
        },
    },
    full: "봇은 한 방에 10개까지 둘 수 있습니다. 더 만들려면 먼저 하나를 없애 주세요.",
};

const EN: BotsTexts = BotsTexts {
    title: "Bots",
    intro: "Bots are programs that speak and listen in this room only. They are marked ‘bot’ beside their names.",
    documentation: "How to write one",
    none: "There are no bots yet.",
    name: "Name of the bot",
    add: "Make a bot",
    revoke: "Remove the bot",
    revoke_hint: "Its token is worth nothing at once. What it wrote stays.",
    token_of: "New token:",
    secret_of: "New signing key:",
    only_now: "It is shown only now: keep it in a safe place. Whoever knows it can pass for this bot.",
    webhook: "Webhook",
    webhook_hint: "What is written in the room is sent to this address. Saving it again changes the signing key.",
    set_webhook: "Save the webhook",
    remove_webhook: "Remove the webhook",
    is_new: "Nothing was sent yet.",
    is_well: "Deliveries arrive.",
    is_failing: "Deliveries fail and are repeated:",
    is_off: "It was switched off, because nothing arrived for a day. Save it again when that is mended:",
    problem: |code| match code {
        "bad_address" => "it is no http or https address.".to_owned(),
        "no_public_host" => "there is no such host on the internet.".to_owned(),
        "no_connection" => "it cannot be connected to.".to_owned(),
        "no_secure_connection" => "it cannot be connected to securely. Check its certificate.".to_owned(),
        "too_slow" => "it does not answer within 10 seconds.".to_owned(),
        code => match code.strip_prefix("status_") {
            Some(status) => format!("it answers {status}."),
            None => "it does not answer properly.".to_owned(),
        },
    },
    full: "A room holds ten bots. To make another one, remove one first.",
};
