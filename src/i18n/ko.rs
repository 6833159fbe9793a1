use super::{Day, Texts, Words, twelve_hours};
#[cfg(feature = "ssr")]
use crate::domain::Refusal;
use crate::domain::{NoticeKind, countdown::Left};

#[cfg(feature = "ssr")]
pub const WORDS: Words = Words {
    house: "사랑방",
    tagline: "문은 열려 있습니다. 이름만 정하고 들어오세요.",
    description: "별명만 정하면 바로 이야기할 수 있는 채팅방",
    skip: "건너뛰기",
    skip_to_content: "본문으로 건너뛰기",
    skip_to_composer: "메시지 쓰기로 건너뛰기",
    language: "언어",
    close: "닫기",
    refresh: "새로 고침",
    search: "검색",
    palette: "빠른 이동",
    help: "도움말",
    invite: "초대",
    bell: "알림",
    loading: "불러오는 중…",

    nickname: "닉네임",
    nickname_question: "닉네임을 입력해 주세요.",
    nickname_hint: "2~20자. 가입도 비밀번호도 없습니다.",
    nickname_placeholder: "예: 철수",
    enter: "들어가기",
    rename: "닉네임 바꾸기",
    rename_submit: "바꾸기",
    own_page: "내 설정",
    me: "나",
    bot: "봇",

    room_list: "채팅방 목록",
    no_rooms: "아직 방이 없습니다.",
    no_rooms_hint: "첫 방을 만드세요. 방에 있는 '초대'로 주소나 QR 코드를 보내면 누구나 닉네임만 정하고 들어옵니다.",
    create_room: "방 만들기",
    create_room_submit: "만들기",
    room_name: "방 이름",
    room_name_placeholder: "무슨 방인가요?",
    topic: "주제 (선택)",
    topic_placeholder: "무슨 이야기를 나누나요?",
    locked: "비밀번호가 있는 방",
    options: "방 설정",
    password_hint: "아는 사람만 들어올 수 있습니다.",
    capacity: "정원 (명)",
    no_limit: "제한 없음",
    life: "끝나는 때",
    lives: ["끝나지 않음", "1시간 뒤", "하루 뒤", "1주일 뒤"],
    unlisted: "목록에 보이지 않기",
    settings: "방 설정",
    extend: "시간 늘리기",
    export: "대화 내보내기",
    last_activity: "마지막 활동",

    notices: "공지",
    house_notices: "사랑방 소식",
    no_notices: "아직 소식이 없습니다.",

    back_to_list: "채팅방 목록으로",
    leave: "나가기",
    join: "입장하기",
    join_hint: "입장하면 다른 사람들에게 보입니다.",
    members: "참여자",
    owner: "방장",
    idle: "자리 비움",
    members_and_notices: "참여자와 소식",
    room_missing: "방을 찾을 수 없습니다.",
    room_missing_hint: "없어진 방이거나 주소가 잘못되었습니다. 목록에서 다른 방을 골라 보세요.",
    room_closed_hint: "여기서 나눈 이야기는 이제 내보낼 수 없고, 곧 지워집니다. 목록에서 다른 방을 골라 보세요.",
    room_full: "방이 가득 찼습니다.",
    enter_again: "다시 들어가 보기",
    room_full_hint: "누군가 나가면 들어갈 수 있습니다. 잠시 뒤에 다시 열어 보세요.",
    kick: "내보내기",
    kicked: "방장이 이 방에서 내보냈습니다.",
    kicked_hint: "방장이 다시 들이기 전에는 들어갈 수 없습니다. 목록에서 다른 방을 골라 보세요.",
    password: "비밀번호",
    locked_hint: "비밀번호를 아는 사람만 들어갈 수 있는 방입니다.",
    page_missing: "페이지를 찾을 수 없습니다.",
    page_missing_hint: "주소를 다시 확인해 주세요.",
    to_lobby: "채팅방 목록 보기",

    messages: "대화",
    messages_hint: "메시지를 고르면 답장과 반응 단추가 나옵니다.",
    no_messages: "아직 아무 말도 없습니다.",
    no_messages_hint: "먼저 인사를 건네거나 사람을 초대해 보세요.",
    older: "이전 메시지 보기",
    loading_older: "이전 메시지를 불러오는 중…",
    alert: "공지",
    came: "님이 입장했습니다.",
    went: "님이 퇴장했습니다.",
    took_over: "님이 방장이 되었습니다.",
    deleted: "삭제된 메시지입니다.",
    departed: "떠난 손님",
    edited: "(수정됨)",
    reply: "답장",
    link: "링크",
    react: "반응",
    choose_reaction: "반응 고르기",
    pin: "고정",
    unpin: "고정 해제",
    pinned: "공지",
    and_more: (" 외 ", "명"),
    replying: ("", "님에게 답장"),
    edit: "수정",
    delete: "삭제",
    new_from_here: "여기서부터 새 메시지",
    unread: "안 읽은 메시지 ",
    called: "나를 부른 메시지가 있습니다. ",
    editing: "메시지 수정 중",
    cancel: "취소",
    sending: "보내는 중",
    failed: "보내지 못했습니다.",
    edit_failed: "고치지 못했습니다.",
    edit_again: "다시 고치기",
    retry: "다시 보내기",
    copy: "복사",
    discard: "지우기",
    typing: ["님이 입력하고 있습니다…", "님이 입력하고 있습니다…", "여러 명이 입력하고 있습니다…"],
    and: "님과 ",

    message: "메시지",
    add_pictures: "그림 첨부",
    message_placeholder: "메시지를 입력하세요",
    composer_hint: "Enter로 전송, Shift+Enter로 줄 바꿈",
    send: "전송",

    reconnecting: "다시 연결하는 중…",
    check_connection: "연결 검사하기",
    paused: "지금은 글을 저장할 수 없습니다. 저장할 수 있게 되면 저절로 보냅니다.",
    scripts_failed: "실시간 연결을 시작하지 못했습니다. 글은 쓸 수 있지만, 새 글은 새로 고침해야 보입니다.",

    ends_soon: ["이 방은 10분 안에 끝납니다.", "이 방은 1분 안에 끝납니다."],
    room_endings: [
        "시간이 다 되어 끝난 방입니다.",
        "방장이 닫은 방입니다.",
        "오래 비어 있어서 닫힌 방입니다.",
        "이미 끝난 방입니다.",
    ],
};

pub const fn texts(words: Words) -> Texts {
    Texts {
        words,
        invited_to: |room| ("", if room.ends_with('방') { "으로 초대받았습니다." } else { " 방으로 초대받았습니다." }),
        people: |count| format!("{count}명"),
        people_of: |count, capacity| format!("{count}/{capacity}명"),
        left: |left| {
            let (count, unit) = match left {
                Left::Days(count) => (count, "일"),
                Left::Hours(count) => (count, "시간"),
                Left::Minutes(count) => (count, "분"),
                Left::Seconds(count) => (count, "초"),
            };
            format!("{count}{unit} 남음")
        },
        notice: |kind, room| match (kind, room.ends_with('방')) {
            (NoticeKind::RoomCreated, false) => ("님이 ", "방을 만들었습니다."),
            (NoticeKind::RoomCreated, true) => ("님이 ", "을 만들었습니다."),
            (NoticeKind::RoomEntered, false) => ("님이 ", "방에 입장했습니다."),
            (NoticeKind::RoomEntered, true) => ("님이 ", "에 입장했습니다."),
        },
        read_by: |read, members| format!("{members}명 중 {read}명 읽음"),
        new_messages: |count| format!("새 메시지 {count}개"),
        #[cfg(feature = "ssr")]
        refusal,
        #[cfg(not(feature = "ssr"))]
        refusal: super::refusal,

        clock: |hour, minute| {
            let (hour, afternoon) = twelve_hours(hour);
            let half = if afternoon { "오후" } else { "오전" };
            format!("{half} {hour}:{minute:02}")
        },
        day: |Day { year, month, day, weekday }| {
            let year = year.map(|year| format!("{year}년 ")).unwrap_or_default();
            let weekday = WEEKDAYS[usize::from(weekday % 7)];
            format!("{year}{month}월 {day}일 {weekday}요일")
        },
        short_day: |Day { year, month, day, .. }| match year {
            Some(year) => format!("{year}. {month}. {day}."),
            None => format!("{month}월 {day}일"),
        },
    }
}

const WEEKDAYS: [&str; 7] = ["일", "월", "화", "수", "목", "금", "토"];

#[cfg(feature = "ssr")]
fn refusal(refusal: Refusal) -> &'static str {
    match refusal {
        Refusal::BadRequest => "요청을 이해하지 못했습니다. 새로 고침한 뒤 다시 해 보세요.",
        Refusal::UnknownEvent => "이 서버가 모르는 요청입니다. 페이지를 새로 고침해 주세요.",
        Refusal::NicknameRequired => "먼저 닉네임을 정해 주세요.",
        Refusal::InvalidToken => "로그인이 만료되었습니다. 닉네임을 다시 정해 주세요.",
        Refusal::NicknameTooShort => "닉네임이 너무 짧습니다. 두 글자 이상 입력해 주세요.",
        Refusal::NicknameTooLong => "닉네임이 너무 깁니다. 20자까지 쓸 수 있습니다.",
        Refusal::NicknameForbidden => "닉네임에 쓸 수 없는 문자가 있습니다. 다른 닉네임을 입력해 주세요.",
        Refusal::NicknameTaken => "다른 사람이 쓰고 있거나 헷갈리기 쉬운 닉네임입니다. 다른 닉네임을 입력해 주세요.",
        Refusal::NicknameReserved => {
            "콜론(:)이 있거나 사랑방이 쓰는 이름 또는 표시와 같은 닉네임은 쓸 수 없습니다. 다른 닉네임을 입력해 주세요."
        }
        Refusal::RoomNameTooShort => "방 이름을 입력해 주세요.",
        Refusal::RoomNameTooLong => "방 이름이 너무 깁니다. 40자까지 쓸 수 있습니다.",
        Refusal::RoomNameForbidden => "방 이름에 쓸 수 없는 문자가 있습니다. 다른 이름을 입력해 주세요.",
        Refusal::RoomNameTaken => "이미 있거나 헷갈리기 쉬운 방 이름입니다. 다른 이름을 입력해 주세요.",
        Refusal::TopicTooLong => "주제가 너무 깁니다. 120자까지 쓸 수 있습니다.",
        Refusal::TopicForbidden => "주제에 쓸 수 없는 문자가 있습니다. 다시 써 주세요.",
        Refusal::MessageEmpty => "보낼 내용을 입력해 주세요.",
        Refusal::MessageTooLong => "메시지가 너무 깁니다. 4,000자까지 쓸 수 있으니 나누어 보내 주세요.",
        Refusal::UnknownCommand => "그런 명령은 없습니다. /help로 볼 수 있고, //로 시작하면 글로 보냅니다.",
        Refusal::TooManyPictures => "그림은 한 번에 4장까지 보낼 수 있습니다.",
        Refusal::PictureNotFound => "그림이 서버에 남아 있지 않습니다. 다시 올려 주세요.",
        Refusal::PictureTooLarge => "그림이 너무 큽니다. 더 작게 줄여서 올려 주세요.",
        Refusal::PictureUnreadable => "읽을 수 없는 그림입니다. PNG, JPEG, WebP, GIF 파일을 올려 주세요.",
        Refusal::PicturesFull => "그림을 둘 자리가 없습니다. 전에 올린 그림을 지우고 다시 해 주세요.",
        Refusal::AltTooLong => "그림 설명이 너무 깁니다. 500자까지 쓸 수 있습니다.",
        Refusal::BodyTooLarge => {
            "너무 커서 받지 못했고 내용도 남아 있지 않습니다. 뒤로 가면 브라우저에 남아 있을 수 있으니 나누어 보내 주세요."
        }
        Refusal::RoomNotFound => "방을 찾을 수 없습니다. 목록에서 다른 방을 골라 주세요.",
        Refusal::RoomClosed => "이미 끝난 방입니다. 목록에서 다른 방을 골라 주세요.",
        Refusal::Kicked => "방장이 내보내서 들어갈 수 없습니다. 목록에서 다른 방을 골라 주세요.",
        Refusal::MemberNotFound => "그 사람은 지금 방에 없습니다. 목록을 다시 확인해 주세요.",
        Refusal::RoomFull => "방이 가득 찼습니다. 누군가 나간 뒤에 다시 해 주세요.",
        Refusal::PasswordRequired => "비밀번호가 있는 방입니다. 비밀번호를 입력해 주세요.",
        Refusal::WrongPassword => "비밀번호가 맞지 않습니다. 확인하고 다시 입력해 주세요.",
        Refusal::PasswordTooLong => "비밀번호가 너무 깁니다. 128바이트까지 쓸 수 있습니다.",
        Refusal::CapacityOutOfRange => "정원은 2명에서 10,000명까지 정할 수 있습니다. 0은 제한 없음입니다.",
        Refusal::LifeOutOfRange => "방은 1분에서 1년까지 열어 둘 수 있습니다.",
        Refusal::SpaceNotFound => "없는 공간입니다. 주소를 확인해 주세요.",
        Refusal::ChatterNotFound => "이 브라우저의 대화 상대가 아닙니다. 방에 새로 들어가 주세요.",
        Refusal::MessageNotFound => "메시지를 찾을 수 없습니다. 이미 삭제되었을 수 있습니다.",
        Refusal::NotInRoom => "방에 들어와 있지 않습니다. 먼저 입장해 주세요.",
        Refusal::NotAuthor => "자기가 쓴 메시지만 고칠 수 있습니다.",
        Refusal::MessageChanged => "그사이 다른 곳에서 고친 메시지입니다. 바뀐 내용을 확인하고 다시 해 주세요.",
        Refusal::NotOwner => "방장만 할 수 있는 일입니다.",
        Refusal::ReactionForbidden => "반응은 이모지 하나입니다. 다른 것을 골라 주세요.",
        Refusal::TooManyReactions => "한 메시지에는 반응이 10가지까지 달립니다. 이미 있는 반응을 골라 주세요.",
        Refusal::TooManyPins => "한 방에는 메시지를 5개까지 고정합니다. 먼저 다른 것을 풀어 주세요.",
        Refusal::NotForBots => "봇은 할 수 없는 일입니다.",
        Refusal::TooManyBots => "봇은 한 방에 10개까지 둘 수 있습니다.",
        Refusal::WebhookForbidden => "http://나 https://로 시작하는 주소를 입력해 주세요.",
        Refusal::WebhookTooLong => "주소가 너무 깁니다. 1,000바이트까지 쓸 수 있습니다.",
        Refusal::WebhookWithPassword => "주소에 사용자 이름이나 비밀번호를 넣을 수 없습니다.",
        Refusal::WebhookPrivate => {
            "인터넷에서 열 수 있는 주소를 입력해 주세요. 서버가 있는 내부망으로는 보내지 않습니다."
        }
        Refusal::QueryTooShort => "두 글자 이상의 검색어나 보낸 사람을 입력해 주세요.",
        Refusal::QueryTooLong => "검색어가 너무 깁니다. 100자까지 쓸 수 있습니다.",
        Refusal::TooManyRequests | Refusal::Busy => "너무 빠릅니다. 잠시 뒤에 다시 해 주세요.",
        Refusal::Unavailable => "지금은 할 수 없습니다. 잠시 뒤에 다시 해 주세요.",
    }
}
