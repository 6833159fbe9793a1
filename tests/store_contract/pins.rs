//! Pinned messages: who may, how many, and how many have read them.

use sarangbang::{
    chat::ports::{Change, Revision, Store, Write, Written},
    domain::{Guest, Message, Room, limits},
};

use super::house::{House, NOW, draft, entry, everything, fill, guest, room, say};

async fn change(store: &dyn Store, message: &Message, by: &Guest, change: Change) -> Written {
    let (room, by) = (message.room_id.clone(), by.id.clone());
    let revision = Revision { room, message: message.id, by, change, at: NOW + 5 };
    store.commit(vec![Write::Revision(revision)]).await.unwrap().remove(0)
}

async fn pin(store: &dyn Store, message: &Message, by: &Guest, is_pinned: bool) -> Written {
    change(store, message, by, Change::Pin { is_pinned }).await
}

/// A room with its owner and another member.
async fn two(store: &dyn Store) -> (Room, Guest, Guest) {
    let (owner, other) = (guest(store, "철수").await, guest(store, "영희").await);
    let room = room(store, &owner, "개발").await;
    store.commit(vec![entry(&room, &owner), entry(&room, &other)]).await.unwrap();
    (room, owner, other)
}

/// What the pins say and how many have read them, of how many.
async fn pinned(store: &dyn Store, room: &Room) -> Vec<(String, u32, u32)> {
    let pins = store.pins(&room.id).await.unwrap();
    pins.into_iter().map(|pin| (pin.message.excerpt.to_string(), pin.read, pin.members)).collect()
}

pub async fn the_owner_pins_and_lets_go(house: &impl House) {
    let store = house.open().await;
    let (room, owner, other) = two(&*store).await;
    let message = say(&*store, vec![draft(&room, &other, "모임은 금요일입니다")]).await.remove(0);
    assert_eq!(pin(&*store, &message, &other, true).await, Written::NotOwner, "not even the author");
    let Written::Revised(kept, _) = pin(&*store, &message, &owner, true).await else { panic!() };
    assert_eq!(kept, Message { rev: 2, pinned_at: Some(NOW + 5), ..message.clone() });
    assert_eq!(pin(&*store, &message, &owner, true).await, Written::Known(kept.clone()));
    assert_eq!(everything(&*store, &room).await, [kept]);
    assert_eq!(pinned(&*store, &room).await, [("모임은 금요일입니다".into(), 1, 2)]);
    let Written::Revised(let_go, _) = pin(&*store, &message, &owner, false).await else { panic!() };
    assert_eq!(let_go, Message { rev: 3, ..message });
    assert_eq!(pinned(&*store, &room).await, []);
}

pub async fn a_pin_tells_how_many_have_read_it(house: &impl House) {
    let store = house.open().await;
    let (room, owner, other) = two(&*store).await;
    let messages = fill(&*store, &room, &owner, 3).await;
    pin(&*store, &messages[1], &owner, true).await;
    let read = async |seq| {
        let read = Write::Read { room: room.id.clone(), guest: other.id.clone(), seq };
        store.commit(vec![read]).await.unwrap();
        pinned(&*store, &room).await[0].clone()
    };
    assert_eq!(read(1).await.1, 1, "its author");
    let (_, read, members) = read(2).await;
    assert_eq!((read, members), (2, 2));
}

pub async fn a_room_has_only_so_many_pins(house: &impl House) {
    let store = house.open().await;
    let (room, owner, _) = two(&*store).await;
    let messages = fill(&*store, &room, &owner, limits::PINS as u64 + 1).await;
    for message in &messages[..limits::PINS] {
        assert!(matches!(pin(&*store, message, &owner, true).await, Written::Revised(..)));
    }
    assert_eq!(pin(&*store, &messages[limits::PINS], &owner, true).await, Written::TooManyPins);
    pin(&*store, &messages[0], &owner, false).await;
    assert!(matches!(pin(&*store, &messages[limits::PINS], &owner, true).await, Written::Revised(..)));
}

pub async fn what_is_deleted_is_not_pinned(house: &impl House) {
    let store = house.open().await;
    let (room, owner, other) = two(&*store).await;
    let message = say(&*store, vec![draft(&room, &other, "잘못된 공지")]).await.remove(0);
    pin(&*store, &message, &owner, true).await;
    change(&*store, &message, &other, Change::Edit { content: "고친 공지".into(), seen: None }).await;
    assert_eq!(pinned(&*store, &room).await[0].0, "고친 공지");
    change(&*store, &message, &other, Change::Delete).await;
    assert_eq!(pinned(&*store, &room).await, []);
    assert_eq!(pin(&*store, &message, &owner, true).await, Written::NoMessage);
}
