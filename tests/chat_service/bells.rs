//! Who is told of a room's messages, as the service decides it.

use sarangbang::{
    chat::{ChangeRequest, ports::Happened},
    domain::{BellLevel, Refusal, RoomId, Visibility},
};

use super::house::house;

#[tokio::test]
async fn everybody_hears_that_a_bell_was_set_and_that_its_guest_is_forgotten() {
    let mut house = house();
    let (host, _) = house.guest("집주인").await;
    let room = house.room(&host, "서재").await;
    house.chat.set_bell(&host, &room, BellLevel::Mentions).await.unwrap();
    let set = house.next(|event| match event {
        Happened::BellSet { guest, room, level } => Some((guest, room, level)),
        _ => None,
    });
    assert_eq!(set.await, (host.id.clone(), room.clone(), BellLevel::Mentions));
    assert_eq!(house.chat.bell(&host, &room).await.unwrap(), BellLevel::Mentions);
    house.chat.forget(&host).await.unwrap();
    let forgotten = house.next(|event| match event {
        Happened::Departed(guest) => Some(guest),
        _ => None,
    });
    assert_eq!(forgotten.await, host.id);
    assert_eq!(house.chat.all_bells().await.unwrap(), []);
}

#[tokio::test]
async fn a_bell_that_is_set_to_nothing_needs_no_room_to_enter() {
    let house = house();
    let (guest, _) = house.guest("손님").await;
    let nowhere = RoomId::new("nowhere");
    let refused = house.chat.set_bell(&guest, &nowhere, BellLevel::All).await.unwrap_err();
    assert_eq!(refused.refusal(), Refusal::RoomNotFound);
    house.chat.set_bell(&guest, &nowhere, BellLevel::None).await.unwrap();
}

#[tokio::test]
async fn others_learn_what_a_telling_is_about_only_of_rooms_that_all_may_see() {
    let house = house();
    let (host, desk) = house.guest("집주인").await;
    let (guest, _) = house.guest("손님").await;
    let room = house.room(&host, "서재").await;
    house.chat.join(desk, &room, None, None).await.unwrap();
    house.say(desk, &room, "c", "들어오세요").await.unwrap();
    let told = async || house.chat.told(&guest.id, &room, &[1]).await.unwrap().map(|told| told.is_open);
    assert_eq!(told().await, Some(true));
    let hidden = ChangeRequest { visibility: Some(Visibility::Unlisted), ..ChangeRequest::default() };
    house.chat.change_room(&host, &room, hidden).await.unwrap();
    assert_eq!(told().await, Some(false));
    let locked = ChangeRequest { password: Some("열려라 참깨"), ..ChangeRequest::default() };
    house.chat.change_room(&host, &room, locked).await.unwrap();
    assert_eq!(told().await, None, "who is not let in is not told at all");
    let of_host = house.chat.told(&host.id, &room, &[1]).await.unwrap().map(|told| told.is_open);
    assert_eq!(of_host, Some(false));
    house.chat.close_room(&host, &room).await.unwrap();
    assert_eq!(told().await, None);
}

#[tokio::test]
async fn what_is_told_of_a_message_is_what_it_says_then() {
    let mut house = house();
    let (host, desk) = house.guest("집주인").await;
    let (guest, _) = house.guest("손님").await;
    let room = house.room(&host, "서재").await;
    house.chat.join(desk, &room, None, None).await.unwrap();
    let message = house.say(desk, &room, "c", "비밀번호는 1234").await.unwrap();
    let excerpt = async |house: &super::house::House| {
        let told = house.chat.told(&guest.id, &room, &[1]).await.unwrap();
        told.map(|told| told.ring.excerpt.to_string())
    };
    assert_eq!(excerpt(&house).await.unwrap(), "비밀번호는 1234");
    let edit = house.chat.edit(desk, &room, message.id, "따로 알려 줄게요", Some(message.text_rev));
    edit.await.unwrap().stored().await.unwrap();
    assert_eq!(excerpt(&house).await.unwrap(), "따로 알려 줄게요");
    house.chat.forget(&host).await.unwrap();
    house.next_deletion().await;
    assert_eq!(excerpt(&house).await, None);
}
