//! Guests without a session.

use sarangbang::{
    chat::ports::{NewGuest, StoreError},
    domain::{Guest, GuestId, name},
};

use super::house::{House, draft, everything, guest, new_guest, room, say, token};
use crate::assert_refused;

fn visitor() -> GuestId {
    GuestId::new("visitor")
}

/// Somebody else who would like the visitor's nickname.
fn namesake() -> NewGuest {
    NewGuest { id: GuestId::new("namesake"), token: token("namesake"), ..new_guest("철수") }
}

pub async fn a_visitor_holds_a_nickname_until_the_visit_ends(house: &impl House) {
    let store = house.open().await;
    let chulsoo = store.create_visitor(&visitor(), &name::nickname("철수").unwrap()).await.unwrap();
    assert_eq!(chulsoo, Guest::person(visitor(), "철수"));
    assert_refused!(store.create_guest(namesake()).await, StoreError::NicknameTaken);
    store.end_visit(&visitor()).await.unwrap();
    store.create_guest(namesake()).await.unwrap();
}

pub async fn a_visitor_gets_no_nickname_that_is_held(house: &impl House) {
    let store = house.open().await;
    guest(&*store, "철수").await;
    let taken = name::nickname("철수").unwrap();
    assert_refused!(store.create_visitor(&visitor(), &taken).await, StoreError::NicknameTaken);
}

pub async fn a_visitor_takes_another_nickname_and_frees_the_old_one(house: &impl House) {
    let store = house.open().await;
    store.create_visitor(&visitor(), &name::nickname("철수").unwrap()).await.unwrap();
    let renamed = store.rename_guest(&visitor(), &name::nickname("영희").unwrap()).await.unwrap();
    assert_eq!(&*renamed.nickname, "영희");
    store.create_guest(namesake()).await.unwrap();
    assert_refused!(store.create_guest(new_guest("영희")).await, StoreError::NicknameTaken);
}

pub async fn a_visit_ends_when_the_store_is_opened_again_and_sessions_go_on(house: &impl House) {
    let store = house.open().await;
    store.create_visitor(&visitor(), &name::nickname("철수").unwrap()).await.unwrap();
    guest(&*store, "영희").await;
    store.close().await.unwrap();

    let store = house.open().await;
    store.create_guest(namesake()).await.unwrap();
    let mut other = namesake();
    (other.id, other.nickname) = (GuestId::new("other"), name::nickname("영희").unwrap());
    assert_refused!(store.create_guest(other).await, StoreError::NicknameTaken);
}

pub async fn ending_a_visit_leaves_everybody_else_their_nickname(house: &impl House) {
    let store = house.open().await;
    let chulsoo = guest(&*store, "철수").await;
    store.end_visit(&chulsoo.id).await.unwrap();
    store.end_visit(&visitor()).await.unwrap();
    assert_refused!(store.create_guest(namesake()).await, StoreError::NicknameTaken);
}

pub async fn what_a_visitor_wrote_stays(house: &impl House) {
    let store = house.open().await;
    let owner = guest(&*store, "영희").await;
    let room = room(&*store, &owner, "개발").await;
    let chulsoo = store.create_visitor(&visitor(), &name::nickname("철수").unwrap()).await.unwrap();
    let said = say(&*store, vec![draft(&room, &chulsoo, "안녕")]).await;
    store.end_visit(&visitor()).await.unwrap();
    assert_eq!(everything(&*store, &room).await, said);
}
