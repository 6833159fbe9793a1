//! How long a guest is known.

use std::sync::atomic::Ordering;

use sarangbang::domain::{Guest, INKS, Reach, Refusal};

use super::house::house;

#[tokio::test]
async fn a_session_ends_when_nobody_uses_it_and_its_nickname_is_free_again() {
    let house = house();
    let (guest, token) = house.chat.enter("철수").await.unwrap();
    assert_eq!(house.chat.guest_of(&token).await.unwrap(), Some(guest));
    assert_eq!(house.chat.enter("철수").await.unwrap_err().refusal(), Refusal::NicknameTaken);
    house.clock.0.fetch_add(2 * 3_600_000, Ordering::SeqCst);
    assert_eq!(house.chat.guest_of(&token).await.unwrap(), None);
    assert_eq!(house.chat.expire_sessions().await.unwrap(), 1);
    house.chat.enter("철수").await.unwrap();
}

#[tokio::test]
async fn a_session_lives_as_long_as_a_connection_uses_it() {
    let house = house();
    let (guest, session) = house.chat.enter("철수").await.unwrap();
    let tab = house.chat.connect(&guest, &session);
    for _ in 0..3 {
        house.clock.0.fetch_add(3_000_000, Ordering::SeqCst);
        assert_eq!(house.chat.expire_sessions().await.unwrap(), 0);
    }
    assert_eq!(house.chat.guest_of(&session).await.unwrap(), Some(guest));
    house.chat.disconnect(tab);
    house.clock.0.fetch_add(3_700_000, Ordering::SeqCst);
    assert_eq!(house.chat.expire_sessions().await.unwrap(), 1);
}

#[tokio::test]
async fn an_ink_is_one_that_there_is_and_shows_where_its_guest_is() {
    let house = house();
    let (guest, tab) = house.guest("철수").await;
    let room = house.room(&guest, "개발").await;
    house.chat.join(tab, &room, None, None).await.unwrap();
    assert_eq!(house.chat.choose_ink(&guest, Some(INKS - 1)).await.unwrap().ink, Some(INKS - 1));
    assert_eq!(house.members(&room)[0].ink, Some(INKS - 1));
    let refused = house.chat.choose_ink(&guest, Some(INKS)).await.unwrap_err();
    assert_eq!(refused.refusal(), Refusal::BadRequest);
    let bot = Guest { bot: Some(Reach::Room(room)), ..guest };
    assert_eq!(house.chat.choose_ink(&bot, None).await.unwrap_err().refusal(), Refusal::NotForBots);
}
