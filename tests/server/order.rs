//! The engine's traps about order: it spawns every handler by itself, and answers a CONNECT before its handlers exist.

use sarangbang::protocol::payload::{Done, MessageStored};
use serde_json::json;

use super::{
    house::House,
    wire::{Wire, connect_as},
};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_thousand_pipelined_events_of_one_socket_are_handled_in_their_order() {
    let house = House::open().await;
    let (mut one, mut two, room) = house.two_in_a_room().await;
    let expected: Vec<_> = (0..2_000).map(|n| n.to_string()).collect();
    let numbers: Vec<u64> = expected.iter().map(|text| one.send_message(&room, text)).collect();
    for (number, text) in numbers.into_iter().zip(&expected) {
        assert_eq!(&*one.answer::<MessageStored>(number).await.expect("stored").message.content, text);
    }
    let heard: Vec<_> = two.messages(&room, 2_000).await.iter().map(|message| message.content.to_string()).collect();
    assert_eq!(heard, expected);
}

/// Answers come as fast as they can be written, and the engine drops what its queue cannot hold.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_thousand_pipelined_requests_get_a_thousand_answers_whatever_they_are() {
    let house = House::open().await;
    let (mut one, mut two, room) = house.two_in_a_room().await;
    for (name, payload, answer) in [
        ("sendMessage", json!({ "roomId": room, "clientId": "a", "content": " " }), Err("message_empty")),
        ("typing", json!({ "roomId": room }), Ok(())),
        ("dance", json!({}), Err("unknown_event")),
        ("leaveRoom", json!({ "roomId": "elsewhere" }), Ok(())),
    ] {
        let numbers: Vec<u64> = (0..1_000).map(|_| one.send(name, &payload)).collect();
        for number in numbers {
            let answered = one.answer::<Done>(number).await.map(|Done {}| ());
            assert_eq!(answered.as_ref().map_err(String::as_str), answer.as_ref().map_err(|code| *code), "{name}");
        }
    }
    one.write(&room, "아직 여기 있어요").await;
    assert_eq!(&*two.messages(&room, 1).await[0].content, "아직 여기 있어요");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_that_is_sent_right_after_the_connect_reply_is_lost() {
    let house = House::open().await;
    let mut wire = Wire::open(house.address).await;
    wire.say(connect_as("철수")).await;
    wire.hear_one_like("40/v1,").await;
    wire.say_all((1..=200).map(create_room)).await;
    for n in 1..=200 {
        let ack = wire.hear_one_like("43/v1,").await;
        assert!(ack.starts_with(&format!("43/v1,{n}[{{\"success\":true")), "{n}: {ack}");
    }
}

/// A client must wait for the reply to its CONNECT. One that does not is not served by halves: either all of its
/// requests are answered or none is and the connection ends, so that it notices.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_does_not_wait_for_the_connect_reply_is_answered_or_ends_the_connection() {
    let house = House::open().await;
    let mut wire = Wire::open(house.address).await;
    wire.say_all([connect_as("철수")].into_iter().chain((1..=200).map(create_room))).await;
    let mut answered = 0;
    while answered < 200 {
        match wire.hear().await {
            Some(text) if text.starts_with("43/v1,") => answered += 1,
            Some(_) => {}
            None => {
                assert_eq!(answered, 0, "served by halves");
                return;
            }
        }
    }
}

fn create_room(n: usize) -> String {
    format!("42/v1,{n}[\"createRoom\",{{\"name\":\"방 {n}\"}}]")
}
