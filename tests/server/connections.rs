//! How connections begin and end: the codes of a refused CONNECT, pings, and no ghosts.

use std::time::UNIX_EPOCH;

use sarangbang::{
    domain::Millis,
    protocol::{Event, Member},
};
use serde_json::{Value, json};

use super::{
    guest::Guest,
    house::House,
    wire::{Wire, connect_as},
};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_refused_connect_says_why_in_a_stable_code() {
    let house = House::open().await;
    let _taken = house.enter("철수").await;
    let unknown_token = "A".repeat(43);
    for (auth, code) in [
        (Value::Null, "nickname_required"),
        (json!({}), "nickname_required"),
        (json!({ "nickname": null }), "nickname_required"),
        (json!({ "nickname": 7 }), "nickname_required"),
        (json!([]), "nickname_required"),
        (json!({ "nickname": "철수" }), "nickname_taken"),
        (json!({ "nickname": "김" }), "nickname_too_short"),
        (json!({ "nickname": "김".repeat(21) }), "nickname_too_long"),
        (json!({ "nickname": "철수\u{200B}" }), "nickname_forbidden"),
        (json!({ "token": unknown_token }), "invalid_token"),
        (json!({ "token": "" }), "invalid_token"),
        (json!({ "token": "철수" }), "invalid_token"),
        (json!({ "token": unknown_token, "nickname": "영희" }), "invalid_token"),
    ] {
        assert_eq!(Guest::connect(house.address, &auth).await.err().as_deref(), Some(code), "{auth}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn after_a_refusal_the_same_connection_may_ask_again() {
    let house = House::open().await;
    let mut wire = Wire::open(house.address).await;
    wire.say("40/v1,").await;
    wire.hear_one_like("44/v1,{\"message\":\"nickname_required\"}").await;
    wire.say(connect_as("철수")).await;
    wire.hear_one_like("42/v1,[\"welcome\"").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_first_ping_comes_before_the_namespace_is_open_and_may_be_answered_then() {
    let house = House::open_with(|settings| {
        settings.realtime.ping_interval_ms = 100;
        settings.realtime.ping_timeout_ms = 2_000;
    })
    .await;
    let mut wire = Wire::open(house.address).await;
    assert!(wire.hear().await.expect("an OPEN").starts_with("0{"));
    assert_eq!(wire.hear().await.as_deref(), Some("2"));
    wire.say("3").await;
    wire.say(connect_as("철수")).await;
    wire.hear_one_like("42/v1,[\"welcome\"").await;
    for _ in 0..3 {
        wire.hear_one_like("2").await;
        wire.say("3").await;
    }
    wire.say("42/v1,1[\"leaveRoom\",{\"roomId\":\"x\"}]").await;
    wire.hear_one_like("43/v1,1[").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_answers_no_ping_is_gone_from_the_room() {
    let house = House::open_with(|settings| {
        settings.realtime.ping_interval_ms = 200;
        settings.realtime.ping_timeout_ms = 1_000;
    })
    .await;
    let (mut one, two, room) = house.two_in_a_room().await;
    drop(two);
    let mut silent = Wire::enter(house.address, "조용").await;
    silent.say(format!("42/v1,1[\"joinRoom\",{{\"roomId\":\"{room}\"}}]")).await;
    silent.hear_one_like("43/v1,1[").await;
    // Not counted: 영희, who is fading at the same time, makes as many.
    until_present(&mut one, &["조용", "철수"]).await;
    silent.hear_the_end().await;
    until_present(&mut one, &["철수"]).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_second_connect_is_ignored_and_leaves_no_ghost() {
    let house = House::open().await;
    let mut one = house.enter("철수").await;
    let room = one.create_room("개발").await;
    one.join(&room).await;
    let mut doubled = house.enter("영희").await;
    doubled.join(&room).await;
    for _ in 0..3 {
        doubled.say(connect_as("유령"));
    }
    doubled.write(&room, "저는 한 사람이에요").await;
    let heard = doubled.messages(&room, 1).await;
    assert_eq!(heard.len(), 1);
    let welcomes = doubled.events_so_far().into_iter().filter(|event| matches!(event, Event::Welcome(_))).count();
    assert_eq!(welcomes, 0, "the second CONNECT was answered");
    assert_eq!(present(&mut one, 2).await, ["영희", "철수"]);

    drop(doubled);
    assert_eq!(present(&mut one, 1).await, ["철수"]);
    house.enter("유령").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_connects_at_once_are_one_guest() {
    let house = House::open().await;
    let mut wire = Wire::open(house.address).await;
    wire.say_all([connect_as("철수"), connect_as("영희"), connect_as("민수")]).await;
    let welcome = wire.hear_one_like("42/v1,[\"welcome\"").await;
    let names = ["철수", "영희", "민수"];
    for other in names.into_iter().filter(|name| !welcome.contains(name)) {
        house.enter(other).await;
    }
    let taken = names.into_iter().find(|name| welcome.contains(name)).expect("one of them came in");
    let refused = Guest::connect(house.address, &json!({ "nickname": taken })).await.err();
    assert_eq!(refused.as_deref(), Some("nickname_taken"));
}

/// Hears of a room until it is these who are in it.
async fn until_present(guest: &mut Guest, nicknames: &[&str]) {
    let are_they = |members: &Vec<Member>| members.iter().map(|member| &*member.nickname).eq(nicknames.iter().copied());
    let heard = guest.event("who is in the room", |event| match event {
        Event::Presence(presence) => presence.members.filter(are_they),
        _ => None,
    });
    heard.await;
}

/// Hears of a room until so many people are in it: their nicknames.
pub async fn present(guest: &mut Guest, count: u32) -> Vec<String> {
    let what = format!("{count} people in the room");
    let members = guest.event(&what, |event| match event {
        Event::Presence(presence) if presence.count == count => presence.members,
        _ => None,
    });
    members.await.into_iter().map(|member| member.nickname.to_string()).collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_welcome_says_what_time_it_is() {
    let house = House::open().await;
    let now = || Millis::try_from(UNIX_EPOCH.elapsed().expect("later").as_millis()).expect("not that late");
    let before = now();
    let guest = house.enter("철수").await;
    let token = guest.me.token.clone().expect("a new guest's token");
    let between = now();
    let back = Guest::come_back(house.address, &token).await;
    let times = [before, guest.welcome.now, between, back.welcome.now, now()];
    assert!(times.is_sorted(), "{times:?}");
}
