//! Who is in a room, and what the space hears of it.

use std::time::Instant;

use sarangbang::{
    chat::{Rate, Rates, ports::Happened},
    domain::{NoticeKind, Space},
};

use super::house::{house, house_with};

#[tokio::test]
async fn a_broken_connection_is_a_leaving_only_after_the_grace() {
    let mut house = house();
    let (owner, tab) = house.guest("철수").await;
    let room = house.room(&owner, "개발").await;
    house.chat.join(tab, &room, None, None).await.unwrap();
    let presence = |event| match event {
        Happened::Presence { joined, left, .. } => Some((joined.len(), left.to_vec())),
        _ => None,
    };
    assert_eq!(house.next(presence).await, (1, vec![]));
    house.chat.disconnect(tab);
    assert_eq!(house.chat.members(&room).len(), 1, "still there for a moment");
    assert_eq!(house.next(presence).await, (0, vec![owner.id.clone()]));
    assert_eq!(house.chat.members(&room), []);
}

#[tokio::test]
async fn the_space_hears_who_made_and_who_entered_a_room() {
    let mut house = house();
    let (owner, tab) = house.guest("철수").await;
    let room = house.room(&owner, "개발").await;
    house.chat.join(tab, &room, None, None).await.unwrap();
    let notice = |event| if let Happened::Notice(notice) = event { Some(notice.korean()) } else { None };
    assert_eq!(house.next(notice).await, "철수님이 개발방을 만들었습니다.");
    assert_eq!(house.next(notice).await, "철수님이 개발방에 입장했습니다.");
    assert_eq!(house.chat.notices(&Space::main()).await.unwrap().len(), 2);
}

#[tokio::test]
async fn a_member_who_goes_on_after_a_break_is_not_announced_again() {
    let mut house = house();
    let (owner, tab) = house.guest("철수").await;
    let room = house.room(&owner, "개발").await;
    let present = |event| match event {
        Happened::Presence { joined, left, .. } => Some((joined.len(), left.len())),
        _ => None,
    };
    house.chat.join(tab, &room, Some(0), None).await.unwrap();
    assert_eq!(house.next(present).await, (1, 0));
    house.chat.leave(tab, &room);
    assert_eq!(house.next(present).await, (0, 1));
    house.chat.join(tab, &room, Some(0), None).await.unwrap();
    assert_eq!(house.next(present).await, (1, 0));
    // The journal keeps the order, so this one comes after whatever the second join told.
    house.room(&owner, "맺음").await;
    let notice = |event| if let Happened::Notice(notice) = event { Some(notice.korean()) } else { None };
    while house.next(notice).await != "철수님이 맺음방을 만들었습니다." {}
    let told = house.chat.notices(&Space::main()).await.unwrap();
    assert_eq!(told.iter().filter(|notice| notice.kind == NoticeKind::RoomEntered).count(), 1);
}

#[tokio::test]
async fn who_goes_in_and_out_all_the_time_is_let_in_and_not_told_of() {
    let rate = Rate { per_second: 1.try_into().unwrap(), burst: 3.try_into().unwrap() };
    let started = Instant::now();
    let house = house_with(Some(Rates { messages: rate, announcements: rate, newcomers: rate }));
    let (owner, tab) = house.guest("철수").await;
    let room = house.room(&owner, "개발").await;
    for _ in 0..20 {
        house.chat.join(tab, &room, None, None).await.unwrap();
        house.chat.leave(tab, &room);
    }
    house.chat.join(tab, &room, None, None).await.unwrap();
    // The journal keeps the order: what was told before is stored when this is.
    house.say(tab, &room, "c1", "다 왔다").await.unwrap();
    let told = house.chat.notices(&Space::main()).await.unwrap().len();
    let allowed = 3 + usize::try_from(started.elapsed().as_secs()).unwrap();
    assert!((1..=allowed).contains(&told), "{told} notices, {allowed} allowed");
}
