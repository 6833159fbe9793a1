//! Rooms and their members.

use futures::future::join_all;
use sarangbang::{
    chat::ports::{StoreError, Written},
    domain::{Guest, GuestId, Room, RoomId, Space, Visibility, name},
};

use super::house::{House, NOW, draft, entry, guest, new_room, room, say, winners};
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
        visibility: Visibility::Listed,
        announces: false,
        is_locked: false,
        capacity: None,
        expires_at: None,
        created_at: NOW,
        last_activity_at: NOW,
        last_seq: 0,
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

pub async fn a_room_is_found_by_its_name_and_by_one_that_looks_the_same(house: &impl House) {
    let store = house.open().await;
    let chulsoo = guest(&*store, "철수").await;
    let parlour = store.create_room(new_room(&chulsoo, "Parlour")).await.unwrap();
    let named =
        async |text: &str| store.room_named(&name::room_name(text).unwrap().key).await.unwrap().map(|room| room.id);
    for text in ["Parlour", "parlour", "Pаrlour"] {
        assert_eq!(named(text).await.as_ref(), Some(&parlour.id), "{text}");
    }
    assert_eq!(named("Kitchen").await, None);
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

pub async fn a_guest_who_came_in_stays_a_member(house: &impl House) {
    let store = house.open().await;
    let (chulsoo, younghee) = (guest(&*store, "철수").await, guest(&*store, "영희").await);
    let room = room(&*store, &chulsoo, "개발").await;
    assert!(!store.is_member(&room.id, &younghee.id).await.unwrap());
    for _ in 0..2 {
        let twice = vec![entry(&room, &younghee), entry(&room, &younghee)];
        assert_eq!(
            store.commit(twice).await.unwrap(),
            [Written::Member(room.id.clone()), Written::Member(room.id.clone())]
        );
        assert!(store.is_member(&room.id, &younghee.id).await.unwrap());
    }
    assert!(!store.is_member(&room.id, &chulsoo.id).await.unwrap(), "the owner has not come in yet");
    assert_eq!(store.room(&room.id).await.unwrap(), Some(room), "coming in is no activity");
}

pub async fn nobody_is_a_member_of_a_room_that_does_not_exist(house: &impl House) {
    let store = house.open().await;
    let chulsoo = guest(&*store, "철수").await;
    let mut nowhere = room(&*store, &chulsoo, "개발").await;
    nowhere.id = RoomId::new("nowhere");
    assert_eq!(store.commit(vec![entry(&nowhere, &chulsoo)]).await.unwrap(), [Written::NoRoom]);
    assert!(!store.is_member(&nowhere.id, &chulsoo.id).await.unwrap());
}

pub async fn somebody_who_does_not_exist_is_no_member(house: &impl House) {
    let store = house.open().await;
    let chulsoo = guest(&*store, "철수").await;
    let room = room(&*store, &chulsoo, "개발").await;
    let nobody = Guest::person(GuestId::new("nobody"), "없음");
    assert_refused!(store.commit(vec![entry(&room, &nobody)]).await, StoreError::Missing);
    assert!(!store.is_member(&room.id, &nobody.id).await.unwrap());
}
