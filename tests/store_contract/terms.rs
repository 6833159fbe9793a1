//! Rooms on terms: who finds them, who gets in, and how they end.

use std::sync::Arc;

use sarangbang::{
    chat::ports::{NewNotice, NewRoom, PasswordHash, RoomChanges, Store, StoreError, Write, Written},
    domain::{Ending, Guest, NoticeKind, Room, RoomId, Space, Visibility, name},
};

use super::house::{House, NOW, append, draft, entry, guest, new_room, notice, room, say, tell};
use crate::assert_refused;

fn hash(text: &str) -> PasswordHash {
    PasswordHash(Arc::from(text))
}

async fn seen(store: &dyn Store, owner: &Guest, id: &str, name: &str, visibility: Visibility) -> Room {
    let mut asked = new_room(owner, name);
    (asked.id, asked.visibility) = (RoomId::new(id), visibility);
    store.create_room(asked).await.unwrap()
}

async fn ending(store: &dyn Store, owner: &Guest, name: &str, at: i64) -> Room {
    let mut asked = new_room(owner, name);
    asked.expires_at = Some(at);
    store.create_room(asked).await.unwrap()
}

async fn named(store: &dyn Store, text: &str) -> Option<Room> {
    store.room_named(&name::room_name(text).unwrap().key).await.unwrap()
}

pub async fn only_listed_rooms_are_in_the_list_and_unlisted_ones_have_no_name(house: &impl House) {
    let store = house.open().await;
    let owner = guest(&*store, "철수").await;
    let unlisted = seen(&*store, &owner, "u", "개발", Visibility::Unlisted).await;
    seen(&*store, &owner, "v", "개발", Visibility::Unlisted).await;
    assert_eq!(named(&*store, "개발").await, None);
    let passing = seen(&*store, &owner, "p", "잡담", Visibility::Passing).await;
    assert_eq!(named(&*store, "잡 담").await, Some(passing.clone()));
    let listed = seen(&*store, &owner, "l", "개발", Visibility::Listed).await;
    assert_eq!(named(&*store, "개발").await, Some(listed.clone()));
    assert_eq!(store.rooms(&Space::main()).await.unwrap(), [listed]);
    assert_eq!(store.passing_rooms().await.unwrap(), [passing]);
    assert_eq!(store.room(&unlisted.id).await.unwrap(), Some(unlisted));
}

pub async fn a_passing_room_becomes_the_listed_one_of_its_name(house: &impl House) {
    let store = house.open().await;
    let (visitor, owner) = (guest(&*store, "손님").await, guest(&*store, "철수").await);
    let passing = seen(&*store, &visitor, "p", "개 발", Visibility::Passing).await;
    let asked = NewRoom { topic: "러스트".into(), capacity: Some(7), ..new_room(&owner, "개발") };
    let became = store.create_room(asked).await.unwrap();
    let expected = Room {
        name: "개발".into(),
        topic: "러스트".into(),
        owner: owner.id.clone(),
        visibility: Visibility::Listed,
        capacity: Some(7),
        ..passing
    };
    assert_eq!(became, expected);
    assert_eq!(named(&*store, "개발").await, Some(became));
    assert_eq!(store.passing_rooms().await.unwrap(), []);
}

pub async fn a_name_of_main_leads_to_one_room(house: &impl House) {
    let store = house.open().await;
    let owner = guest(&*store, "철수").await;
    seen(&*store, &owner, "p", "42", Visibility::Passing).await;
    let mut second = new_room(&owner, "42");
    (second.id, second.visibility) = (RoomId::new("q"), Visibility::Passing);
    assert_refused!(store.create_room(second).await, StoreError::RoomNameTaken);
    let listed = seen(&*store, &owner, "l", "개발", Visibility::Listed).await;
    let mut beside = new_room(&owner, "개발");
    (beside.id, beside.visibility) = (RoomId::new("b"), Visibility::Passing);
    assert_refused!(store.create_room(beside).await, StoreError::RoomNameTaken);
    let renamed = RoomChanges { name: Some(name::room_name("42").unwrap()), ..RoomChanges::default() };
    assert_refused!(store.change_room(&listed.id, renamed).await, StoreError::RoomNameTaken);
    let hidden = seen(&*store, &owner, "u", "42", Visibility::Unlisted).await;
    let shown = RoomChanges { visibility: Some(Visibility::Listed), ..RoomChanges::default() };
    assert_refused!(store.change_room(&hidden.id, shown).await, StoreError::RoomNameTaken);
    assert_eq!(named(&*store, "개발").await, Some(listed), "as it was");
}

pub async fn names_repeat_outside_of_main_only(house: &impl House) {
    let store = house.open().await;
    let owner = guest(&*store, "철수").await;
    for id in ["one", "two"] {
        let mut asked = new_room(&owner, "개발");
        (asked.id, asked.space) = (RoomId::new(id), Space::new("anonymous"));
        store.create_room(asked).await.unwrap();
    }
    assert_eq!(store.rooms(&Space::new("anonymous")).await.unwrap().len(), 2);
    assert_eq!(store.rooms(&Space::main()).await.unwrap(), []);
    assert_eq!(named(&*store, "개발").await, None);
}

pub async fn what_an_owner_decides_is_kept_and_changed_one_by_one(house: &impl House) {
    let store = house.open().await;
    let owner = guest(&*store, "철수").await;
    let mut asked = new_room(&owner, "개발");
    asked.password = Some(hash("a"));
    (asked.capacity, asked.expires_at, asked.announces) = (Some(7), Some(NOW + 9), true);
    let made = store.create_room(asked).await.unwrap();
    assert!(made.is_locked && made.announces);
    assert_eq!((made.capacity, made.expires_at), (Some(7), Some(NOW + 9)));
    assert_eq!(store.room(&made.id).await.unwrap(), Some(made.clone()));

    let same = store.change_room(&made.id, RoomChanges::default()).await.unwrap();
    assert_eq!(same, made);
    let changes = RoomChanges {
        name: Some(name::room_name("새 이름").unwrap()),
        topic: Some("주제".into()),
        visibility: Some(Visibility::Unlisted),
        announces: Some(false),
        password: Some(None),
        passes: Vec::new(),
        capacity: Some(None),
        expires_at: Some(Some(NOW + 10)),
    };
    let changed = store.change_room(&made.id, changes).await.unwrap();
    let expected = Room {
        name: "새 이름".into(),
        topic: "주제".into(),
        visibility: Visibility::Unlisted,
        announces: false,
        is_locked: false,
        capacity: None,
        expires_at: Some(NOW + 10),
        ..made
    };
    assert_eq!(changed, expected);
    assert_eq!(store.room(&expected.id).await.unwrap(), Some(expected));
    let nothing = store.change_room(&RoomId::new("nowhere"), RoomChanges::default()).await;
    assert_refused!(nothing, StoreError::Missing);
}

pub async fn a_room_cannot_be_renamed_to_another_ones_name(house: &impl House) {
    let store = house.open().await;
    let owner = guest(&*store, "철수").await;
    room(&*store, &owner, "개발").await;
    let other = room(&*store, &owner, "수다").await;
    let taken = || Some(name::room_name("개 발").unwrap());
    let changes = RoomChanges { name: taken(), topic: Some("바뀜".into()), ..RoomChanges::default() };
    assert_refused!(store.change_room(&other.id, changes).await, StoreError::RoomNameTaken);
    assert_eq!(store.room(&other.id).await.unwrap(), Some(other), "nothing of it was changed");
}

pub async fn a_pass_lasts_as_long_as_the_password_it_was_given_for(house: &impl House) {
    let store = house.open().await;
    let (owner, friend) = (guest(&*store, "철수").await, guest(&*store, "영희").await);
    let mut asked = new_room(&owner, "개발");
    asked.password = Some(hash("a"));
    let room = store.create_room(asked).await.unwrap();
    assert_eq!(store.password(&room.id).await.unwrap(), Some(hash("a")));
    assert!(!store.has_pass(&room.id, &friend.id).await.unwrap());
    for _ in 0..2 {
        store.give_pass(&room.id, &friend.id, &hash("a")).await.unwrap();
    }
    assert!(store.has_pass(&room.id, &friend.id).await.unwrap());
    assert!(!store.has_pass(&room.id, &owner.id).await.unwrap());

    let changes = RoomChanges { password: Some(Some(hash("b"))), ..RoomChanges::default() };
    store.change_room(&room.id, changes).await.unwrap();
    assert!(!store.has_pass(&room.id, &friend.id).await.unwrap());
    store.give_pass(&room.id, &friend.id, &hash("a")).await.unwrap();
    assert!(!store.has_pass(&room.id, &friend.id).await.unwrap(), "it was tried before the password changed");
    let changes =
        RoomChanges { password: Some(Some(hash("c"))), passes: vec![friend.id.clone()], ..RoomChanges::default() };
    store.change_room(&room.id, changes).await.unwrap();
    assert!(store.has_pass(&room.id, &friend.id).await.unwrap(), "it came with the password");
    store.give_pass(&RoomId::new("nowhere"), &friend.id, &hash("a")).await.unwrap();
}

pub async fn a_closed_room_is_gone_and_takes_nothing(house: &impl House) {
    let store = house.open().await;
    let owner = guest(&*store, "철수").await;
    let room = room(&*store, &owner, "개발").await;
    let first = draft(&room, &owner, "안녕");
    let kept = say(&*store, vec![first.clone()]).await;
    assert!(store.close_room(&room.id, NOW).await.unwrap());
    assert!(!store.close_room(&room.id, NOW).await.unwrap(), "only once");
    let state = (store.room(&room.id).await.unwrap(), store.ending(&room.id).await.unwrap());
    assert_eq!(state, (None, Some(Ending::Closed)));
    assert_eq!(store.ending(&RoomId::new("nowhere")).await.unwrap(), None);
    assert_eq!(named(&*store, "개발").await, None);
    assert_refused!(store.latest(&room.id, 50).await, StoreError::Missing);
    let written = append(&*store, vec![draft(&room, &owner, "늦음"), first]).await.unwrap();
    assert_eq!(written, [Written::RoomClosed, Written::Known(kept[0].clone())], "a retry gets its first result");
    assert_eq!(store.commit(vec![entry(&room, &owner)]).await.unwrap(), [Written::RoomClosed]);
    let again = seen(&*store, &owner, "again", "개발", Visibility::Listed).await;
    assert_eq!(store.rooms(&Space::main()).await.unwrap(), [again], "its name is free");
}

pub async fn a_room_takes_nothing_from_the_moment_at_which_its_time_is_over(house: &impl House) {
    let store = house.open().await;
    let owner = guest(&*store, "철수").await;
    let (soon, later) =
        (ending(&*store, &owner, "개발", NOW + 5).await, ending(&*store, &owner, "수다", NOW + 50).await);
    room(&*store, &owner, "늘").await;
    let at = |room: &Room, at| Write::Message(sarangbang::chat::ports::Draft { at, ..draft(room, &owner, "말") });
    let written = store.commit(vec![at(&soon, NOW + 4), at(&soon, NOW + 5), at(&later, NOW + 5)]).await.unwrap();
    assert!(matches!(&*written, [Written::Message(_), Written::RoomClosed, Written::Message(_)]), "{written:?}");
    let expired = async |now| {
        let rooms = store.expired_rooms(now).await.unwrap();
        rooms.into_iter().map(|room| room.id).collect::<Vec<_>>()
    };
    assert_eq!(expired(NOW + 4).await, []);
    assert_eq!(expired(NOW + 5).await, std::slice::from_ref(&soon.id));
    assert!(!store.expire_room(&soon.id, NOW + 4).await.unwrap(), "it was given more time");
    assert!(store.expire_room(&soon.id, NOW + 5).await.unwrap());
    assert!(!store.expire_room(&soon.id, NOW + 5).await.unwrap(), "only once");
    assert_eq!(expired(NOW + 50).await, std::slice::from_ref(&later.id));
    assert_eq!(store.ending(&soon.id).await.unwrap(), Some(Ending::Expired));
    assert_eq!(store.ending(&later.id).await.unwrap(), None, "nobody has closed it yet");
    assert!(store.close_room(&later.id, NOW + 49).await.unwrap());
    assert_eq!(store.ending(&later.id).await.unwrap(), Some(Ending::Closed), "before its time was over");
}

pub async fn what_was_written_in_a_closed_room_is_deleted_in_portions(house: &impl House) {
    let store = house.open().await;
    let owner = guest(&*store, "철수").await;
    let (gone, stays) = (room(&*store, &owner, "개발").await, room(&*store, &owner, "수다").await);
    for room in [&gone, &stays] {
        say(&*store, (0..5).map(|n| draft(room, &owner, &format!("말 {n}"))).collect()).await;
        store.commit(vec![entry(room, &owner)]).await.unwrap();
    }
    store.close_room(&gone.id, NOW).await.unwrap();
    assert!(!store.purge_rooms(NOW, 2).await.unwrap(), "it was not closed before");
    let mut portions = 0;
    while store.purge_rooms(NOW + 1, 2).await.unwrap() {
        portions += 1;
    }
    assert_eq!((portions, store.ending(&gone.id).await.unwrap()), (3, None));
    assert_eq!(store.latest(&stays.id, 50).await.unwrap().messages.len(), 5);
    assert!(store.is_member(&stays.id, &owner.id).await.unwrap());
}

pub async fn no_notice_names_a_room_that_is_hidden_or_gone(house: &impl House) {
    let store = house.open().await;
    let owner = guest(&*store, "철수").await;
    let mut rooms = Vec::new();
    for name in ["숨음", "사라짐", "남음"] {
        let room = room(&*store, &owner, name).await;
        tell(&*store, NewNotice { room_id: room.id.clone(), ..notice(NoticeKind::RoomCreated, "철수") }).await;
        rooms.push(room.id);
    }
    let named = async || {
        let notices = store.notices(&Space::main(), 50).await.unwrap();
        notices.into_iter().map(|notice| notice.room_id).collect::<Vec<_>>()
    };
    assert_eq!(named().await, rooms);
    let hidden = RoomChanges { visibility: Some(Visibility::Unlisted), ..RoomChanges::default() };
    store.change_room(&rooms[0], hidden).await.unwrap();
    store.close_room(&rooms[1], NOW).await.unwrap();
    while store.purge_rooms(NOW + 1, 2).await.unwrap() {}
    assert_eq!(named().await, rooms[2..]);

    store.close_room(&rooms[2], NOW).await.unwrap();
    for room_id in [&rooms[0], &rooms[2]] {
        let late = NewNotice { room_id: room_id.clone(), ..notice(NoticeKind::RoomEntered, "철수") };
        assert_eq!(store.commit(vec![Write::Notice(late)]).await.unwrap(), [Written::NoRoom]);
    }
    assert_eq!(named().await, rooms[2..]);
}
