//! Reading a room's messages.

use sarangbang::{chat::ports::StoreError, domain::RoomId};

use super::house::{House, draft, everything, fill, guest, revs, room, say, seqs};
use crate::assert_refused;

pub async fn the_latest_page_ends_with_the_newest_message(house: &impl House) {
    let store = house.open().await;
    let chulsoo = guest(&*store, "철수").await;
    let room = room(&*store, &chulsoo, "개발").await;
    let written = fill(&*store, &room, &chulsoo, 5).await;
    for (limit, first) in [(1, 4), (4, 1), (5, 0), (6, 0)] {
        let page = store.latest(&room.id, limit).await.unwrap();
        assert_eq!(page.messages, written[first..], "the latest {limit}");
        assert_eq!(page.rev, 5);
    }
}

pub async fn the_latest_page_of_an_empty_room_is_empty(house: &impl House) {
    let store = house.open().await;
    let chulsoo = guest(&*store, "철수").await;
    let room = room(&*store, &chulsoo, "개발").await;
    let page = store.latest(&room.id, 50).await.unwrap();
    assert_eq!((page.messages, page.rev), (vec![], 0));
}

pub async fn the_page_before_a_message_ends_right_before_it(house: &impl House) {
    let store = house.open().await;
    let chulsoo = guest(&*store, "철수").await;
    let room = room(&*store, &chulsoo, "개발").await;
    let written = fill(&*store, &room, &chulsoo, 5).await;
    assert_eq!(store.before(&room.id, 4, 2).await.unwrap(), written[1..3]);
    assert_eq!(store.before(&room.id, 4, 3).await.unwrap(), written[..3]);
    assert_eq!(store.before(&room.id, 4, 50).await.unwrap(), written[..3]);
    assert_eq!(store.before(&room.id, 2, 50).await.unwrap(), written[..1]);
}

pub async fn there_is_nothing_before_the_first_message(house: &impl House) {
    let store = house.open().await;
    let chulsoo = guest(&*store, "철수").await;
    let room = room(&*store, &chulsoo, "개발").await;
    fill(&*store, &room, &chulsoo, 3).await;
    for seq in [0, 1] {
        assert_eq!(store.before(&room.id, seq, 50).await.unwrap(), []);
    }
}

pub async fn before_a_seq_that_is_still_to_come_is_the_latest_page(house: &impl House) {
    let store = house.open().await;
    let chulsoo = guest(&*store, "철수").await;
    let room = room(&*store, &chulsoo, "개발").await;
    let written = fill(&*store, &room, &chulsoo, 3).await;
    for seq in [4, i64::MAX as u64, i64::MAX as u64 + 1, u64::MAX] {
        assert_eq!(store.before(&room.id, seq, 2).await.unwrap(), written[1..], "before {seq}");
    }
}

pub async fn paging_back_meets_every_message_once(house: &impl House) {
    let store = house.open().await;
    let chulsoo = guest(&*store, "철수").await;
    let room = room(&*store, &chulsoo, "개발").await;
    let written = fill(&*store, &room, &chulsoo, 23).await;
    let mut met = store.latest(&room.id, 5).await.unwrap().messages;
    while met[0].seq > 1 {
        let mut older = store.before(&room.id, met[0].seq, 5).await.unwrap();
        older.append(&mut met);
        met = older;
    }
    assert_eq!(met, written);
}

pub async fn since_a_rev_are_the_messages_with_a_newer_one(house: &impl House) {
    let store = house.open().await;
    let chulsoo = guest(&*store, "철수").await;
    let room = room(&*store, &chulsoo, "개발").await;
    let written = fill(&*store, &room, &chulsoo, 5).await;
    for rev in 0..5 {
        let page = store.since(&room.id, rev, 50).await.unwrap();
        assert_eq!(page.messages, written[rev as usize..], "since {rev}");
        assert_eq!(page.rev, 5);
    }
}

pub async fn since_the_current_rev_there_is_nothing(house: &impl House) {
    let store = house.open().await;
    let chulsoo = guest(&*store, "철수").await;
    let room = room(&*store, &chulsoo, "개발").await;
    fill(&*store, &room, &chulsoo, 3).await;
    for rev in [3, 4, u64::MAX] {
        let page = store.since(&room.id, rev, 50).await.unwrap();
        assert_eq!((page.messages, page.rev), (vec![], 3), "since {rev}");
    }
}

pub async fn since_takes_the_oldest_first_when_there_are_too_many(house: &impl House) {
    let store = house.open().await;
    let chulsoo = guest(&*store, "철수").await;
    let room = room(&*store, &chulsoo, "개발").await;
    fill(&*store, &room, &chulsoo, 9).await;
    let page = store.since(&room.id, 2, 3).await.unwrap();
    assert_eq!((revs(&page.messages), page.rev), (vec![3, 4, 5], 9));
}

pub async fn a_page_and_its_rev_are_of_one_moment(house: &impl House) {
    let store = house.open().await;
    let chulsoo = guest(&*store, "철수").await;
    let room = room(&*store, &chulsoo, "개발").await;
    let writer = {
        let (store, room) = (store.clone(), room.clone());
        tokio::spawn(async move {
            for _ in 0..100 {
                fill(&*store, &room, &chulsoo, 3).await;
            }
        })
    };
    let mut seen = 0;
    while seen < 300 {
        let latest = store.latest(&room.id, 10).await.unwrap();
        assert_eq!(latest.messages.last().map_or(0, |message| message.rev), latest.rev);
        assert_eq!(latest.rev % 3, 0, "half a batch was read");
        let since = store.since(&room.id, seen, 1_000).await.unwrap();
        assert_eq!(revs(&since.messages), (seen + 1..=since.rev).collect::<Vec<_>>());
        seen = since.rev;
    }
    writer.await.unwrap();
}

pub async fn pages_hold_messages_of_their_room_only(house: &impl House) {
    let store = house.open().await;
    let chulsoo = guest(&*store, "철수").await;
    let (one, other) = (room(&*store, &chulsoo, "하나").await, room(&*store, &chulsoo, "둘").await);
    let mixed = [&one, &other, &one, &other].map(|room| draft(room, &chulsoo, &room.name));
    say(&*store, mixed.into()).await;
    for room in [&one, &other] {
        let mut met = store.latest(&room.id, 50).await.unwrap().messages;
        met.extend(store.before(&room.id, 3, 50).await.unwrap());
        met.extend(everything(&*store, room).await);
        assert_eq!(met.len(), 6);
        assert!(met.iter().all(|message| message.room_id == room.id && message.content == room.name));
    }
}

pub async fn a_room_that_does_not_exist_has_no_pages(house: &impl House) {
    let store = house.open().await;
    let nowhere = RoomId::new("nowhere");
    assert_refused!(store.latest(&nowhere, 50).await, StoreError::Missing);
    assert_refused!(store.before(&nowhere, 5, 50).await, StoreError::Missing);
    assert_refused!(store.since(&nowhere, 0, 50).await, StoreError::Missing);
}

pub async fn what_was_acknowledged_is_read_at_once(house: &impl House) {
    let store = house.open().await;
    let chulsoo = guest(&*store, "철수").await;
    let room = room(&*store, &chulsoo, "개발").await;
    for seq in 1..=50 {
        fill(&*store, &room, &chulsoo, 1).await;
        assert_eq!(seqs(&store.latest(&room.id, 1).await.unwrap().messages), [seq]);
    }
}
