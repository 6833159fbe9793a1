//! Signing out and being forgotten, as the people in a room notice it.

use sarangbang::{
    chat::ports::{Happened, Store},
    domain::{Ending, RoomId},
};

use super::house::{House, house};

/// What a room says, in the order of seq.
async fn said(house: &House, room: &RoomId) -> Vec<String> {
    let (messages, _) = house.chat.portion(room, 0).await.unwrap();
    messages.iter().map(|message| message.content.to_string()).collect()
}

#[tokio::test]
async fn whoever_signs_out_has_left_their_rooms_on_that_device_only() {
    let mut house = house();
    let (guest, one) = house.chat.enter("철수").await.unwrap();
    let room = house.room(&guest, "서재").await;
    let tab = house.chat.connect(&guest, &one);
    house.chat.join(tab, &room, None, None).await.unwrap();
    house.chat.become_member(&guest, &room, None).await.unwrap();
    house.chat.sign_out(&one).await.unwrap();
    assert_eq!(house.chat.guest_of(&one).await.unwrap(), None);
    assert_eq!(house.chat.members(&room), []);
    let ended = house.next(|event| match event {
        Happened::SignedOut { guest, session } => Some((guest, session)),
        _ => None,
    });
    assert_eq!(ended.await, (guest.id, Some(one.hash())));
}

#[tokio::test]
async fn a_departed_hosts_room_goes_on_with_another_and_an_empty_one_ends() {
    let mut house = house();
    let (host, tab) = house.guest("집주인").await;
    let (friend, other) = house.guest("친구").await;
    let (kept, empty) = (house.room(&host, "서재").await, house.room(&host, "빈방").await);
    for (tab, room) in [(tab, &kept), (other, &kept), (tab, &empty)] {
        house.chat.join(tab, room, None, None).await.unwrap();
    }
    house.say(tab, &kept, "1", "내 말").await.unwrap();
    house.say(other, &kept, "2", "네 말").await.unwrap();
    house.chat.forget(&host).await.unwrap();

    assert_eq!(house.chat.room(&kept).await.unwrap().owner, friend.id);
    assert_eq!(house.chat.ending(&empty).await.unwrap(), Some(Ending::Closed));
    assert_eq!(house.members(&kept), [friend]);
    house.say(other, &kept, "3", "나만 남았네").await.unwrap();
    assert_eq!(said(&house, &kept).await, ["네 말", "친구님이 방장이 되었습니다.", "나만 남았네"]);
    house.next(|event| matches!(event, Happened::SignedOut { session: None, .. }).then_some(())).await;
}

#[tokio::test]
async fn what_a_closed_house_left_of_a_departure_is_done_later() {
    let house = house();
    let (guest, tab) = house.guest("철수").await;
    let room = house.room(&guest, "서재").await;
    let (_, other) = house.guest("친구").await;
    for tab in [tab, other] {
        house.chat.join(tab, &room, None, None).await.unwrap();
    }
    for number in 0..300 {
        house.say(tab, &room, &number.to_string(), "지워질 말").await.unwrap();
    }
    house.store.persons().depart(&guest.id).await.unwrap();
    assert_eq!(said(&house, &room).await.len(), 300);
    house.chat.finish_departures().await.unwrap();
    house.say(other, &room, "last", "이제 조용하다").await.unwrap();
    let left = said(&house, &room).await;
    assert!(!left.iter().any(|text| text == "지워질 말"), "{left:?}");
    assert_eq!(house.store.persons().departing().await.unwrap(), []);
}
