//! Rooms and their members.

use futures::future::join_all;
use sarangbang::{
    chat::ports::StoreError,
    domain::{GuestId, Room, RoomId, Space, name},
};

use super::house::{House, NOW, draft, guest, new_room, room, say, winners};
use crate::assert_refused;

fn names(rooms: &[Room]) -> Vec<&str> {
    rooms.iter().map(|room| &*room.name).collect()
}

pub async fn a_new_room_is_as_it_was_asked_for_with_rev_0(house: &impl House) {
    let store = house.open().await;
    let chulsoo = guest(&*store, "철수").await;
    let mut asked = new_room(&chulsoo, "개발 방");
    asked.topic = "러스트".into();
    let expected = Room {
        id: asked.id.clone(),
        space: Space::main(),
        name: "개발 방".into(),
        topic: "러스트".into(),
        owner: chulsoo.id,
        created_at: NOW,
        last_activity_at: NOW,
        rev: 0,
    };
    assert_eq!(store.create_room(asked).await.unwrap(), expected);
    assert_eq!(store.room(&expected.id).await.unwrap().as_ref(), Some(&expected));
    assert_eq!(store.rooms(&Space::main()).await.unwrap(), [expected]);
}

pub async fn a_room_that_does_not_exist_is_none(house: &impl House) {
    let store = house.open().await;
    assert_eq!(store.room(&RoomId::new("nowhere")).await.unwrap(), None);
}

pub async fn a_name_that_looks_like_a_live_rooms_is_refused(house: &impl House) {
    let store = house.open().await;
    let chulsoo = guest(&*store, "철수").await;
    room(&*store, &chulsoo, "개발방").await;
    let mut other = new_room(&chulsoo, "개발 방");
    other.id = RoomId::new("other");
    assert_refused!(store.create_room(other).await, StoreError::RoomNameTaken);
    assert_eq!(store.room(&RoomId::new("other")).await.unwrap(), None);
    assert_eq!(names(&store.rooms(&Space::main()).await.unwrap()), ["개발방"]);
}

pub async fn only_one_of_many_gets_a_room_name_asked_for_at_once(house: &impl House) {
    let store = house.open().await;
    let chulsoo = guest(&*store, "철수").await;
    let asked = join_all((0..16).map(|n| {
        let mut room = new_room(&chulsoo, "개발");
        room.id = RoomId::new(format!("room-{n}"));
        store.create_room(room)
    }));
    assert_eq!(winners(asked.await, |error| matches!(error, StoreError::RoomNameTaken)), 1);
    assert_eq!(store.rooms(&Space::main()).await.unwrap().len(), 1);
}

pub async fn a_room_needs_an_owner_and_a_space_that_exist(house: &impl House) {
    let store = house.open().await;
    let chulsoo = guest(&*store, "철수").await;
    let mut ownerless = new_room(&chulsoo, "개발");
    ownerless.owner = GuestId::new("nobody");
    assert_refused!(store.create_room(ownerless).await, StoreError::Missing);
    let mut outside = new_room(&chulsoo, "개발");
    outside.space = Space::new("nowhere");
    assert_refused!(store.create_room(outside).await, StoreError::Missing);
    assert_eq!(store.rooms(&Space::main()).await.unwrap(), []);
}

pub async fn rooms_are_listed_by_their_last_activity(house: &impl House) {
    let store = house.open().await;
    let chulsoo = guest(&*store, "철수").await;
    let mut rooms = Vec::new();
    for (name, age) in [("어제", 2), ("오늘", 1), ("지금", 0)] {
        let mut room = new_room(&chulsoo, name);
        room.now = NOW - age;
        rooms.push(store.create_room(room).await.unwrap());
    }
    assert_eq!(names(&store.rooms(&Space::main()).await.unwrap()), ["지금", "오늘", "어제"]);

    let mut late = draft(&rooms[0], &chulsoo, "다시");
    late.at = NOW + 5;
    say(&*store, vec![late]).await;
    let listed = store.rooms(&Space::main()).await.unwrap();
    assert_eq!(names(&listed), ["어제", "지금", "오늘"]);
    assert_eq!(listed[0].last_activity_at, NOW + 5);
}

pub async fn a_late_message_does_not_make_a_room_less_recent(house: &impl House) {
    let store = house.open().await;
    let chulsoo = guest(&*store, "철수").await;
    let room = room(&*store, &chulsoo, "개발").await;
    let mut early = draft(&room, &chulsoo, "시계가 늦다");
    early.at = NOW - 1_000;
    say(&*store, vec![early]).await;
    assert_eq!(store.room(&room.id).await.unwrap().unwrap().last_activity_at, NOW);
}

pub async fn a_space_lists_its_own_rooms_only(house: &impl House) {
    let store = house.open().await;
    let chulsoo = guest(&*store, "철수").await;
    room(&*store, &chulsoo, "개발").await;
    assert_eq!(store.rooms(&Space::new("elsewhere")).await.unwrap(), []);
}

pub async fn a_guest_becomes_a_member_once(house: &impl House) {
    let store = house.open().await;
    let (chulsoo, younghee) = (guest(&*store, "철수").await, guest(&*store, "영희").await);
    let room = room(&*store, &chulsoo, "개발").await;
    assert!(!store.is_member(&room.id, &younghee.id).await.unwrap());
    assert!(store.add_member(&room.id, &younghee.id, NOW).await.unwrap());
    assert!(!store.add_member(&room.id, &younghee.id, NOW + 1).await.unwrap());
    assert!(store.is_member(&room.id, &younghee.id).await.unwrap());
    assert!(!store.is_member(&room.id, &chulsoo.id).await.unwrap(), "the owner has not come in yet");

    store.rename_guest(&younghee.id, &name::nickname("민수").unwrap()).await.unwrap();
    assert!(store.is_member(&room.id, &younghee.id).await.unwrap());
}

pub async fn a_member_needs_a_room_and_a_guest_that_exist(house: &impl House) {
    let store = house.open().await;
    let chulsoo = guest(&*store, "철수").await;
    let room = room(&*store, &chulsoo, "개발").await;
    let (nowhere, nobody) = (RoomId::new("nowhere"), GuestId::new("nobody"));
    assert_refused!(store.add_member(&nowhere, &chulsoo.id, NOW).await, StoreError::Missing);
    assert_refused!(store.add_member(&room.id, &nobody, NOW).await, StoreError::Missing);
    assert!(!store.is_member(&nowhere, &chulsoo.id).await.unwrap());
    assert!(!store.is_member(&room.id, &nobody).await.unwrap());
}
