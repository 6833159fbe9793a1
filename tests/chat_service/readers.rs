//! People who come by forms alone.

use std::sync::atomic::Ordering;

use sarangbang::{
    chat::{RoomRequest, SendRequest, ports::Happened},
    domain::{Guest, MessageKind, Refusal, RoomId},
};

use super::house::{House, house};

const MINUTE: i64 = 60_000;

impl House {
    fn wait(&self, time: i64) {
        self.clock.0.fetch_add(time, Ordering::SeqCst);
        self.chat.forget_readers();
    }

    async fn post(&self, author: &Guest, room: &RoomId, client_id: &str) {
        let kind = MessageKind::Message;
        let request = SendRequest { room, kind, client_id, content: "글로 씁니다", reply_to: None, pictures: &[] };
        self.chat.post(author, request).await.unwrap();
    }

    fn names(&self, room: &RoomId) -> Vec<String> {
        self.chat.members(room).iter().map(|here| here.guest.nickname.to_string()).collect()
    }
}

#[tokio::test]
async fn are_there_until_ten_minutes_after_their_last_request() {
    let mut house = house();
    let (owner, _) = house.guest("철수").await;
    let room = house.room(&owner, "개발").await;
    let (reader, _) = house.guest("영희").await;
    house.chat.become_member(&reader, &room, None).await.unwrap();
    assert_eq!(house.names(&room), ["영희"]);
    let presence = |event| match event {
        Happened::Presence { joined, left, .. } => Some((joined.len(), left.len())),
        _ => None,
    };
    assert_eq!(house.next(presence).await, (1, 0));
    house.wait(9 * MINUTE);
    house.post(&reader, &room, "c1").await;
    house.wait(9 * MINUTE);
    assert!(house.chat.saw(&reader, &room), "a page is a request");
    house.wait(9 * MINUTE);
    assert_eq!(house.names(&room), ["영희"]);
    house.wait(MINUTE);
    assert_eq!(house.names(&room), [""; 0]);
    assert_eq!(house.next(presence).await, (0, 1));
    assert!(!house.chat.saw(&reader, &room), "looking is not coming in");
    house.post(&reader, &room, "c2").await;
    assert_eq!(house.names(&room), ["영희"], "who writes is there");
}

#[tokio::test]
async fn are_gone_when_they_leave_and_when_the_room_ends() {
    let house = house();
    let (owner, _) = house.guest("철수").await;
    let room = house.room(&owner, "개발").await;
    let (reader, _) = house.guest("영희").await;
    house.chat.become_member(&reader, &room, None).await.unwrap();
    house.chat.stop_reading(&reader.id, &room);
    assert_eq!(house.names(&room), [""; 0]);
    house.chat.become_member(&reader, &room, None).await.unwrap();
    house.chat.close_room(&owner, &room).await.unwrap();
    assert_eq!(house.names(&room), [""; 0]);
}

#[tokio::test]
async fn take_a_place_in_a_room_that_holds_so_many() {
    let house = house();
    let (owner, tab) = house.guest("철수").await;
    let request = RoomRequest { capacity: Some(2), ..RoomRequest::open("개발", "") };
    let room = house.chat.create_room(&owner, request).await.unwrap().id;
    let ((one, _), (two, _)) = (house.guest("영희").await, house.guest("민수").await);
    for reader in [&one, &two] {
        house.chat.become_member(reader, &room, None).await.unwrap();
    }
    let full = house.chat.join(tab, &room, None, None).await;
    assert_eq!(full.unwrap_err().refusal(), Refusal::RoomFull);
    assert_eq!(house.chat.become_member(&owner, &room, None).await.unwrap_err().refusal(), Refusal::RoomFull);
    house.post(&one, &room, "c1").await;
    house.chat.stop_reading(&one.id, &room);
    house.chat.join(tab, &room, None, None).await.unwrap();
    assert_eq!(house.names(&room), ["민수", "철수"]);
}

#[tokio::test]
async fn whose_page_comes_alive_are_there_as_long_as_that() {
    let house = house();
    let (guest, tab) = house.guest("철수").await;
    let room = house.room(&guest, "개발").await;
    house.chat.become_member(&guest, &room, None).await.unwrap();
    house.chat.join(tab, &room, None, None).await.unwrap();
    assert_eq!(house.names(&room), ["철수"]);
    house.chat.leave(tab, &room);
    assert_eq!(house.names(&room), [""; 0]);
}

#[tokio::test]
async fn are_told_of_where_everybody_is() {
    let mut house = house();
    let (owner, _) = house.guest("철수").await;
    let request = RoomRequest { announces: true, ..RoomRequest::open("개발", "") };
    let room = house.chat.create_room(&owner, request).await.unwrap().id;
    let (reader, _) = house.guest("영희").await;
    house.chat.become_member(&reader, &room, None).await.unwrap();
    assert_eq!(house.next_messages().await.2, ["영희님이 입장했습니다."]);
    house.wait(10 * MINUTE);
    assert_eq!(house.next_messages().await.2, ["영희님이 퇴장했습니다."]);
}

#[tokio::test]
async fn keep_a_nickname_that_they_take_while_they_are_there() {
    let house = house();
    let (reader, _) = house.guest("영희").await;
    let room = house.room(&reader, "개발").await;
    house.chat.become_member(&reader, &room, None).await.unwrap();
    house.chat.rename(&reader, "영순").await.unwrap();
    assert_eq!(house.names(&room), ["영순"]);
}
