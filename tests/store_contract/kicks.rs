//! Who was sent out of which room.

use sarangbang::{
    chat::ports::{Store, StoreError},
    domain::{BellLevel, Guest, GuestId, Room, RoomId, Space},
};

use super::house::{House, MINUTE, NOW, draft, entry, guest, room, say};
use crate::assert_refused;

/// A room of 철수's in which 영희 has been.
async fn visited(store: &dyn Store) -> (Room, Guest) {
    let (owner, other) = (guest(store, "철수").await, guest(store, "영희").await);
    let room = room(store, &owner, "차").await;
    store.commit(vec![entry(&room, &other)]).await.unwrap();
    say(store, vec![draft(&room, &owner, "@영희 어서 와")]).await;
    (room, other)
}

pub async fn who_is_kicked_is_so_until_they_are_let_in(house: &impl House) {
    let store = house.open().await;
    let (room, other) = visited(&*store).await;
    let (kicks, owner) = (store.kicks(), &room.owner);
    assert!(!kicks.is_kicked(&room.id, &other.id).await.unwrap());
    for at in [NOW, NOW + MINUTE] {
        kicks.kick(&room.id, &other.id, at).await.unwrap();
        assert!(kicks.is_kicked(&room.id, &other.id).await.unwrap());
        assert!(!kicks.is_kicked(&room.id, owner).await.unwrap());
    }
    for _ in 0..2 {
        kicks.let_in(&room.id, &other.id).await.unwrap();
        assert!(!kicks.is_kicked(&room.id, &other.id).await.unwrap());
    }
}

pub async fn nothing_in_the_room_is_theirs_any_more(house: &impl House) {
    let store = house.open().await;
    let (room, other) = visited(&*store).await;
    let main = Space::main();
    store.bells().set_bell(&other.id, &room.id, BellLevel::All).await.unwrap();
    assert_eq!(store.mentions(&other.id, &main).await.unwrap().len(), 1);
    for _ in 0..2 {
        store.kicks().kick(&room.id, &other.id, NOW).await.unwrap();
        assert!(!store.is_member(&room.id, &other.id).await.unwrap());
        assert_eq!(store.marks(&other.id, &main).await.unwrap(), []);
        assert_eq!(store.mentions(&other.id, &main).await.unwrap(), []);
        assert_eq!(store.bells().bells_of(&other.id).await.unwrap(), []);
        // As what was under way when they were sent out would do.
        store.commit(vec![entry(&room, &other)]).await.unwrap();
    }
    store.kicks().let_in(&room.id, &other.id).await.unwrap();
    store.commit(vec![entry(&room, &other)]).await.unwrap();
    assert!(store.is_member(&room.id, &other.id).await.unwrap());
}

pub async fn those_who_are_kicked_are_listed_the_latest_first(house: &impl House) {
    let store = house.open().await;
    let (room, first) = visited(&*store).await;
    let second = guest(&*store, "민수").await;
    store.kicks().kick(&room.id, &first.id, NOW).await.unwrap();
    store.kicks().kick(&room.id, &second.id, NOW + MINUTE).await.unwrap();
    let kicked = store.kicks().kicked(&room.id).await.unwrap();
    let shown: Vec<_> = kicked.iter().map(|kick| (&*kick.guest.nickname, kick.at)).collect();
    assert_eq!(shown, [("민수", NOW + MINUTE), ("영희", NOW)]);
    assert_eq!(store.kicks().kicked(&RoomId::new("nowhere")).await.unwrap(), []);
}

pub async fn a_kick_needs_a_guest_and_a_live_room(house: &impl House) {
    let store = house.open().await;
    let (room, other) = visited(&*store).await;
    let (nobody, nowhere) = (GuestId::new("nobody"), RoomId::new("nowhere"));
    assert_refused!(store.kicks().kick(&room.id, &nobody, NOW).await, StoreError::Missing);
    assert_refused!(store.kicks().kick(&nowhere, &other.id, NOW).await, StoreError::Missing);
    assert_refused!(store.kicks().kick(&room.id, &room.owner, NOW).await, StoreError::Missing);
    store.close_room(&room.id, NOW).await.unwrap();
    assert_refused!(store.kicks().kick(&room.id, &other.id, NOW).await, StoreError::Missing);
}

pub async fn who_is_forgotten_is_on_no_list(house: &impl House) {
    let store = house.open().await;
    let (room, other) = visited(&*store).await;
    store.kicks().kick(&room.id, &other.id, NOW).await.unwrap();
    store.persons().depart(&other.id).await.unwrap();
    assert_eq!(store.kicks().kicked(&room.id).await.unwrap(), []);
}
