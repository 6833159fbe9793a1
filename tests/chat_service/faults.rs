//! What the journal makes of a store that is out of order, or that does not know what it did.

use std::sync::{Arc, atomic::Ordering};

use sarangbang::{
    chat::{ConnectionId, Receipt, SendRequest, ports::StoreError},
    domain::{MessageKind, Refusal, RoomId},
};

use super::house::{Fault, House, house};

/// Somebody in a room of their own.
async fn writer(house: &House) -> (ConnectionId, RoomId) {
    let (owner, tab) = house.guest("철수").await;
    let room = house.room(&owner, "개발").await;
    house.chat.join(tab, &room, None, None).await.unwrap();
    // The notice of that and the member are written too.
    house.say(tab, &room, "first", "첫 말").await.unwrap();
    (tab, room)
}

async fn queue(house: &House, tab: ConnectionId, room: &RoomId, ids: &[&str]) -> Vec<Receipt> {
    let mut receipts = Vec::new();
    for client_id in ids {
        let kind = MessageKind::Message;
        let request = SendRequest { room, kind, client_id, content: client_id, reply_to: None, pictures: &[] };
        receipts.push(house.chat.send(tab, request).await.unwrap());
    }
    receipts
}

/// The places that messages get, or why they get none.
async fn places(receipts: Vec<Receipt>) -> Vec<Result<u64, Refusal>> {
    let mut places = Vec::new();
    for receipt in receipts {
        places.push(receipt.stored().await.map(|message| message.seq).map_err(|error| error.refusal()));
    }
    places
}

/// Sends messages that share a commit.
async fn say_together(house: &House, tab: ConnectionId, room: &RoomId, ids: &[&str]) -> Vec<Result<u64, Refusal>> {
    places(queue(house, tab, room, ids).await).await
}

fn failed() -> StoreError {
    StoreError::Engine("the connection broke after COMMIT".into())
}

fn down() -> StoreError {
    StoreError::OutOfOrder("the disk broke after COMMIT".into())
}

#[tokio::test]
async fn what_was_stored_against_its_word_is_acknowledged_and_told() {
    let mut house = house();
    let (tab, room) = writer(&house).await;
    assert_eq!(house.next_messages().await.2, ["첫 말"]);
    for (from, to, ids) in [(1, 2, &["a"][..]), (2, 5, &["b", "c", "d"])] {
        house.store.breaks(Fault::LiesOnce(failed));
        let places = say_together(&house, tab, &room, ids).await;
        assert!(places.iter().all(Result::is_ok), "{places:?}");
        assert_eq!(house.next_messages().await, (from, to, ids.iter().map(ToString::to_string).collect()));
    }
}

#[tokio::test]
async fn what_was_stored_against_its_word_is_told_when_it_is_sent_again() {
    let mut house = house();
    let (tab, room) = writer(&house).await;
    assert_eq!(house.next_messages().await.2, ["첫 말"]);
    house.store.breaks(Fault::LiesOnce(down));
    assert_eq!(house.say(tab, &room, "a", "둘째 말").await, Err(Refusal::Unavailable));
    assert_eq!(house.say(tab, &room, "b", "셋째 말").await.unwrap().seq, 3);
    assert_eq!(house.say(tab, &room, "a", "둘째 말").await.unwrap().seq, 2);
    assert_eq!(house.next_messages().await, (2, 3, vec!["셋째 말".to_owned()]), "the others see a gap and ask");
    assert_eq!(house.next_messages().await, (1, 2, vec!["둘째 말".to_owned()]));
    // Once.
    house.say(tab, &room, "a", "둘째 말").await.unwrap();
    house.say(tab, &room, "c", "넷째 말").await.unwrap();
    assert_eq!(house.next_messages().await, (3, 4, vec!["넷째 말".to_owned()]));
}

#[tokio::test]
async fn a_revision_stored_against_its_word_is_told_when_it_is_asked_for_again() {
    let mut house = house();
    let (tab, room) = writer(&house).await;
    house.next_messages().await;
    let message = house.say(tab, &room, "a", "둘째 말").await.unwrap();
    house.next_messages().await;
    let edit =
        async |house: &House| house.chat.edit(tab, &room, message.id, "고친 말", None).await.unwrap().stored().await;
    house.store.breaks(Fault::LiesOnce(down));
    assert_eq!(edit(&house).await.unwrap_err().refusal(), Refusal::Unavailable);
    assert_eq!(edit(&house).await.unwrap().rev, 3);
    assert_eq!(house.next_messages().await, (2, 3, vec!["고친 말".to_owned()]));
    // Once.
    edit(&house).await.unwrap();
    house.say(tab, &room, "b", "셋째 말").await.unwrap();
    assert_eq!(house.next_messages().await, (3, 4, vec!["셋째 말".to_owned()]));
}

/// In one commit with what was written since.
#[tokio::test]
async fn what_was_in_doubt_is_never_told_together_with_what_does_not_follow_it() {
    let mut house = house();
    let (tab, room) = writer(&house).await;
    house.next_messages().await;
    house.store.breaks(Fault::LiesOnce(down));
    house.say(tab, &room, "a", "a").await.unwrap_err();
    house.say(tab, &room, "b", "b").await.unwrap();
    house.next_messages().await;
    let places = say_together(&house, tab, &room, &["c", "a", "d"]).await;
    assert_eq!(places, [Ok(4), Ok(2), Ok(5)]);
    assert_eq!(house.next_messages().await, (1, 2, vec!["a".to_owned()]));
    assert_eq!(house.next_messages().await, (3, 5, vec!["c".to_owned(), "d".to_owned()]));
}

/// A locked file costs each attempt a second; nobody waits for more than one.
#[tokio::test]
async fn who_waits_while_the_store_is_down_is_refused_at_once() {
    let house = house();
    let (tab, room) = writer(&house).await;
    let lock = Arc::new(tokio::sync::Mutex::new(()));
    let held = lock.clone().lock_owned().await;
    house.store.breaks(Fault::IsDown(lock));
    let before = house.store.commits.load(Ordering::SeqCst);
    let ids: Vec<_> = (0..900).map(|n| format!("c{n}")).collect();
    let ids: Vec<_> = ids.iter().map(String::as_str).collect();
    let receipts = queue(&house, tab, &room, &ids).await;
    drop(held);
    assert_eq!(places(receipts).await, vec![Err(Refusal::Unavailable); 900]);
    let attempts = house.store.commits.load(Ordering::SeqCst) - before;
    assert_eq!(attempts, 1, "of the first batch; the others stood in the queue meanwhile");
    house.store.breaks(None);
    let places = say_together(&house, tab, &room, &ids).await;
    assert_eq!(places, (2..902).map(Ok).collect::<Vec<_>>(), "and all is well again");
}
