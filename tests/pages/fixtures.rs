//! Snapshots to render: the house on a Saturday afternoon in Seoul.

use std::sync::Arc;

use sarangbang::{
    domain::{Author, ClientId, GuestId, MessageKind, Millis, NoticeKind, Refusal, RoomId, Space, markup},
    protocol::{
        Me, Member, Message, Notice, Room, Snapshot,
        snapshot::{Fields, Page},
    },
};

pub const ROOM: &str = "4fXq2Lw9";

/// 2026-11-21 15:24 in Seoul.
const NOW: Millis = 1_795_242_240_000;
const MINUTE: Millis = 60_000;
const DAY: Millis = 24 * 60 * MINUTE;

/// A snapshot with the name under which it is looked at.
pub struct Scene {
    pub name: &'static str,
    pub snapshot: Snapshot,
}

pub fn scenes() -> Vec<Scene> {
    let scene = |name, snapshot| Scene { name, snapshot };
    vec![
        scene("gate", stranger(busy_lobby())),
        scene("gate-room", stranger(busy_room())),
        scene("gate-refused", Snapshot { refused: Some("nickname_taken".into()), ..stranger(busy_lobby()) }),
        scene("lobby", busy_lobby()),
        scene("lobby-empty", empty_lobby()),
        scene("lobby-refused", Snapshot { refused: Some("room_name_taken".into()), ..busy_lobby() }),
        scene("room", busy_room()),
        scene("room-empty", empty_room()),
        scene("room-hard", hard_room()),
        scene(
            "room-missing",
            Snapshot { page: Page::shut(RoomId::new("gone"), Refusal::RoomNotFound, None), ..busy_lobby() },
        ),
        scene("not-found", Snapshot { page: Page::NotFound, ..busy_lobby() }),
    ]
}

pub fn stranger(snapshot: Snapshot) -> Snapshot {
    Snapshot { me: None, ..snapshot }
}

pub fn empty_lobby() -> Snapshot {
    Snapshot {
        space: Space::main(),
        page: Page::Lobby,
        language: "ko".into(),
        now: NOW,
        utc_offset: 540,
        me: Some(Me { id: GuestId::new("g0"), nickname: "철수".into(), token: None, ink: None }),
        rooms: Vec::new(),
        read: Vec::new(),
        mentions: Vec::new(),
        notices: Vec::new(),
        form_id: "6f1c1f7e-0000-4000-8000-000000000001".into(),
        refused: None,
        typed: None,
        fields: Fields::default(),
    }
}

pub fn busy_lobby() -> Snapshot {
    let names = [
        ("개발방", "러스트와 웹, 그리고 그 사이의 모든 것", 4, 0),
        ("점심 뭐 먹지", "오늘도 어려운 문제", 12, 3),
        ("ㅎㅎㅋ", "", 2, 26),
        ("Book club: The Vegetarian", "Chapter 2 by Friday", 1, 190),
        (
            "아주아주아주아주 긴 이름을 가진 방이 있다면 어떻게 보일까요 사십자까지",
            "길고 긴 주제도 있습니다. 한 줄에 다 들어가지 않으면 말줄임표로 줄여서 보여 주어야 목록이 흐트러지지 않습니다.",
            1_234,
            60 * 20,
        ),
        ("غرفة القهوة", "نتحدث هنا", 3, 60 * 30),
        ("조용한 방", "", 0, 60 * 24 * 400),
    ];
    let rooms = names.iter().enumerate().map(|(n, (name, topic, members, ago))| Room {
        id: if n == 0 { RoomId::new(ROOM) } else { RoomId::new(format!("room{n}")) },
        name: (*name).into(),
        topic: (*topic).into(),
        members: *members,
        owner_id: GuestId::new("g1"),
        created_at: NOW - DAY,
        last_activity_at: NOW - ago * MINUTE,
        last_seq: 0,
        locked: false,
        unlisted: false,
        capacity: None,
        expires_at: None,
    });
    let notice = |id: i64, kind, nickname: &str, room: &str, ago: Millis| Notice {
        id,
        text: "".into(),
        kind,
        nickname: nickname.into(),
        room_id: RoomId::new(ROOM),
        room_name: room.into(),
        at: NOW - ago * MINUTE,
    };
    let notices = vec![
        notice(1, NoticeKind::RoomCreated, "영희", "점심 뭐 먹지", 3_000),
        notice(2, NoticeKind::RoomEntered, "민준", "점심 뭐 먹지", 120),
        notice(3, NoticeKind::RoomCreated, "지우", "개발", 42),
        notice(4, NoticeKind::RoomEntered, "철수", "개발방", 40),
        notice(
            5,
            NoticeKind::RoomEntered,
            "아주 긴 닉네임을 쓰는 사람 이십",
            "아주아주아주아주 긴 이름을 가진 방이 있다면",
            5,
        ),
        notice(6, NoticeKind::RoomEntered, "مريم", "غرفة القهوة", 1),
    ];
    Snapshot { rooms: rooms.collect(), notices, ..empty_lobby() }
}

pub fn busy_room() -> Snapshot {
    let lines: &[(&str, &str, Millis)] = &[
        ("지우", "어제 올린 PR 보신 분 있나요?", -DAY),
        ("철수", "저요. 코멘트 남겼습니다.", 4 * MINUTE - DAY),
        ("지우", "안녕하세요! 다들 점심 드셨어요?", -38 * MINUTE),
        ("지우", "저는 https://example.org/ 여기서 시켰는데 괜찮네요", -38 * MINUTE + 20_000),
        ("민준", "오 거기 맛있죠\n특히 된장찌개요 ㅎㅎ", -36 * MINUTE),
        ("철수", "네 저도 갑니다", -35 * MINUTE),
        ("철수", "한 시쯤 어때요?", -35 * MINUTE + 5_000),
        ("철수", "자리 잡아 둘게요", -33 * MINUTE),
        ("영희", "👍", -30 * MINUTE),
        ("지우", "이 메시지는 지웠습니다", -20 * MINUTE),
        ("영희", "오늘 안에 배포하는 걸로 할까요? 아니면 월요일에?", -10 * MINUTE),
        ("철수", "월요일이 좋겠습니다. 주말에는 다들 쉬어야죠.", -2 * MINUTE),
        ("مريم", "مساء الخير يا أصدقاء، كيف حالكم اليوم؟", -MINUTE),
    ];
    let mut messages: Vec<_> =
        lines.iter().enumerate().map(|(n, (who, text, ago))| message(n as u64 + 1, who, text, NOW + ago)).collect();
    messages[9].deleted_at = Some(NOW);
    (messages[9].content, messages[9].html) = ("".into(), "".into());
    messages[10].edited_at = Some(NOW);
    let mut alert = message(14, "지우", "오늘 오후 여섯 시에 서버를 잠시 내립니다.", NOW - MINUTE / 2);
    alert.kind = MessageKind::Alert;
    messages.push(alert);
    let rev = messages.len() as u64;
    let mut members = ["민준", "영희", "지우", "철수", "مريم"].map(member).to_vec();
    members[0].idle = true;
    let lobby = busy_lobby();
    let room = lobby.rooms[0].clone();
    Snapshot { page: Page::Room { room, messages, rev, members, pins: vec![], is_member: true }, ..lobby }
}

pub fn empty_room() -> Snapshot {
    let lobby = busy_lobby();
    let room = Room { topic: "".into(), members: 1, ..lobby.rooms[0].clone() };
    Snapshot {
        page: Page::Room {
            room,
            messages: Vec::new(),
            rev: 0,
            members: vec![member("철수")],
            pins: vec![],
            is_member: false,
        },
        ..lobby
    }
}

/// Everything that breaks layouts.
pub fn hard_room() -> Snapshot {
    let lobby = busy_lobby();
    let room = lobby.rooms[4].clone();
    let long: String = "가나다라마바사아자차카타파하 ".chars().cycle().take(4_000).collect();
    let unbroken = "ㅋ".repeat(300);
    let address = format!("https://example.org/{}", "a".repeat(300));
    let who = "아주긴닉네임을쓰는사람이스무자까지가득차";
    let texts = [long.as_str(), &unbroken, &address, "짧게", "שלום, 안녕, hello – three scripts on one line"];
    let messages: Vec<_> = (1..=40)
        .map(|n| {
            let text = texts.get(n as usize - 1).copied().unwrap_or("다시 평범한 이야기로 돌아와서");
            message(n, if n % 4 == 0 { "철수" } else { who }, text, NOW - (41 - n as i64) * MINUTE)
        })
        .collect();
    let members = (0..40).map(|n| member(&format!("손님 {n}"))).chain([member(who), member("철수")]).collect();
    Snapshot { page: Page::Room { room, messages, rev: 40, members, pins: vec![], is_member: true }, ..lobby }
}

fn id_of(nickname: &str) -> GuestId {
    match nickname {
        "철수" => GuestId::new("g0"),
        "지우" => GuestId::new("g1"),
        other => GuestId::new(other),
    }
}

fn member(nickname: &str) -> Member {
    Member { id: id_of(nickname), nickname: nickname.into(), idle: false, ink: None }
}

fn message(seq: u64, nickname: &str, content: &str, at: Millis) -> Message {
    Message {
        id: seq as i64,
        room_id: RoomId::new(ROOM),
        seq,
        rev: seq,
        kind: MessageKind::Message,
        author: Author::person(id_of(nickname), nickname),
        content: Arc::from(content),
        html: markup::render(content, &[]).into(),
        pictures: Vec::new(),
        reply_to: None,
        quote: None,
        mentions: Vec::new(),
        reactions: Vec::new(),
        pinned_at: None,
        client_id: ClientId::new(format!("c{seq}")),
        created_at: at,
        edited_at: None,
        deleted_at: None,
    }
}
