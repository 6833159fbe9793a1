//! Frames that no client sends. The server closes such a connection or answers with an error; it never panics, never
//! grows, and nobody else notices.

use tokio_tungstenite::tungstenite::{
    Message,
    protocol::frame::{
        Frame,
        coding::{Data, OpCode},
    },
};

use super::{
    binary::Binary,
    patience::within,
    wire::{Wire, connect_as},
};

/// What is sent on an open connection of `/v1`.
fn broken_texts() -> Vec<String> {
    let deep = |open: &str, close: &str| format!("{}1{}", open.repeat(10_000), close.repeat(10_000));
    let mut texts: Vec<String> = [
        // Engine.IO
        "",
        "0",
        "0{}",
        "1",
        "2",
        "2probe",
        "3",
        "3probe",
        "4",
        "5",
        "6",
        "7",
        "9",
        "a",
        "b",
        "bAAAA",
        "é",
        "\u{0}",
        "한글",
        // Socket.IO
        "4é",
        "47",
        "48/v1,",
        "4/v1",
        "4/v1,",
        "40",
        "40/v1",
        "40/v1,{",
        "40/v1,[]",
        "40/v1,null",
        "40/없는 공간,",
        "41",
        "41/elsewhere,",
        "42",
        "42[",
        "42]",
        "42[]",
        "42{}",
        "42null",
        "42\"a\"",
        "42[1]",
        "42[null]",
        "42[\"a\"",
        "42/v1",
        "42/v1,",
        "42/v1,[",
        "42/v1,[]",
        "42/v1,{}",
        "42/v1,null",
        "42/v1,[1]",
        "42/v1,[null]",
        "42/v1,[[]]",
        "42/v1,[{}]",
        "42/v1,[\"\"]",
        "42/v1,[\"sendMessage\"",
        "42/v1,[\"sendMessage\"]",
        "42/v1,[\"sendMessage\",]",
        "42/v1,1",
        "42/v1,1[",
        "42/v1,1[]",
        "42/v1,1{}",
        "42/v1,1[\"sendMessage\",\"\\ud800\"]",
        "42/v1,99999999999999999999[\"typing\",{}]",
        "42/v1,-1[\"typing\",{}]",
        "42/v1,1.5[\"typing\",{}]",
        "42/v1,1[\"sendMessage\",{\"roomId\":1e999}]",
        "42/v1,1[\"sync\",{\"roomId\":\"x\",\"rev\":1e400}]",
        "42/v1,1[\"sync\",{\"roomId\":\"x\",\"rev\":18446744073709551616}]",
        "42/v1,1[\"sync\",{\"roomId\":\"x\",\"rev\":-1}]",
        "42/v1,1[\"history\",{\"roomId\":\"x\",\"before\":1.5}]",
        "42/v1,1[\"message\",{\"__proto__\":{}}]",
        "42/v1,1[\"connect\",{}]",
        "42/v1,1[\"disconnect\",{}]",
        "42/elsewhere,1[\"typing\",{}]",
        "42/v1,[\"typing\",{\"roomId\":\"x\",\"roomId\":\"y\"}]",
        "43",
        "43/v1",
        "43/v1,",
        "43/v1,[]",
        "43/v1,1",
        "43/v1,1[]",
        "43/v1,99999999999999999999[]",
        "44",
        "44/v1,",
        "44/v1,{\"message\":\"no\"}",
        "45",
        "451-",
        "451-[\"a\",{\"_placeholder\":true,\"num\":0}]",
        "451-/v1,[\"sendMessage\",{\"_placeholder\":true,\"num\":0}]",
        "4599999999999999999999-[\"a\"]",
        "45-[]",
        "45-1-[]",
        "45999-[\"a\"]",
        "450-/v1,[\"typing\",{}]",
        "46",
        "461-/v1,1[]",
        "46999-/v1,1[{\"_placeholder\":true,\"num\":7}]",
        "5999-",
        "51-[\"a\"]",
        "51-[…]",
        "42/v1,1[\"a\u{0}b\",{}]",
        "42/v1,1[\"\u{202E}\",{}]",
    ]
    .map(str::to_owned)
    .to_vec();
    texts.extend([
        format!("42/v1,1[\"sendMessage\",{}]", deep("[", "]")),
        format!("42/v1,1[\"sendMessage\",{}]", deep("{\"a\":", "}")),
        format!("42/v1,1{}", deep("[", "]")),
        format!("40/v1,{}", deep("[", "]")),
        format!("40/{},", "n".repeat(60_000)),
        format!("42/v1,1[\"{}\",{{}}]", "x".repeat(60_000)),
        format!("42/v1,{}[\"typing\",{{}}]", "1".repeat(60_000)),
        format!("45{}-[\"a\"]", "9".repeat(60_000)),
    ]);
    texts
}

fn broken_frames() -> Vec<Message> {
    let frame =
        |bytes: &[u8], kind: Data, last: bool| Message::Frame(Frame::message(bytes.to_vec(), OpCode::Data(kind), last));
    vec![
        frame(b"42/v1,[\"\xFF\xFE\"]", Data::Text, true),
        frame(b"\xC3", Data::Text, true),
        frame(b"\xED\xA0\x80", Data::Text, true),
        frame(b"42[", Data::Continue, true),
        Message::binary(b"".to_vec()),
        Message::binary(b"42/v1,1[\"typing\",{}]".to_vec()),
        Message::binary(vec![4; 60_000]),
        Message::Ping(vec![0; 125].into()),
        Message::Pong(vec![0; 125].into()),
    ]
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn malformed_packets_end_their_connection_or_are_refused_and_disturb_nobody() {
    let server = Binary::start(&[]).await;
    let (mut one, mut two, room) = server.two_in_a_room().await;
    let texts = broken_texts().into_iter().map(Message::text);
    for (number, broken) in texts.chain(broken_frames()).enumerate() {
        let mut stranger = Wire::enter(server.address, &format!("손님 {number}")).await;
        stranger.send(broken.clone()).await;
        stranger.say("42/v1,7[\"leaveRoom\",{\"roomId\":\"x\"}]").await;
        // Either it is still served or it was closed; it never just hangs.
        while let Some(text) = stranger.hear().await {
            if text.starts_with("43/v1,7[") {
                break;
            }
        }
        let text = format!("말 {number}");
        one.write(&room, &text).await;
        assert_eq!(&*two.messages(&room, 1).await[0].content, text, "after {broken:?}");
    }
    // Also before anybody knows who it is.
    for broken in broken_texts().into_iter().map(Message::text).chain(broken_frames()) {
        let mut stranger = Wire::open(server.address).await;
        stranger.send(broken).await;
        stranger.say("40/v1,").await;
        while let Some(text) = stranger.hear().await {
            if text.starts_with("44/v1,") || text.starts_with("40/v1,") {
                break;
            }
        }
    }
    one.write(&room, "끝").await;
    two.messages(&room, 1).await;
    server.terminate();
    let (status, log, _) = server.ended().await;
    assert!(status.success(), "{status}");
    assert!(!log.contains("panicked"), "{log}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn pings_and_pongs_in_heaps_change_nothing() {
    let server = Binary::start(&[]).await;
    let mut wire = Wire::enter(server.address, "철수").await;
    wire.say_all((0..5_000).map(|n| if n % 2 == 0 { "3" } else { "2" }.to_owned())).await;
    wire.say("42/v1,7[\"leaveRoom\",{\"roomId\":\"x\"}]").await;
    wire.hear_one_like("43/v1,7[").await;
}

/// The engine can make namespaces on demand and never forgets one.
#[cfg(target_os = "linux")]
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn made_up_namespaces_are_refused_and_not_remembered() {
    let server = Binary::start(&[]).await;
    let mut wire = Wire::open(server.address).await;
    knock(&mut wire, 0..1_000).await;
    let before = server.memory();
    knock(&mut wire, 1_000..11_000).await;
    let grown = server.memory().saturating_sub(before);
    assert!(grown < 4 * 1024, "{grown} KiB for 10,000 namespaces of 400 bytes");
    wire.say(connect_as("철수")).await;
    wire.hear_one_like("42/v1,[\"welcome\"").await;
}

#[cfg(target_os = "linux")]
async fn knock(wire: &mut Wire, numbers: std::ops::Range<usize>) {
    for n in numbers {
        let name = format!("{}{n}", "x".repeat(400));
        wire.say(format!("40/{name},")).await;
        let answer = wire.hear_one_like("44/").await;
        assert_eq!(answer, format!("44/{name},{{\"message\":\"Invalid namespace\"}}"));
    }
}

/// The engine forgets a refusal for which it has no room; whoever waits for it would do so for ever.
#[cfg(target_os = "linux")]
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_knocks_at_doors_that_are_not_there_is_answered_at_each_or_sent_away() {
    let server = Binary::start(&[]).await;
    let before = server.memory();
    // In a namespace that is there: otherwise the connection would end soon in any case.
    let mut wire = Wire::enter(server.address, "철수").await;
    let knocks = 100_000;
    // Nothing is read until all is sent.
    wire.say_all((0..knocks).map(|number| format!("40/made-up-{number},"))).await;
    let hearing = async {
        let mut answers = 0;
        while answers < knocks {
            match wire.hear().await {
                Some(frame) if frame.starts_with("44/made-up-") => answers += 1,
                Some(ping) if ping == "2" => wire.say("3").await,
                Some(_) => {}
                None => return,
            }
        }
    };
    within("all answers, or the end", hearing).await;
    let grown = server.memory().saturating_sub(before);
    assert!(grown < 48 * 1024, "{grown} KiB for namespaces that are not there");
    assert!(server.enter("영희").await.welcome.rooms.is_empty(), "others are served");
}
