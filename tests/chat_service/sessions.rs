//! How long a guest is known.

use std::sync::atomic::Ordering;

use sarangbang::domain::Refusal;

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
