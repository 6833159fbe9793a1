//! The texts about being told of messages, and of the house as an app.

use super::Language;
use crate::domain::BellLevel;

/// The texts in one language.
pub struct BellTexts {
    pub title: &'static str,
    pub hint: &'static str,
    pub level: &'static str,
    pub levels: fn(BellLevel) -> &'static str,
    pub save: &'static str,
    pub saved: &'static str,
    pub to_room: &'static str,

    pub device: &'static str,
    pub device_hint: &'static str,
    /// What is so in this browser.
    pub on: &'static str,
    pub off: &'static str,
    pub denied: &'static str,
    pub unsupported: &'static str,
    pub failed: &'static str,
    pub scripts: &'static str,
    pub turn_on: &'static str,
    pub turn_off: &'static str,
    pub sound: &'static str,
    /// What goes where, when the house pushes.
    pub push_hint: &'static str,
    pub rooms: &'static str,
    pub no_rooms: &'static str,

    /// All that is told of a room of which the push service is to know nothing.
    pub news: &'static str,
    /// A message, from who wrote it and the beginning of its text.
    pub line: fn(&str, &str) -> String,

    pub app_name: &'static str,
    pub app_description: &'static str,
    pub offline: &'static str,
    pub offline_hint: &'static str,
    pub retry: &'static str,
}

impl Language {
    pub const fn bell_texts(self) -> &'static BellTexts {
        match self {
            Self::Korean => &KO,
            Self::English => &EN,
        }
    }
}

const KO: BellTexts = BellTexts {
    title: "알림",
    hint: "다른 곳을 보는 동안 이 방에서 어떤 메시지를 알려 드릴까요? 고른 것은 모든 기기에 적용됩니다.",
    level: "이 방의 알림",
    levels: |level| match level {
        BellLevel::None => "받지 않음",
        BellLevel::Mentions => "나를 부를 때만",
        BellLevel::All => "모든 메시지",
    },
    save: "저장",
    saved: "저장했습니다.",
    to_room: "방으로 가기",

    device: "이 브라우저의 알림",
    device_hint: "사랑방이 보이지 않는 동안, 알림을 켠 방의 새 메시지를 이 기기의 알림으로 보여 줍니다.",
    on: "이 브라우저에서 알림을 받고 있습니다.",
    off: "이 브라우저에서는 알림이 꺼져 있습니다.",
    denied: "브라우저가 이 주소의 알림을 막고 있습니다. 브라우저의 사이트 설정에서 허용해 주세요.",
    unsupported: "이 브라우저나 이 주소에서는 알림을 받을 수 없습니다. 아이폰과 아이패드에서는 공유 메뉴의 ‘홈 화면에 추가’로 설치한 앱에서만, 그 밖에는 암호화된 주소(https)에서만 됩니다.",
    failed: "잘되지 않았습니다. 잠시 뒤에 다시 해 주세요.",
    scripts: "알림은 자바스크립트가 켜져 있어야 받을 수 있습니다.",
    turn_on: "알림 켜기",
    turn_off: "알림 끄기",
    sound: "소리도 내기",
    push_hint: "사랑방을 닫아 두어도 알림이 옵니다. 내용은 암호화되어 브라우저의 푸시 서비스를 거칩니다. 비밀번호가 있거나 목록에 없는 방은 ‘새 메시지’라고만 알립니다.",
    rooms: "알림을 켠 방",
    no_rooms: "아직 없습니다. 방마다 있는 ‘알림’에서 켤 수 있습니다.",

    news: "새 메시지",
    line: |author, excerpt| format!("{author}: {excerpt}"),

    app_name: "사랑방",
    app_description: "계정 없이 닉네임만으로 들어오는 대화방",
    offline: "사랑방에 닿지 않습니다",
    offline_hint: "인터넷 연결을 확인해 주세요. 연결되어 있다면 사랑방이 잠시 쉬고 있는 것입니다. 쓰던 글은 이 기기에 남아 있습니다.",
    retry: "다시 시도",
};

const EN: BellTexts = BellTexts {
    title: "Notifications",
    hint: "Which messages of this room are you told of while you look elsewhere? What you choose is for all your devices.",
    level: "Notifications of this room",
    levels: |level| match level {
        BellLevel::None => "None",
        BellLevel::Mentions => "Mentions of me",
        BellLevel::All => "All messages",
    },
    save: "Save",
    saved: "Saved.",
    to_room: "To the room",

    device: "Notifications in this browser",
    device_hint: "While the house is out of sight, this device shows new messages of the rooms whose notifications are on.",
    on: "This browser shows notifications.",
    off: "Notifications are off in this browser.",
    denied: "The browser blocks notifications of this address. Allow them in its site settings.",
    unsupported: "This browser has no notifications, or not at this address. An iPhone or iPad has them only in the app that “Add to Home Screen” of the share menu installs; others need an encrypted address (https).",
    failed: "That did not work. Please try again in a moment.",
    scripts: "Notifications need JavaScript, which is off.",
    turn_on: "Turn notifications on",
    turn_off: "Turn notifications off",
    sound: "With sound",
    push_hint: "They come while the house is closed, too: encrypted, by way of the browser's push service. Of rooms that are locked or in no list they say no more than “New message”.",
    rooms: "Rooms with notifications",
    no_rooms: "None yet. Each room has “Notifications” to turn them on.",

    news: "New message",
    line: |author, excerpt| format!("{author}: {excerpt}"),

    app_name: "Sarangbang",
    app_description: "Rooms to talk in, with a nickname and no account",
    offline: "The house cannot be reached",
    offline_hint: "Please check your connection. If that is fine, the house is closed for a moment. What you were writing is kept on this device.",
    retry: "Try again",
};
