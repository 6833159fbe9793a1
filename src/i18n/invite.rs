//! The texts of the page that invites to a room. On the server only.

use super::Language;

/// The texts in one language.
pub struct InviteTexts {
    pub title: &'static str,
    pub hint: &'static str,
    /// The address alone does not open the room.
    pub locked: &'static str,
    pub address: &'static str,
    pub copy: &'static str,
    pub copied: &'static str,
    pub picture: &'static str,
    pub to_room: &'static str,
}

impl Language {
    pub fn invite_texts(self) -> &'static InviteTexts {
        match self {
            Self::Korean => &KO,
            Self::English => &EN,
        }
    }
}

const KO: InviteTexts = InviteTexts {
    title: "초대하기",
    hint: "주소를 보내거나 QR 코드를 보여 주세요. 계정 없이 닉네임만 정하면 들어올 수 있습니다.",
    locked: "비밀번호가 있는 방입니다. 비밀번호는 주소에 들어 있지 않으니 따로 알려 주세요.",
    address: "방의 주소",
    copy: "복사",
    copied: "복사했습니다.",
    picture: "방의 주소가 담긴 QR 코드",
    to_room: "방으로 가기",
};

const EN: InviteTexts = InviteTexts {
    title: "Invite people",
    hint: "Send the address or show the code. Whoever comes needs no account, just a nickname.",
    locked: "This room has a password. It is not in the address: tell it to your guests yourself.",
    address: "Address of the room",
    copy: "Copy",
    copied: "Copied.",
    picture: "QR code with the address of the room",
    to_room: "To the room",
};
