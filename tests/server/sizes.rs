//! What is too large ends with its connection or with 413, and never fills the memory.

use std::convert::Infallible;

use futures::stream;
use http_body_util::{Full, StreamBody};
use hyper::{
    Method,
    body::{Bytes, Frame as BodyFrame},
};
use tokio::io::AsyncWriteExt;
use tokio_tungstenite::tungstenite::{
    Message,
    protocol::frame::{
        Frame,
        coding::{Data, OpCode},
    },
};

use super::{binary::Binary, house::House, http, wire::Wire};

const LIMIT: usize = 65_536;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_frame_up_to_the_limit_is_read_and_one_byte_more_ends_the_connection() {
    let house = House::open().await;
    let (mut one, mut two, room) = house.two_in_a_room().await;
    let padded = |length: usize| {
        let head = "42/v1,7[\"leaveRoom\",{\"roomId\":\"x\",\"padding\":\"";
        format!("{head}{}\"}}]", "x".repeat(length - head.len() - "\"}]".len()))
    };
    let mut wire = Wire::enter(house.address, "손님").await;
    wire.say(padded(LIMIT)).await;
    wire.hear_one_like("43/v1,7[").await;
    wire.say(padded(LIMIT + 1)).await;
    let heard = wire.hear_the_end().await;
    assert!(!heard.iter().any(|text| text.starts_with("43")), "{heard:?}");
    one.write(&room, "안녕").await;
    two.messages(&room, 1).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn fragments_count_together() {
    let house = House::open().await;
    let mut wire = Wire::enter(house.address, "손님").await;
    let part = |text: String, kind, last| Message::Frame(Frame::message(text, OpCode::Data(kind), last));
    wire.send(part("42/v1,7[\"leaveRoom\",".to_owned(), Data::Text, false)).await;
    wire.send(part("{\"roomId\":\"x\"}]".to_owned(), Data::Continue, true)).await;
    wire.hear_one_like("43/v1,7[").await;

    // It would be a good request if it were not so long, and it is not even at its end.
    wire.send(part("42/v1,8[\"leaveRoom\",{\"roomId\":\"".to_owned(), Data::Text, false)).await;
    wire.send(part("x".repeat(LIMIT / 2), Data::Continue, false)).await;
    wire.send(part("x".repeat(LIMIT / 2), Data::Continue, false)).await;
    wire.hear_the_end().await;
}

/// A header may announce 8 EiB; nothing is reserved for it.
#[cfg(target_os = "linux")]
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn announced_sizes_and_endless_messages_take_no_memory() {
    let server = Binary::start(&[]).await;
    let (mut one, mut two, room) = server.two_in_a_room().await;
    let before = server.memory();
    for announced in [1_u64 << 20, 1 << 32, (1 << 63) - 1, u64::MAX] {
        let mut wire = Wire::open(server.address).await;
        let mut head = vec![0x81, 0xFF];
        head.extend(announced.to_be_bytes());
        head.extend([0; 4]);
        let _ = wire.0.get_mut().write_all(&head).await;
        wire.hear_the_end().await;
    }
    let mut wire = Wire::open(server.address).await;
    let part = Message::Frame(Frame::message("x".repeat(60_000), OpCode::Data(Data::Text), false));
    let more = Message::Frame(Frame::message("x".repeat(60_000), OpCode::Data(Data::Continue), false));
    wire.send(part).await;
    for _ in 0..1_000 {
        wire.send(more.clone()).await;
    }
    wire.hear_the_end().await;
    let grown = server.memory().saturating_sub(before);
    assert!(grown < 8 * 1024, "{grown} KiB");
    one.write(&room, "안녕").await;
    two.messages(&room, 1).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_form_over_the_limit_is_answered_with_413_and_one_below_is_read() {
    let house = House::open().await;
    let origin = format!("http://{}", house.address);
    let headers = [("origin", &*origin)];
    let form = |padding: usize| format!("nickname=%EC%B2%A0%EC%88%98&back=%2F&padding={}", "x".repeat(padding));
    let fits = http::post(house.address, "/do/enter", &headers, Full::from(form(60_000))).await;
    assert_eq!(fits.status, 303, "{}", fits.body);
    let large = http::post(house.address, "/do/enter", &headers, Full::from(form(LIMIT))).await;
    assert_eq!(large.status, 413);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_form_that_does_not_tell_its_length_has_the_same_limit() {
    let house = House::open().await;
    let origin = format!("http://{}", house.address);
    let chunks = |count| {
        let chunk = |_| Ok::<_, Infallible>(BodyFrame::data(Bytes::from(vec![b'x'; LIMIT / 4])));
        StreamBody::new(stream::iter((0..count).map(chunk)))
    };
    let fits = http::post(house.address, "/do/enter", &[("origin", &origin)], chunks(4)).await;
    assert_ne!(fits.status, 413);
    let large = http::post(house.address, "/do/enter", &[("origin", &origin)], chunks(5)).await;
    assert_eq!(large.status, 413);
}

/// The answer may be lost to a client that is still talking, but its connection ends.
#[cfg(target_os = "linux")]
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_form_without_an_end_is_cut_off() {
    let server = Binary::start(&[]).await;
    let origin = format!("http://{}", server.address);
    let warm = http::post_form(server.address, "/do/enter", None, &[("nickname", "철수"), ("back", "/")]).await;
    assert_eq!(warm.status, 303);
    let before = server.memory();
    let chunk = Bytes::from(vec![b'x'; 16 * 1024]);
    let endless = StreamBody::new(stream::repeat_with(move || Ok::<_, Infallible>(BodyFrame::data(chunk.clone()))));
    let headers = [("origin", &*origin)];
    let answer = http::try_ask(server.address, Method::POST, "/do/enter", &headers, endless).await;
    assert!(answer.is_none_or(|answer| answer.status == 413));
    let grown = server.memory().saturating_sub(before);
    assert!(grown < 16 * 1024, "{grown} KiB");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_polled_packet_over_the_limit_is_refused() {
    let house = House::open().await;
    let path = "/socket.io/?EIO=4&transport=polling";
    let open = http::get(house.address, path, &[]).await;
    assert_eq!(open.status, 200, "{}", open.body);
    let open: serde_json::Value = serde_json::from_str(&open.body[1..]).expect("an OPEN");
    let path = format!("{path}&sid={}", open["sid"].as_str().expect("a sid"));
    let answer = http::post(house.address, &path, &[], Full::from("4".repeat(LIMIT + 1))).await;
    assert!(matches!(answer.status, 400 | 413), "{}", answer.status);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn texts_over_their_limits_are_refused_by_name() {
    let house = House::open().await;
    let mut guest = house.enter("철수").await;
    let room = guest.create_room("개발").await;
    guest.join(&room).await;
    let message = |content: &str| serde_json::json!({ "roomId": room, "clientId": "a", "content": content });
    for (name, payload, code) in [
        ("sendMessage", message(&"가".repeat(4_001)), "message_too_long"),
        ("sendMessage", message("\u{200B}\n \u{3164}"), "message_empty"),
        ("createRoom", serde_json::json!({ "name": "방".repeat(41) }), "room_name_too_long"),
        ("createRoom", serde_json::json!({ "name": "방", "topic": "말".repeat(121) }), "topic_too_long"),
        ("rename", serde_json::json!({ "nickname": "김".repeat(21) }), "nickname_too_long"),
    ] {
        let answer: Result<serde_json::Value, _> = guest.ask(name, &payload).await;
        assert_eq!(answer.unwrap_err(), code, "{name}");
    }
    let longest = guest.write(&room, &"가".repeat(4_000)).await;
    assert_eq!(longest.content.chars().count(), 4_000);
}
