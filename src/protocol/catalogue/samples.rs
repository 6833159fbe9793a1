//! One real value of every request, answer and event: a short talk in one room.

use std::sync::Arc;

use serde::Serialize;

use crate::{
    domain::{
        Author, BellLevel, ClientId, GuestId, Mark, MessageKind, Millis, NoticeKind, Pin, Quote, Reaction, Ring,
        RoomId, limits, markup,
    },
    protocol::{
        CatchUp, Event, Joined, Me, Member, Message, Notice, Request, Room, bot, event, kick,
        payload::{Done, History, MessageStored, Renamed, RoomChanged, RoomCreated},
        request, search,
    },
};

const NOON: Millis = 1_767_236_400_000;
const BOT_TOKEN: &str = "sbt_bm90IGEgcmVhbCB0b2tlbiwganVzdCBhbiBleGFtcGxl";
const WEBHOOK_SECRET: &str = "sbs_bm90IGEgcmVhbCBzZWNyZXQsIGp1c3QgYSBzYW1wbGU";
const UUID: &str = "0b8f6c1e-2a51-4c0e-9d0a-3f0b6a2c7d11";

/// Every request, with the `data` of its ack in JSON where it has one.
pub(super) fn requests() -> Vec<(Request, Option<String>)> {
    let send = |content: &str, reply_to| request::Send {
        room_id: room_id(),
        client_id: UUID.into(),
        content: content.into(),
        pictures: Vec::new(),
        reply_to,
    };
    let catch_up = |reset| CatchUp { messages: vec![hello()], rev: 17, reset };
    vec![
        (
            Request::CreateRoom(request::CreateRoom {
                name: "개발".into(),
                topic: Some("러스트와 웹".into()),
                password: Some("열려라 참깨".into()),
                capacity: Some(30),
                expires_in_secs: Some(86_400),
                unlisted: Some(false),
                announces: Some(true),
            }),
            data(&RoomCreated { room: Room { members: 0, ..room() } }),
        ),
        (
            Request::ChangeRoom(request::ChangeRoom {
                room_id: room_id(),
                name: None,
                topic: Some("러스트와 웹".into()),
                password: Some("".into()),
                capacity: Some(0),
                expires_in_secs: None,
                unlisted: None,
                announces: None,
            }),
            data(&RoomChanged { room: Room { locked: false, capacity: None, ..room() } }),
        ),
        (Request::CloseRoom(request::InRoom { room_id: room_id() }), data(&Done {})),
        (
            Request::JoinRoom(request::JoinRoom {
                room_id: room_id(),
                rev: Some(16),
                password: Some("열려라 참깨".into()),
            }),
            data(&Joined {
                room: room(),
                catch_up: catch_up(false),
                members: vec![cheolsu(), younghee()],
                pins: vec![pin()],
            }),
        ),
        (Request::LeaveRoom(request::InRoom { room_id: room_id() }), data(&Done {})),
        (Request::SendMessage(send("안녕하세요", None)), data(&MessageStored { message: hello() })),
        (
            Request::SendAlert(send("여섯 시에 시작합니다", None)),
            data(&MessageStored {
                message: Message { kind: MessageKind::Alert, ..message("여섯 시에 시작합니다") }
            }),
        ),
        (
            Request::EditMessage(request::Edit {
                room_id: room_id(),
                id: 512,
                content: "안녕히 계세요".into(),
                rev: Some(17),
            }),
            data(&MessageStored {
                message: Message { rev: 18, edited_at: Some(NOON + 60_000), ..message("안녕히 계세요") },
            }),
        ),
        (
            Request::DeleteMessage(request::Delete { room_id: room_id(), id: 512 }),
            data(&MessageStored { message: Message { rev: 19, deleted_at: Some(NOON + 120_000), ..message("") } }),
        ),
        (
            Request::React(request::React { room_id: room_id(), id: 512, emoji: "👍".into(), given: true }),
            data(&MessageStored { message: Message { rev: 20, reactions: vec![thumbs_up()], ..hello() } }),
        ),
        (
            Request::PinMessage(request::Pin { room_id: room_id(), id: 512, pinned: true }),
            data(&MessageStored { message: Message { rev: 21, pinned_at: Some(NOON + 180_000), ..hello() } }),
        ),
        (Request::Kick(of_member()), data(&Done {})),
        (Request::LetIn(of_member()), data(&Done {})),
        (
            Request::Kicked(request::InRoom { room_id: room_id() }),
            data(&kick::KickedPeople {
                kicked: vec![kick::Kicked {
                    id: younghee().id,
                    nickname: younghee().nickname,
                    ink: None,
                    at: NOON + 240_000,
                }],
            }),
        ),
        (
            Request::CreateBot(bot::CreateBot { room_id: room_id(), nickname: "메아리".into() }),
            data(&bot::BotCreated { bot: echo(None), token: BOT_TOKEN.into() }),
        ),
        (
            Request::Bots(request::InRoom { room_id: room_id() }),
            data(&bot::Bots { bots: vec![echo(Some(failing_webhook()))] }),
        ),
        (Request::RevokeBot(bot::OfBot { room_id: room_id(), bot_id: echo(None).id }), data(&Done {})),
        (
            Request::SetWebhook(bot::SetWebhook {
                room_id: room_id(),
                bot_id: echo(None).id,
                url: "https://bot.example/hook".into(),
            }),
            data(&bot::WebhookSet { secret: Some(WEBHOOK_SECRET.into()) }),
        ),
        (
            Request::History(request::History { room_id: room_id(), before: 17, limit: Some(limits::PAGE) }),
            data(&History { messages: vec![Message { id: 511, seq: 16, rev: 16, ..message("다들 어디 갔지") }] }),
        ),
        (
            Request::Search(search::Search {
                query: "회의 \"세 시\"".into(),
                room_id: Some(room_id()),
                from: Some("철수".into()),
                after: Some(NOON - 86_400_000),
                before: Some(NOON + 86_400_000),
                cursor: None,
            }),
            data(&search::Found {
                hits: vec![search::Hit {
                    room: search::RoomOfHit { id: room_id(), name: room().name },
                    message: message("내일회의는 세 시"),
                }],
                cursor: Some(512),
            }),
        ),
        (Request::Sync(request::Sync { room_id: room_id(), rev: 16 }), data(&catch_up(false))),
        (Request::Rename(request::Rename { nickname: "민수".into() }), data(&Renamed { me: me("민수", None) })),
        (Request::MarkRead(Mark { room_id: room_id(), seq: 17 }), data(&Done {})),
        (Request::SetBell(request::SetBell { room_id: room_id(), level: BellLevel::Mentions }), data(&Done {})),
        (Request::Look(request::Look { hidden: true }), None),
        (Request::Typing(request::InRoom { room_id: room_id() }), None),
        (Request::Ping(request::Nothing {}), data(&Done {})),
    ]
}

/// Every event.
pub(super) fn events() -> Vec<Event> {
    let token = Some("bm90IGEgcmVhbCB0b2tlbiwganVzdCBhbiBleGFtcGxl".into());
    vec![
        Event::Welcome(event::Welcome {
            me: me("철수", token),
            rooms: vec![room()],
            notices: vec![notice()],
            read: vec![Mark { room_id: room_id(), seq: 15 }],
            mentions: vec![Mark { room_id: room_id(), seq: 16 }],
            now: NOON,
        }),
        Event::Messages(event::Messages { room_id: room_id(), from_rev: 16, to_rev: 17, messages: vec![hello()] }),
        Event::Rooms(event::RoomChanges {
            added: vec![],
            changed: vec![room()],
            removed: vec![RoomId::new("Zk3mQ81aVt5R")],
        }),
        Event::Notice(notice()),
        Event::Presence(event::Presence {
            room_id: room_id(),
            count: 2,
            members: Some(vec![cheolsu(), younghee()]),
            joined: vec![younghee()],
            left: vec![],
        }),
        Event::Renamed(Renamed { me: me("민수", None) }),
        Event::Read(Mark { room_id: room_id(), seq: 17 }),
        Event::Pins(event::Pins { room_id: room_id(), pins: vec![pin()] }),
        Event::Mentioned(Mark { room_id: room_id(), seq: 17 }),
        Event::Bell(Ring {
            room_id: room_id(),
            room_name: room().name,
            seq: 17,
            author: "영희".into(),
            excerpt: "@철수 내일 봐요!".into(),
            count: 2,
        }),
        Event::Typing(event::Typing { room_id: room_id(), member: younghee() }),
        Event::RoomClosed(event::RoomClosed { room_id: room_id(), reason: "expired".to_owned() }),
        Event::Bye(event::Bye { reason: "restart".to_owned(), retry_in_ms: 1_250 }),
    ]
}

fn data(data: &impl Serialize) -> Option<String> {
    Some(serde_json::to_string_pretty(data).expect("an answer is made of strings and numbers"))
}

fn room_id() -> RoomId {
    RoomId::new("4fXq2Lw9cJ7a")
}

fn cheolsu() -> Member {
    Member { id: GuestId::new("9rTcVb2KxY0e"), nickname: "철수".into(), idle: false, ink: None }
}

fn of_member() -> kick::OfMember {
    kick::OfMember { room_id: room_id(), guest_id: younghee().id }
}

fn younghee() -> Member {
    Member { id: GuestId::new("hW7pXd4sQ1uB"), nickname: "영희".into(), idle: false, ink: Some(3) }
}

fn echo(webhook: Option<bot::Webhook>) -> bot::Bot {
    bot::Bot { id: GuestId::new("Qe7LkR2vTz9s"), nickname: "메아리".into(), created_at: NOON, webhook }
}

fn failing_webhook() -> bot::Webhook {
    bot::Webhook {
        url: "https://bot.example/hook".into(),
        rev: 16,
        delivered_at: Some(NOON),
        failing_since: Some(NOON),
        problem: Some("status_502".into()),
        off_at: None,
    }
}

fn me(nickname: &str, token: Option<Arc<str>>) -> Me {
    Me { id: cheolsu().id, nickname: nickname.into(), token, ink: None }
}

fn room() -> Room {
    Room {
        id: room_id(),
        name: "개발".into(),
        topic: "러스트와 웹".into(),
        members: 2,
        owner_id: cheolsu().id,
        created_at: NOON,
        last_activity_at: NOON + 60_000,
        last_seq: 17,
        locked: true,
        unlisted: false,
        capacity: Some(30),
        expires_at: Some(NOON + 86_400_000),
    }
}

fn hello() -> Message {
    message("안녕하세요")
}

fn pin() -> Pin {
    let message = Quote {
        id: 498, seq: 3, nickname: "철수".into(), excerpt: "모임은 금요일 저녁 7시입니다".into()
    };
    Pin { message, pinned_at: NOON, read: 1, members: 2 }
}

fn thumbs_up() -> Reaction {
    Reaction { emoji: "👍".into(), count: 1, by: vec![hello().author] }
}

fn message(content: &str) -> Message {
    Message {
        id: 512,
        room_id: room_id(),
        seq: 17,
        rev: 17,
        kind: MessageKind::Message,
        author: Author::person(cheolsu().id, "철수"),
        content: content.into(),
        html: markup::render(content, &[]).into(),
        pictures: Vec::new(),
        reply_to: None,
        quote: None,
        mentions: Vec::new(),
        reactions: Vec::new(),
        pinned_at: None,
        client_id: ClientId::new(UUID),
        created_at: NOON + 60_000,
        edited_at: None,
        deleted_at: None,
    }
}

fn notice() -> Notice {
    Notice {
        id: 31,
        text: "철수님이 개발방을 만들었습니다.".into(),
        kind: NoticeKind::RoomCreated,
        nickname: "철수".into(),
        room_id: room_id(),
        room_name: "개발".into(),
        at: NOON,
    }
}
