//! Notices of a space.

use sarangbang::{
    chat::ports::{StoreError, Write},
    domain::{Notice, NoticeKind, RoomId, Space},
};

use super::house::{House, NOW, notice, tell};
use crate::assert_refused;

pub async fn a_notice_is_kept_as_it_was_told(house: &impl House) {
    let store = house.open().await;
    for kind in [NoticeKind::RoomCreated, NoticeKind::RoomEntered] {
        let told = tell(&*store, notice(kind, "철수")).await;
        let expected = Notice {
            id: told.id,
            space: Space::main(),
            kind,
            nickname: "철수".into(),
            room_id: RoomId::new("room-개발"),
            room_name: "개발".into(),
            at: NOW,
        };
        assert_eq!(told, expected);
        assert_eq!(store.notices(&Space::main(), 1).await.unwrap(), [expected]);
    }
}

pub async fn the_latest_notices_come_oldest_first(house: &impl House) {
    let store = house.open().await;
    let mut told = Vec::new();
    for nickname in ["철수", "영희", "민수", "지우"] {
        told.push(tell(&*store, notice(NoticeKind::RoomEntered, nickname)).await);
    }
    assert!(told.is_sorted_by(|one, next| one.id < next.id));
    assert_eq!(store.notices(&Space::main(), 3).await.unwrap(), told[1..]);
    assert_eq!(store.notices(&Space::main(), 50).await.unwrap(), told);
}

pub async fn a_space_has_its_own_notices(house: &impl House) {
    let store = house.open().await;
    tell(&*store, notice(NoticeKind::RoomCreated, "철수")).await;
    assert_eq!(store.notices(&Space::new("elsewhere"), 50).await.unwrap(), []);
}

pub async fn a_notice_needs_a_space_that_exists(house: &impl House) {
    let store = house.open().await;
    let mut lost = notice(NoticeKind::RoomCreated, "철수");
    lost.space = Space::new("nowhere");
    assert_refused!(store.commit(vec![Write::Notice(lost)]).await, StoreError::Missing);
}
