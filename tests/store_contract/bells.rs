//! Who wants to be told what, and where it is pushed to.

use sarangbang::{
    chat::ports::{PushAddress, StoreError},
    domain::{Bell, BellLevel, GuestId, RoomId},
};

use super::house::{House, MINUTE, NOW, guest, room, token};
use crate::assert_refused;

fn address(endpoint: &str) -> PushAddress {
    PushAddress {
        endpoint: endpoint.into(),
        public_key: vec![4; 65].into(),
        secret: vec![7; 16].into(),
        language: "ko".into(),
    }
}

pub async fn a_bell_is_as_it_was_set_last(house: &impl House) {
    let store = house.open().await;
    let chulsoo = guest(&*store, "철수").await;
    let (tea, dev) = (room(&*store, &chulsoo, "차").await, room(&*store, &chulsoo, "개발").await);
    let bells = store.bells();
    assert_eq!(bells.bell(&chulsoo.id, &tea.id).await.unwrap(), BellLevel::None);
    for level in [BellLevel::All, BellLevel::Mentions, BellLevel::None, BellLevel::All] {
        bells.set_bell(&chulsoo.id, &tea.id, level).await.unwrap();
        assert_eq!(bells.bell(&chulsoo.id, &tea.id).await.unwrap(), level);
    }
    bells.set_bell(&chulsoo.id, &dev.id, BellLevel::Mentions).await.unwrap();
    let bell =
        |room: &sarangbang::domain::Room, level| Bell { room: room.id.clone(), room_name: room.name.clone(), level };
    let own = [bell(&dev, BellLevel::Mentions), bell(&tea, BellLevel::All)];
    assert_eq!(bells.bells_of(&chulsoo.id).await.unwrap(), own);
}

pub async fn a_bell_needs_a_guest_and_a_room(house: &impl House) {
    let store = house.open().await;
    let chulsoo = guest(&*store, "철수").await;
    let tea = room(&*store, &chulsoo, "차").await;
    let (nobody, nowhere) = (GuestId::new("nobody"), RoomId::new("nowhere"));
    let set = async |guest, room, level| store.bells().set_bell(guest, room, level).await;
    assert_refused!(set(&nobody, &tea.id, BellLevel::All).await, StoreError::Missing);
    assert_refused!(set(&chulsoo.id, &nowhere, BellLevel::All).await, StoreError::Missing);
    set(&chulsoo.id, &nowhere, BellLevel::None).await.unwrap();
}

pub async fn the_bells_of_live_rooms_are_found_and_no_others(house: &impl House) {
    let store = house.open().await;
    let (chulsoo, younghee) = (guest(&*store, "철수").await, guest(&*store, "영희").await);
    let (tea, dev) = (room(&*store, &chulsoo, "차").await, room(&*store, &chulsoo, "개발").await);
    store.bells().set_bell(&chulsoo.id, &tea.id, BellLevel::All).await.unwrap();
    store.bells().set_bell(&younghee.id, &dev.id, BellLevel::Mentions).await.unwrap();
    store.close_room(&tea.id, NOW).await.unwrap();
    assert_eq!(store.bells().all_bells().await.unwrap(), [(younghee.id, dev.id, BellLevel::Mentions)]);
    assert_eq!(store.bells().bells_of(&chulsoo.id).await.unwrap(), []);
}

pub async fn a_session_has_one_push_address_and_an_address_one_session(house: &impl House) {
    let store = house.open().await;
    let (chulsoo, younghee) = (guest(&*store, "철수").await, guest(&*store, "영희").await);
    let add = async |of: &str, endpoint| store.bells().add_push_address(&token(of), address(endpoint), 8, NOW).await;
    add("철수", "https://push.example/1").await.unwrap();
    add("철수", "https://push.example/2").await.unwrap();
    assert_eq!(
        store.bells().push_addresses(&chulsoo.id).await.unwrap(),
        [(token("철수"), address("https://push.example/2"))]
    );
    add("영희", "https://push.example/2").await.unwrap();
    assert_eq!(store.bells().push_addresses(&chulsoo.id).await.unwrap(), [], "the browser is another guest's now");
    assert_eq!(
        store.bells().push_addresses(&younghee.id).await.unwrap(),
        [(token("영희"), address("https://push.example/2"))]
    );
    assert!(store.bells().has_push_address(&token("영희")).await.unwrap());
    assert!(!store.bells().has_push_address(&token("철수")).await.unwrap());
    assert_refused!(add("아무도", "https://push.example/3").await, StoreError::Missing);
}

pub async fn of_too_many_push_addresses_the_oldest_go(house: &impl House) {
    let store = house.open().await;
    let chulsoo = guest(&*store, "철수").await;
    store.persons().add_passkey(&chulsoo.id, super::persons::passkey(1)).await.unwrap();
    for number in 1..=4_u8 {
        let session = token(&number.to_string());
        store.persons().return_with(&[1; 16], 2, &session, NOW).await.unwrap();
        let at = NOW + i64::from(number) * MINUTE;
        store
            .bells()
            .add_push_address(&session, address(&format!("https://push.example/{number}")), 2, at)
            .await
            .unwrap();
    }
    let left = store.bells().push_addresses(&chulsoo.id).await.unwrap();
    assert_eq!(left, ["4", "3"].map(|name| (token(name), address(&format!("https://push.example/{name}")))));
}

pub async fn a_push_address_goes_with_its_session_or_when_it_is_dropped(house: &impl House) {
    let store = house.open().await;
    let (chulsoo, younghee) = (guest(&*store, "철수").await, guest(&*store, "영희").await);
    let add = async |of: &str| store.bells().add_push_address(&token(of), address(of), 8, NOW).await.unwrap();
    add("철수").await;
    add("영희").await;
    store.end_session(&token("철수")).await.unwrap();
    assert_eq!(store.bells().push_addresses(&chulsoo.id).await.unwrap(), []);
    store.bells().drop_push_address("영희").await.unwrap();
    assert_eq!(store.bells().push_addresses(&younghee.id).await.unwrap(), []);
    add("영희").await;
    store.bells().remove_push_address(&token("영희")).await.unwrap();
    assert_eq!(store.bells().push_addresses(&younghee.id).await.unwrap(), []);
}

pub async fn whoever_is_forgotten_leaves_no_bell_and_no_push_address(house: &impl House) {
    let store = house.open().await;
    let (chulsoo, younghee) = (guest(&*store, "철수").await, guest(&*store, "영희").await);
    let tea = room(&*store, &younghee, "차").await;
    store.bells().set_bell(&chulsoo.id, &tea.id, BellLevel::All).await.unwrap();
    store.bells().add_push_address(&token("철수"), address("https://push.example/1"), 8, NOW).await.unwrap();
    store.persons().depart(&chulsoo.id).await.unwrap();
    assert_eq!(store.bells().all_bells().await.unwrap(), []);
    assert_eq!(store.bells().push_addresses(&chulsoo.id).await.unwrap(), []);
}
