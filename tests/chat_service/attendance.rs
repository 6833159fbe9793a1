//! Coming and going, as it stands in the timeline.

use sarangbang::{
    chat::{ConnectionId, RoomRequest},
    domain::{Guest, MessageKind, RoomId},
};

use super::house::{House, house};

async fn chatter(house: &House) -> (Guest, ConnectionId) {
    let (guest, session) = house.chat.chatter(None, None).await.unwrap();
    let connection = house.chat.connect_chatter(&guest, Some(&session));
    (guest, connection)
}

/// What is announced in a room once `last` was.
async fn alerts(house: &mut House, room: &RoomId, last: &str) -> Vec<String> {
    while !house.next_messages().await.2.iter().any(|content| content == last) {}
    let (_, catch) = house.chat.read(room).await.unwrap();
    assert!(catch.messages.iter().all(|message| message.kind == MessageKind::Alert));
    catch.messages.iter().map(|message| message.content.to_string()).collect()
}

#[tokio::test]
async fn a_chatter_is_told_to_have_come_and_after_a_moment_to_have_gone() {
    let mut house = house();
    let (owner, _) = house.guest("철수").await;
    let room = house.room(&owner, "개발").await;
    let (guest, tab) = chatter(&house).await;
    house.chat.join(tab, &room, None, None).await.unwrap();
    house.chat.leave(tab, &room);
    let [came, gone] = ["입장", "퇴장"].map(|what| format!("{}님이 {what}했습니다.", guest.nickname));
    assert_eq!(alerts(&mut house, &room, &gone).await, [came, gone]);
}

#[tokio::test]
async fn who_is_back_within_a_moment_was_never_gone() {
    let mut house = house();
    let (owner, _) = house.guest("철수").await;
    let room = house.room(&owner, "개발").await;
    let ((guest, tab), (other, others_tab)) = (chatter(&house).await, chatter(&house).await);
    house.chat.join(tab, &room, None, None).await.unwrap();
    house.chat.join(others_tab, &room, None, None).await.unwrap();
    house.chat.leave(tab, &room);
    house.chat.join(tab, &room, None, None).await.unwrap();
    house.chat.leave(others_tab, &room);
    let told = |guest: &Guest, what: &str| format!("{}님이 {what}했습니다.", guest.nickname);
    let gone = told(&other, "퇴장");
    assert_eq!(alerts(&mut house, &room, &gone).await, [told(&guest, "입장"), told(&other, "입장"), gone]);
}

#[tokio::test]
async fn a_room_that_announces_tells_of_everyone() {
    let mut house = house();
    let (owner, _) = house.guest("철수").await;
    let request = RoomRequest { announces: true, ..RoomRequest::open("개발", "") };
    let room = house.chat.create_room(&owner, request).await.unwrap().id;
    let (_, tab) = house.guest("영희").await;
    house.chat.join(tab, &room, None, None).await.unwrap();
    assert_eq!(alerts(&mut house, &room, "영희님이 입장했습니다.").await, ["영희님이 입장했습니다."]);
    house.chat.disconnect(tab);
    let gone = "영희님이 퇴장했습니다.";
    assert_eq!(alerts(&mut house, &room, gone).await, ["영희님이 입장했습니다.", gone]);
}
