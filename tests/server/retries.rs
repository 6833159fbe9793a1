//! SECURITY.md row 20 and DESIGN.md §4.1: sending again is harmless, and so is coming again and again.

use sarangbang::protocol::{Event, Joined, payload::MessageStored};
use serde_json::{Value, json};

use super::{
    connections::present,
    guest::Guest,
    house::House,
    http,
    patience::until,
    wire::{Wire, connect_as},
};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_message_sent_again_gets_the_first_ack_and_is_stored_and_told_once() {
    let house = House::open().await;
    let (mut one, mut two, room) = house.two_in_a_room().await;
    let payload = json!({ "roomId": room, "clientId": "retry", "content": "한 번만" });
    let numbers: Vec<u64> = (0..50).map(|_| one.send("sendMessage", &payload)).collect();
    let mut acks: Vec<Value> = Vec::new();
    for number in numbers {
        acks.push(one.answer(number).await.expect("stored"));
    }
    let other_text = json!({ "roomId": room, "clientId": "retry", "content": "다른 말" });
    acks.push(one.ask("sendMessage", &other_text).await.expect("stored"));
    assert!(acks.iter().all(|ack| *ack == acks[0]), "{acks:?}");

    one.write(&room, "다음").await;
    let heard = two.messages(&room, 2).await;
    assert_eq!(
        heard.iter().map(|message| (message.seq, &*message.content)).collect::<Vec<_>>(),
        [(1, "한 번만"), (2, "다음")]
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_message_sent_again_after_a_restart_gets_the_first_ack() {
    let house = House::open().await;
    let mut one = house.enter("철수").await;
    let room = one.create_room("개발").await;
    one.join(&room).await;
    one.write(&room, "먼저").await;
    let payload = json!({ "roomId": room, "clientId": "retry", "content": "한 번만" });
    let first: Value = one.ask("sendMessage", &payload).await.expect("stored");
    let token = one.token().to_owned();
    drop(one);

    let house = house.restart().await;
    let mut one = Guest::come_back(house.address, &token).await;
    let joined: Joined = one.ask("joinRoom", &json!({ "roomId": room, "rev": 1 })).await.expect("still there");
    assert_eq!(joined.catch_up.messages.len(), 1);
    let again: Value = one.ask("sendMessage", &payload).await.expect("stored");
    assert_eq!(again, first);
    assert_eq!(one.join(&room).await.catch_up.rev, 2);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_same_client_id_of_another_guest_or_in_another_room_is_another_message() {
    let house = House::open().await;
    let (mut one, mut two, room) = house.two_in_a_room().await;
    let other = one.create_room("다른 방").await;
    one.join(&other).await;
    let payload = |room: &str| json!({ "roomId": room, "clientId": "same", "content": "안녕" });
    let mut ids = Vec::new();
    for (guest, room) in [(&mut one, &room), (&mut two, &room)] {
        ids.push(guest.ask::<MessageStored>("sendMessage", &payload(room)).await.expect("stored").message.id);
    }
    ids.push(one.ask::<MessageStored>("sendMessage", &payload(&other)).await.expect("stored").message.id);
    ids.dedup();
    assert_eq!(ids.len(), 3);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_form_posted_twice_writes_one_message() {
    let house = House::open().await;
    let (mut one, _two, room) = house.two_in_a_room().await;
    let entered = http::post_form(house.address, "/do/enter", None, &[("nickname", "서식"), ("back", "/")]).await;
    let cookie = entered.session_cookie().unwrap();
    for _ in 0..2 {
        let form = [("room_id", &*room), ("client_id", "form"), ("content", "두 번 눌렀어요")];
        let answer = http::post_form(house.address, "/do/post-message", Some(&cookie), &form).await;
        assert_eq!(answer.status, 303);
    }
    one.write(&room, "다음").await;
    assert_eq!(one.messages(&room, 2).await[1].seq, 2);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_storm_of_reconnects_leaves_nobody_behind() {
    let house = House::open().await;
    let (mut one, mut two, room) = house.two_in_a_room().await;
    let token = two.token().to_owned();
    let connect = format!("40/v1,{}", json!({ "token": token }));
    let join = format!("42/v1,1[\"joinRoom\",{{\"roomId\":\"{room}\"}}]");
    let storm = futures::future::join_all((0..10).map(async |_| {
        for round in 0..30 {
            let mut wire = Wire::open(house.address).await;
            wire.say(&*connect).await;
            // Some hang up at once, some after the reply, some after they came in.
            if round % 3 > 0 {
                wire.hear_one_like("40/v1,").await;
                wire.say(&*join).await;
            }
            if round % 3 > 1 {
                wire.hear_one_like("43/v1,1[{\"success\":true").await;
            }
        }
    }));
    storm.await;
    two.write(&room, "아직 여기 있어요").await;
    one.messages(&room, 1).await;
    assert_eq!(one.join(&room).await.members.len(), 2);

    one.events_so_far();
    drop(two);
    assert_eq!(present(&mut one, 1).await, ["철수"]);
    assert_eq!(one.join(&room).await.members.len(), 1);
}

/// A connection that ends between its CONNECT and its welcome is the one that engines forget.
#[cfg(target_os = "linux")]
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_hangs_up_while_coming_in_is_not_kept() {
    let server = super::binary::Binary::start(&[("SESSIONS_PRESENCE_GRACE_MS", "50")]).await;
    let mut watcher = server.enter("철수").await;
    let sockets = server.sockets();
    for n in 0..200 {
        let mut wire = Wire::open(server.address).await;
        wire.say(connect_as(&format!("스침 {n}"))).await;
    }
    until("the end of all connections", async || server.sockets() <= sockets).await;
    let room = watcher.create_room("개발").await;
    watcher.join(&room).await;
    let rooms = watcher.event("the room in the list", |event| match event {
        Event::Rooms(rooms) => Some(rooms),
        _ => None,
    });
    assert_eq!(rooms.await.added.len(), 1);
}
