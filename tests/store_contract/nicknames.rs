//! Who holds a nickname, and for how long.

use futures::future::join_all;
use sarangbang::{
    chat::ports::StoreError,
    domain::{GuestId, name},
};

use super::house::{House, NOW, draft, everything, guest, new_guest, room, say, token, winners};
use crate::assert_refused;

pub async fn a_nickname_that_looks_like_a_held_one_is_refused(house: &impl House) {
    let store = house.open().await;
    guest(&*store, "admin").await;
    for look_alike in ["admin", "Admin", "аdmin", "ad min"] {
        let mut other = new_guest(look_alike);
        (other.id, other.token) = (GuestId::new("other"), token("other"));
        assert_refused!(store.create_guest(other).await, StoreError::NicknameTaken);
    }
}

pub async fn a_refused_guest_leaves_nothing_behind(house: &impl House) {
    let store = house.open().await;
    guest(&*store, "철수").await;
    let mut other = new_guest("영희");
    other.nickname = name::nickname("철수").unwrap();
    assert_refused!(store.create_guest(other).await, StoreError::NicknameTaken);
    assert_eq!(store.guest_of_session(&token("영희"), 0, NOW).await.unwrap(), None);
    store.create_guest(new_guest("영희")).await.unwrap();
}

pub async fn only_one_of_many_gets_a_nickname_asked_for_at_once(house: &impl House) {
    let store = house.open().await;
    let asked = join_all((0..16).map(|n| {
        let mut guest = new_guest("철수");
        (guest.id, guest.token) = (GuestId::new(format!("guest-{n}")), [n; 32]);
        store.create_guest(guest)
    }));
    assert_eq!(winners(asked.await, |error| matches!(error, StoreError::NicknameTaken)), 1);
}

pub async fn a_nickname_is_free_once_its_session_has_ended(house: &impl House) {
    let store = house.open().await;
    guest(&*store, "철수").await;
    store.end_session(&token("철수")).await.unwrap();
    let mut other = new_guest("철수");
    other.id = GuestId::new("other");
    let other = store.create_guest(other).await.unwrap();
    assert_eq!(store.guest_of_session(&token("철수"), NOW, NOW).await.unwrap(), Some(other));
}

pub async fn a_nickname_is_free_once_its_session_has_expired(house: &impl House) {
    let store = house.open().await;
    guest(&*store, "철수").await;
    let mut other = new_guest("철수");
    (other.id, other.token) = (GuestId::new("other"), token("other"));
    assert_refused!(store.create_guest(other.clone()).await, StoreError::NicknameTaken);
    store.expire_sessions(NOW + 1).await.unwrap();
    store.create_guest(other).await.unwrap();
}

pub async fn a_renamed_guest_is_known_by_the_new_nickname_and_frees_the_old_one(house: &impl House) {
    let store = house.open().await;
    let chulsoo = guest(&*store, "철수").await;
    let renamed = store.rename_guest(&chulsoo.id, &name::nickname("민수").unwrap()).await.unwrap();
    assert_eq!((renamed.id.clone(), &*renamed.nickname), (chulsoo.id, "민수"));
    assert_eq!(store.guest_of_session(&token("철수"), 0, NOW).await.unwrap(), Some(renamed));

    let mut another_chulsoo = new_guest("철수");
    (another_chulsoo.id, another_chulsoo.token) = (GuestId::new("other"), token("other"));
    store.create_guest(another_chulsoo).await.unwrap();
    let mut another_minsoo = new_guest("민수");
    another_minsoo.id = GuestId::new("third");
    assert_refused!(store.create_guest(another_minsoo).await, StoreError::NicknameTaken);
}

pub async fn a_guest_may_take_a_look_alike_of_its_own_nickname(house: &impl House) {
    let store = house.open().await;
    let admin = guest(&*store, "admin").await;
    let renamed = store.rename_guest(&admin.id, &name::nickname("Admin").unwrap()).await.unwrap();
    assert_eq!(&*renamed.nickname, "Admin");
    let again = store.rename_guest(&admin.id, &name::nickname("Admin").unwrap()).await.unwrap();
    assert_eq!(again, renamed);
}

pub async fn a_rename_to_a_held_nickname_changes_nothing(house: &impl House) {
    let store = house.open().await;
    guest(&*store, "철수").await;
    let younghee = guest(&*store, "영희").await;
    let taken = name::nickname("철수").unwrap();
    assert_refused!(store.rename_guest(&younghee.id, &taken).await, StoreError::NicknameTaken);
    assert_eq!(store.guest_of_session(&token("영희"), 0, NOW).await.unwrap(), Some(younghee));
}

pub async fn a_guest_that_does_not_exist_or_has_left_cannot_be_renamed(house: &impl House) {
    let store = house.open().await;
    let nickname = name::nickname("민수").unwrap();
    assert_refused!(store.rename_guest(&GuestId::new("nobody"), &nickname).await, StoreError::Missing);

    let chulsoo = guest(&*store, "철수").await;
    store.end_session(&token("철수")).await.unwrap();
    assert_refused!(store.rename_guest(&chulsoo.id, &nickname).await, StoreError::Missing);
    guest(&*store, "민수").await;
}

pub async fn messages_keep_the_nickname_they_were_written_under(house: &impl House) {
    let store = house.open().await;
    let chulsoo = guest(&*store, "철수").await;
    let room = room(&*store, &chulsoo, "개발").await;
    say(&*store, vec![draft(&room, &chulsoo, "하나")]).await;
    let minsoo = store.rename_guest(&chulsoo.id, &name::nickname("민수").unwrap()).await.unwrap();
    say(&*store, vec![draft(&room, &minsoo, "둘")]).await;

    let messages = everything(&*store, &room).await;
    let nicknames: Vec<&str> = messages.iter().map(|message| &*message.author.nickname).collect();
    assert_eq!(nicknames, ["철수", "민수"]);
    assert_eq!(messages[0].author.id, messages[1].author.id);
}
