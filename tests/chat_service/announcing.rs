//! Rooms whose timeline tells who comes and goes.

use sarangbang::{
    chat::{ChangeRequest, RoomRequest},
    domain::{Guest, MessageKind, RoomId},
};

use super::house::{House, house};

async fn announcing(house: &House, owner: &Guest) -> RoomId {
    let request = RoomRequest { announces: true, ..RoomRequest::open("개발", "") };
    house.chat.create_room(owner, request).await.unwrap().id
}

#[tokio::test]
async fn coming_and_going_are_alerts_of_the_house() {
    let mut house = house();
    let (owner, _) = house.guest("철수").await;
    let (_, tab) = house.guest("영희").await;
    let room = announcing(&house, &owner).await;
    house.chat.join(tab, &room, None, None).await.unwrap();
    assert_eq!(house.next_messages().await.2, ["영희님이 입장했습니다."]);
    house.chat.leave(tab, &room);
    assert_eq!(house.next_messages().await.2, ["영희님이 퇴장했습니다."]);
    let (_, catch) = house.chat.read(&room).await.unwrap();
    let by_house =
        |message: &sarangbang::domain::Message| message.kind == MessageKind::Alert && message.author.is_house();
    assert!(catch.messages.len() == 2 && catch.messages.iter().all(by_house), "{catch:?}");
}

#[tokio::test]
async fn who_is_back_at_once_has_not_gone_and_a_broken_connection_is_told_when_it_stays_broken() {
    let mut house = house();
    let (owner, _) = house.guest("철수").await;
    let (_, tab) = house.guest("영희").await;
    let (_, other) = house.guest("민수").await;
    let room = announcing(&house, &owner).await;
    house.chat.join(tab, &room, None, None).await.unwrap();
    house.chat.leave(tab, &room);
    house.chat.join(tab, &room, None, None).await.unwrap();
    // One by one: what happens at once may share a commit, and is told together then.
    assert_eq!(house.next_messages().await.2, ["영희님이 입장했습니다."]);
    house.chat.join(other, &room, None, None).await.unwrap();
    assert_eq!(house.next_messages().await.2, ["민수님이 입장했습니다."]);
    house.chat.disconnect(other);
    assert_eq!(house.next_messages().await.2, ["민수님이 퇴장했습니다."], "and nothing of 영희");
}

#[tokio::test]
async fn members_who_go_on_after_a_restart_are_no_news() {
    let mut house = house();
    let (owner, _) = house.guest("철수").await;
    let (member, tab) = house.guest("영희").await;
    let (_, newcomer) = house.guest("민수").await;
    let room = house.room(&owner, "개발").await;
    house.chat.become_member(&member, &room, None).await.unwrap();
    // As a restart does.
    house.chat.stop_reading(&member.id, &room);
    let announces = ChangeRequest { announces: Some(true), ..ChangeRequest::default() };
    house.chat.change_room(&owner, &room, announces).await.unwrap();
    house.chat.join(tab, &room, Some(0), None).await.unwrap();
    house.chat.join(newcomer, &room, None, None).await.unwrap();
    assert_eq!(house.next_messages().await.2, ["민수님이 입장했습니다."]);
    house.chat.leave(tab, &room);
    assert_eq!(house.next_messages().await.2, ["영희님이 퇴장했습니다."]);
    house.chat.join(tab, &room, Some(0), None).await.unwrap();
    assert_eq!(house.next_messages().await.2, ["영희님이 입장했습니다."], "the timeline has them outside");
}

#[tokio::test]
async fn bots_come_and_go_without_a_word() {
    let mut house = house();
    let (owner, _) = house.guest("철수").await;
    let (_, tab) = house.guest("영희").await;
    let room = announcing(&house, &owner).await;
    let (bot, token) = house.chat.add_bot(&owner, &room, "메아리").await.unwrap();
    let connection = house.chat.connect(&bot.guest, token.session());
    house.chat.join(connection, &room, None, None).await.unwrap();
    house.chat.join(tab, &room, None, None).await.unwrap();
    assert_eq!(house.next_messages().await.2, ["영희님이 입장했습니다."]);
    house.chat.leave(connection, &room);
    house.chat.leave(tab, &room);
    assert_eq!(house.next_messages().await.2, ["영희님이 퇴장했습니다."]);
}
