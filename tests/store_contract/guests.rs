//! Guests and their sessions.

use sarangbang::{chat::ports::StoreError, domain::name};

use super::house::{House, MINUTE, NOW, draft, guest, new_guest, room, say, token};
use crate::assert_refused;

const HOUR: i64 = 60 * MINUTE;

pub async fn a_new_guest_is_the_guest_of_its_session(house: &impl House) {
    let store = house.open().await;
    let created = store.create_guest(new_guest("철수")).await.unwrap();
    assert_eq!(created.id, new_guest("철수").id);
    assert_eq!(&*created.nickname, "철수");
    let found = store.guest_of_session(&token("철수"), NOW, NOW).await.unwrap();
    assert_eq!(found, Some(created));
}

pub async fn a_token_that_nobody_was_given_belongs_to_nobody(house: &impl House) {
    let store = house.open().await;
    guest(&*store, "철수").await;
    assert_eq!(store.guest_of_session(&token("영희"), 0, NOW).await.unwrap(), None);
    assert_eq!(store.guest_of_session(&[0; 32], 0, NOW).await.unwrap(), None);
}

pub async fn a_session_is_good_until_it_is_older_than_asked_for(house: &impl House) {
    let store = house.open().await;
    let chulsoo = guest(&*store, "철수").await;
    assert_eq!(store.guest_of_session(&token("철수"), NOW + 1, NOW).await.unwrap(), None);
    assert_eq!(store.guest_of_session(&token("철수"), NOW, NOW).await.unwrap(), Some(chulsoo));
}

pub async fn being_seen_keeps_a_session_alive(house: &impl House) {
    let store = house.open().await;
    let chulsoo = guest(&*store, "철수").await;
    store.guest_of_session(&token("철수"), NOW, NOW + HOUR).await.unwrap();
    let later = NOW + HOUR - MINUTE;
    assert_eq!(store.expire_sessions(later).await.unwrap(), 0);
    assert_eq!(store.guest_of_session(&token("철수"), later, NOW + HOUR).await.unwrap(), Some(chulsoo));
}

pub async fn a_clock_that_runs_backwards_does_not_age_a_session(house: &impl House) {
    let store = house.open().await;
    let chulsoo = guest(&*store, "철수").await;
    store.guest_of_session(&token("철수"), 0, NOW - HOUR).await.unwrap();
    assert_eq!(store.guest_of_session(&token("철수"), NOW, NOW).await.unwrap(), Some(chulsoo));
}

pub async fn an_ended_session_belongs_to_nobody(house: &impl House) {
    let store = house.open().await;
    guest(&*store, "철수").await;
    let younghee = guest(&*store, "영희").await;
    store.end_session(&token("철수")).await.unwrap();
    assert_eq!(store.guest_of_session(&token("철수"), 0, NOW).await.unwrap(), None);
    assert_eq!(store.guest_of_session(&token("영희"), 0, NOW).await.unwrap(), Some(younghee));
}

pub async fn ending_a_session_that_does_not_exist_is_no_error(house: &impl House) {
    let store = house.open().await;
    guest(&*store, "철수").await;
    store.end_session(&token("영희")).await.unwrap();
    store.end_session(&token("철수")).await.unwrap();
    store.end_session(&token("철수")).await.unwrap();
}

pub async fn sessions_last_seen_before_the_time_expire(house: &impl House) {
    let store = house.open().await;
    for (nickname, now) in [("철수", NOW - 2), ("민수", NOW - 1), ("영희", NOW)] {
        let mut guest = new_guest(nickname);
        guest.now = now;
        store.create_guest(guest).await.unwrap();
    }
    assert_eq!(store.expire_sessions(NOW).await.unwrap(), 2);
    assert_eq!(store.expire_sessions(NOW).await.unwrap(), 0);
    assert_eq!(store.guest_of_session(&token("철수"), 0, NOW).await.unwrap(), None);
    assert_eq!(store.guest_of_session(&token("민수"), 0, NOW).await.unwrap(), None);
    assert!(store.guest_of_session(&token("영희"), 0, NOW).await.unwrap().is_some());
}

pub async fn an_ink_is_the_guests_wherever_they_are_read(house: &impl House) {
    let store = house.open().await;
    let chulsoo = guest(&*store, "철수").await;
    let tea = room(&*store, &chulsoo, "차").await;
    say(&*store, vec![draft(&tea, &chulsoo, "안녕")]).await;
    assert_eq!(store.latest(&tea.id, 1).await.unwrap().messages[0].author.ink, None);
    let chosen = store.persons().choose_ink(&chulsoo.id, Some(4)).await.unwrap();
    assert_eq!((chosen.ink, &chosen.nickname), (Some(4), &chulsoo.nickname));
    assert_eq!(store.guest_of_session(&token("철수"), 0, NOW).await.unwrap(), Some(chosen.clone()));
    assert_eq!(
        store.latest(&tea.id, 1).await.unwrap().messages[0].author.ink,
        Some(4),
        "also on what they wrote before"
    );
    let renamed = store.rename_guest(&chulsoo.id, &name::nickname("민수").unwrap()).await.unwrap();
    assert_eq!(renamed.ink, Some(4));
    assert_eq!(store.persons().choose_ink(&chulsoo.id, None).await.unwrap().ink, None);
    store.persons().choose_ink(&chulsoo.id, Some(4)).await.unwrap();
    store.end_session(&token("철수")).await.unwrap();
    assert_refused!(store.persons().choose_ink(&chulsoo.id, Some(1)).await, StoreError::Missing);
}
