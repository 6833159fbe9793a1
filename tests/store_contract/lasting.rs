//! What is there after the store was closed and opened again.

use futures::future::join_all;
use sarangbang::{
    chat::ports::{NewNotice, StoreError, Written},
    domain::{NoticeKind, Space},
};

use super::house::{House, NOW, append, draft, entry, everything, fill, guest, new_guest, room, say, tell, token};
use crate::assert_refused;

pub async fn everything_is_there_after_reopening(house: &impl House) {
    let store = house.open().await;
    let chulsoo = guest(&*store, "철수").await;
    let one = room(&*store, &chulsoo, "개발").await;
    store.commit(vec![entry(&one, &chulsoo)]).await.unwrap();
    let messages = fill(&*store, &one, &chulsoo, 20).await;
    let notice = NewNotice {
        space: Space::main(),
        kind: NoticeKind::RoomCreated,
        nickname: "철수".into(),
        room_id: one.id.clone(),
        room_name: one.name.clone(),
        at: NOW,
    };
    let notice = tell(&*store, notice).await;
    let rooms = store.rooms(&Space::main()).await.unwrap();
    store.close().await.unwrap();

    let store = house.open().await;
    assert_eq!(store.guest_of_session(&token("철수"), NOW, NOW).await.unwrap(), Some(chulsoo.clone()));
    assert_refused!(
        store.create_guest(sarangbang::chat::ports::NewGuest { token: [9; 32], ..new_guest("철수") }).await,
        StoreError::NicknameTaken
    );
    assert_eq!(store.rooms(&Space::main()).await.unwrap(), rooms);
    assert!(store.is_member(&one.id, &chulsoo.id).await.unwrap());
    assert_eq!(everything(&*store, &one).await, messages);
    assert_eq!(store.notices(&Space::main(), 50).await.unwrap(), [notice]);
    assert_eq!(fill(&*store, &one, &chulsoo, 1).await[0].seq, 21);
}

pub async fn a_retry_after_reopening_gets_the_first_result(house: &impl House) {
    let store = house.open().await;
    let chulsoo = guest(&*store, "철수").await;
    let room = room(&*store, &chulsoo, "개발").await;
    let draft = draft(&room, &chulsoo, "한 번만");
    let first = say(&*store, vec![draft.clone()]).await.remove(0);
    store.close().await.unwrap();

    let store = house.open().await;
    assert_eq!(append(&*store, vec![draft]).await.unwrap(), [Written::Known(first.clone())]);
    assert_eq!(everything(&*store, &room).await, [first]);
}

pub async fn ids_grow_on_after_reopening(house: &impl House) {
    let store = house.open().await;
    let chulsoo = guest(&*store, "철수").await;
    let room = room(&*store, &chulsoo, "개발").await;
    let before = fill(&*store, &room, &chulsoo, 3).await;
    store.close().await.unwrap();

    let store = house.open().await;
    let after = fill(&*store, &room, &chulsoo, 3).await;
    assert!(after[0].id > before[2].id);
}

pub async fn an_open_store_is_ready(house: &impl House) {
    let store = house.open().await;
    store.ready().await.unwrap();
}

pub async fn closing_finishes_what_is_under_way(house: &impl House) {
    let store = house.open().await;
    let chulsoo = guest(&*store, "철수").await;
    let room = room(&*store, &chulsoo, "개발").await;
    let appends = (0..20).map(|_| {
        let (store, draft) = (store.clone(), draft(&room, &chulsoo, "마지막 말"));
        async move { append(&*store, vec![draft]).await }
    });
    // `join` polls in order: the appends are under way when the store is asked to close.
    let (appended, closed) = futures::future::join(join_all(appends), store.close()).await;
    closed.unwrap();
    assert!(appended.iter().all(Result::is_ok), "{appended:?}");

    let store = house.open().await;
    assert_eq!(everything(&*store, &room).await.len(), 20);
}

pub async fn a_closed_store_refuses_everything_and_may_be_closed_again(house: &impl House) {
    let store = house.open().await;
    let chulsoo = guest(&*store, "철수").await;
    let room = room(&*store, &chulsoo, "개발").await;
    store.close().await.unwrap();
    store.close().await.unwrap();
    assert_refused!(store.ready().await, StoreError::Engine(_));
    assert_refused!(store.room(&room.id).await, StoreError::Engine(_));
    assert_refused!(append(&*store, vec![draft(&room, &chulsoo, "늦은 말")]).await, StoreError::Engine(_));
}
