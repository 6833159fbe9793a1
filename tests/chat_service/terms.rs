//! Rooms on terms: passwords, capacities, and ends.

use std::{sync::atomic::Ordering, time::Duration};

use sarangbang::{
    chat::{
        ChangeRequest, ConnectionId, Error, Rate, Rates, RoomRequest,
        ports::{Happened, PasswordHash, RoomChanges},
    },
    domain::{Ending, Guest, Refusal, Room, Space, Visibility},
};

use super::house::{House, house, house_with};

const MINUTE: Duration = Duration::from_secs(60);

fn refusal<T: std::fmt::Debug>(outcome: Result<T, Error>) -> Refusal {
    outcome.unwrap_err().refusal()
}

/// A room of 철수's with these terms.
async fn room(house: &House, request: RoomRequest<'_>) -> Room {
    owned(house, request).await.0
}

/// The same with its owner, and a connection of theirs.
async fn owned(house: &House, request: RoomRequest<'_>) -> (Room, Guest, ConnectionId) {
    let (owner, tab) = house.guest("철수").await;
    (house.chat.create_room(&owner, request).await.unwrap(), owner, tab)
}

fn locked() -> RoomRequest<'static> {
    RoomRequest { password: Some("열려라 참깨"), ..RoomRequest::open("비밀", "") }
}

#[tokio::test]
async fn a_locked_room_opens_to_who_knows_the_password_and_stays_open_to_them() {
    let house = house();
    let room = room(&house, locked()).await;
    let (friend, tab) = house.guest("영희").await;
    for (password, expected) in [
        (None, Refusal::PasswordRequired),
        (Some(""), Refusal::PasswordRequired),
        (Some("열려라"), Refusal::WrongPassword),
    ] {
        assert_eq!(refusal(house.chat.join(tab, &room.id, None, password).await), expected);
        assert_eq!(refusal(house.chat.become_member(&friend, &room.id, password).await), expected);
    }
    assert_eq!(house.chat.members(&room.id), []);
    house.chat.join(tab, &room.id, None, Some("열려라 참깨")).await.unwrap();
    house.chat.leave(tab, &room.id);
    house.chat.join(tab, &room.id, None, None).await.unwrap();
    assert!(house.chat.may_enter(&friend, &room).await.unwrap());
}

#[tokio::test]
async fn the_owner_is_not_asked_and_a_new_password_asks_all_who_are_not_there() {
    let house = house();
    let (room, owner, owners_tab) = owned(&house, locked()).await;
    house.chat.join(owners_tab, &room.id, None, None).await.unwrap();
    let (_, inside) = house.guest("영희").await;
    let (_, outside) = house.guest("민수").await;
    for tab in [inside, outside] {
        house.chat.join(tab, &room.id, None, Some("열려라 참깨")).await.unwrap();
    }
    house.chat.leave(outside, &room.id);

    let request = ChangeRequest { password: Some("닫혀라"), ..ChangeRequest::default() };
    house.chat.change_room(&owner, &room.id, request).await.unwrap();
    house.chat.leave(inside, &room.id);
    house.chat.join(inside, &room.id, None, None).await.unwrap();
    assert_eq!(refusal(house.chat.join(outside, &room.id, None, None).await), Refusal::PasswordRequired);

    let request = ChangeRequest { password: Some(""), ..ChangeRequest::default() };
    assert!(!house.chat.change_room(&owner, &room.id, request).await.unwrap().is_locked);
    house.chat.join(outside, &room.id, None, None).await.unwrap();
}

#[tokio::test]
async fn a_password_that_is_changed_while_it_is_checked_opens_no_more() {
    let house = house();
    let room = room(&house, locked()).await;
    let (friend, tab) = house.guest("영희").await;
    let another = RoomChanges { password: Some(Some(PasswordHash("another".into()))), ..RoomChanges::default() };
    *house.store.overtaking.lock().unwrap() = Some(another);
    assert_eq!(refusal(house.chat.join(tab, &room.id, None, Some("열려라 참깨")).await), Refusal::WrongPassword);
    assert!(!house.chat.may_enter(&friend, &room).await.unwrap());
    assert_eq!(house.chat.members(&room.id), []);
}

#[tokio::test]
async fn only_the_owner_changes_and_closes_a_room() {
    let house = house();
    let room = room(&house, RoomRequest::open("개발", "")).await;
    let (other, _) = house.guest("영희").await;
    let changed = house.chat.change_room(&other, &room.id, ChangeRequest::default()).await;
    assert_eq!(refusal(changed), Refusal::NotOwner);
    assert_eq!(refusal(house.chat.close_room(&other, &room.id).await), Refusal::NotOwner);
}

#[tokio::test]
async fn terms_out_of_bounds_are_refused() {
    let house = house();
    let (owner, _) = house.guest("철수").await;
    let open = || RoomRequest::open("개발", "");
    for (request, expected) in [
        (RoomRequest { capacity: Some(1), ..open() }, Refusal::CapacityOutOfRange),
        (RoomRequest { capacity: Some(10_001), ..open() }, Refusal::CapacityOutOfRange),
        (RoomRequest { expires_in: Some(MINUTE / 2), ..open() }, Refusal::LifeOutOfRange),
        (RoomRequest { expires_in: Some(Duration::MAX), ..open() }, Refusal::LifeOutOfRange),
        (RoomRequest { password: Some(&"가".repeat(43)), ..open() }, Refusal::PasswordTooLong),
    ] {
        assert_eq!(refusal(house.chat.create_room(&owner, request).await), expected);
    }
    let unbound = RoomRequest { capacity: Some(0), expires_in: Some(Duration::ZERO), password: Some(""), ..open() };
    let room = house.chat.create_room(&owner, unbound).await.unwrap();
    assert_eq!((room.capacity, room.expires_at, room.is_locked), (None, None, false));
}

#[tokio::test]
async fn a_full_room_takes_nobody_more() {
    let house = house();
    let room = room(&house, RoomRequest { capacity: Some(2), ..RoomRequest::open("둘만", "") }).await;
    let mut tabs = Vec::new();
    for nickname in ["영희", "민수", "지수"] {
        tabs.push(house.guest(nickname).await.1);
    }
    house.chat.join(tabs[0], &room.id, None, None).await.unwrap();
    house.chat.join(tabs[1], &room.id, None, None).await.unwrap();
    assert_eq!(refusal(house.chat.join(tabs[2], &room.id, None, None).await), Refusal::RoomFull);
    let (outside, _) = house.guest("수아").await;
    assert_eq!(refusal(house.chat.become_member(&outside, &room.id, None).await), Refusal::RoomFull, "by a form, too");
    house.chat.leave(tabs[0], &room.id);
    house.chat.join(tabs[2], &room.id, None, None).await.unwrap();
}

#[tokio::test]
async fn when_its_time_is_over_everybody_is_out_and_nobody_comes_in() {
    let mut house = house();
    let room = room(&house, RoomRequest { expires_in: Some(MINUTE), ..RoomRequest::open("잠깐", "") }).await;
    let (guest, tab) = house.guest("영희").await;
    house.chat.join(tab, &room.id, None, None).await.unwrap();
    house.chat.end_expired_rooms().await.unwrap();
    house.say(tab, &room.id, "a", "아직").await.unwrap();

    house.clock.0.fetch_add(60_000, Ordering::SeqCst);
    assert_eq!(refusal(house.chat.room(&room.id).await), Refusal::RoomClosed, "also before it is closed");
    assert_eq!(house.say(tab, &room.id, "b", "늦음").await.unwrap_err(), Refusal::RoomClosed);
    house.chat.end_expired_rooms().await.unwrap();
    let ended = house.next(|event| match event {
        Happened::RoomEnded { room, ending, was_listed, inside, .. } => {
            Some((room, ending, was_listed, inside.to_vec()))
        }
        _ => None,
    });
    assert_eq!(ended.await, (room.id.clone(), Ending::Expired, true, vec![guest.id.clone()]));
    assert_eq!(house.chat.members(&room.id), []);
    assert_eq!(house.say(tab, &room.id, "c", "나갔음").await.unwrap_err(), Refusal::NotInRoom);
    assert_eq!(refusal(house.chat.join(tab, &room.id, None, None).await), Refusal::RoomClosed);
    assert_eq!(refusal(house.chat.become_member(&guest, &room.id, None).await), Refusal::RoomClosed);

    house.chat.clear_rooms(MINUTE).await.unwrap();
    assert_eq!(refusal(house.chat.room(&room.id).await), Refusal::RoomClosed);
    house.clock.0.fetch_add(60_001, Ordering::SeqCst);
    house.chat.clear_rooms(MINUTE).await.unwrap();
    assert_eq!(refusal(house.chat.room(&room.id).await), Refusal::RoomNotFound, "nothing is left of it");
}

#[tokio::test]
async fn an_owner_gives_a_room_more_time() {
    let house = house();
    let brief = RoomRequest { expires_in: Some(MINUTE), ..RoomRequest::open("잠깐", "") };
    let (room, owner, _) = owned(&house, brief).await;
    house.clock.0.fetch_add(59_000, Ordering::SeqCst);
    let more = ChangeRequest { expires_in: Some(MINUTE), ..ChangeRequest::default() };
    house.chat.change_room(&owner, &room.id, more).await.unwrap();
    house.clock.0.fetch_add(59_000, Ordering::SeqCst);
    house.chat.end_expired_rooms().await.unwrap();
    house.chat.room(&room.id).await.unwrap();
}

#[tokio::test]
async fn a_room_that_is_given_more_time_at_the_last_moment_goes_on() {
    let house = house();
    let room = room(&house, RoomRequest { expires_in: Some(MINUTE), ..RoomRequest::open("잠깐", "") }).await;
    let (_, tab) = house.guest("영희").await;
    house.chat.join(tab, &room.id, None, None).await.unwrap();
    house.clock.0.fetch_add(60_000, Ordering::SeqCst);
    let end = house.clock.0.load(Ordering::SeqCst) + 60_000;
    let more = RoomChanges { expires_at: Some(Some(end)), ..RoomChanges::default() };
    *house.store.overtaking.lock().unwrap() = Some(more);
    house.chat.end_expired_rooms().await.unwrap();
    house.say(tab, &room.id, "a", "아직").await.unwrap();
}

#[tokio::test]
async fn an_unlisted_room_is_in_no_list_and_no_notice() {
    let mut house = house();
    let hidden = RoomRequest { visibility: Visibility::Unlisted, ..RoomRequest::open("우리만", "") };
    let room = room(&house, hidden).await;
    let (guest, tab) = house.guest("영희").await;
    house.chat.become_member(&guest, &room.id, None).await.unwrap();
    house.chat.join(tab, &room.id, None, None).await.unwrap();
    let (owner, _) = house.guest("민수").await;
    house.chat.create_room(&owner, RoomRequest::open("모두", "")).await.unwrap();
    let told = house.next(|event| match event {
        Happened::RoomCreated(id) => Some(id),
        Happened::Notice(notice) => Some(notice.room_id.clone()),
        _ => None,
    });
    assert_ne!(told.await, room.id);
    let listed = house.chat.rooms(&Space::main()).await.unwrap();
    assert_eq!(listed.iter().map(|room| &*room.room.name).collect::<Vec<_>>(), ["모두"]);
}

#[tokio::test]
async fn a_passing_room_goes_when_it_was_empty_for_an_hour() {
    let house = house();
    let passing = RoomRequest { visibility: Visibility::Passing, ..RoomRequest::open("42", "") };
    let room = room(&house, passing).await;
    let (_, tab) = house.guest("영희").await;
    house.chat.join(tab, &room.id, None, None).await.unwrap();
    let hour = async |house: &House| {
        house.clock.0.fetch_add(60 * 60_000, Ordering::SeqCst);
        house.chat.clear_rooms(MINUTE).await.unwrap();
    };
    hour(&house).await;
    hour(&house).await;
    house.chat.leave(tab, &room.id);
    house.chat.clear_rooms(MINUTE).await.unwrap();
    house.chat.room(&room.id).await.expect("it was empty for a moment only");
    hour(&house).await;
    assert_eq!(refusal(house.chat.room(&room.id).await), Refusal::RoomClosed);
}

#[tokio::test]
async fn who_guesses_is_slowed_down() {
    let plenty = Rate { per_second: 1_000.try_into().unwrap(), burst: 1_000.try_into().unwrap() };
    let house = house_with(Some(Rates { messages: plenty, announcements: plenty, newcomers: plenty }));
    let room = room(&house, locked()).await;
    let (guest, _) = house.guest("영희").await;
    let mut outcomes = Vec::new();
    for _ in 0..6 {
        outcomes.push(house.chat.admit(&guest, &room, Some("아무거나")).await);
    }
    assert!(matches!(outcomes.pop(), Some(Err(Error::TooFast { .. }))));
    assert!(outcomes.into_iter().all(|outcome| refusal(outcome) == Refusal::WrongPassword));
    assert_eq!(refusal(house.chat.admit(&guest, &room, None).await), Refusal::PasswordRequired, "is no guess");
}
