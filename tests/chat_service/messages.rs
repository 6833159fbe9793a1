//! Writing and reading messages, and what happens when the store fails.

use std::time::Duration;

use sarangbang::{
    chat::{Error, Rate, Rates, Refused, RoomRequest, SendRequest},
    domain::{ClientId, MessageKind, Refusal, RoomId},
};

use super::house::{Fault, POISON, house, house_with};

#[tokio::test]
async fn a_message_is_stored_then_acknowledged_then_told() {
    let mut house = house();
    let (owner, tab) = house.guest("철수").await;
    let room = house.room(&owner, "개발").await;
    house.chat.join(tab, &room, None, None).await.unwrap();
    let message = house.say(tab, &room, "c1", "안녕하세요").await.unwrap();
    assert_eq!((message.seq, message.rev, &*message.author.nickname), (1, 1, "철수"));
    assert_eq!(message.created_at, 1_000_000, "the server's time");
    assert_eq!(house.next_messages().await, (0, 1, vec!["안녕하세요".to_owned()]));
}

#[tokio::test]
async fn a_retry_gets_the_first_result_and_is_not_told_again() {
    let mut house = house();
    let (owner, tab) = house.guest("철수").await;
    let room = house.room(&owner, "개발").await;
    house.chat.join(tab, &room, None, None).await.unwrap();
    let first = house.say(tab, &room, "c1", "하나").await.unwrap();
    let again = house.say(tab, &room, "c1", "하나, 다시").await.unwrap();
    assert_eq!(first, again);
    house.say(tab, &room, "c2", "둘").await.unwrap();
    assert_eq!(house.next_messages().await.2, ["하나"]);
    assert_eq!(house.next_messages().await, (1, 2, vec!["둘".to_owned()]));
}

#[tokio::test]
async fn messages_that_queue_up_share_an_event_and_keep_their_order() {
    let mut house = house();
    let (owner, tab) = house.guest("철수").await;
    let room = house.room(&owner, "개발").await;
    house.chat.join(tab, &room, None, None).await.unwrap();
    let mut receipts = Vec::new();
    for n in 0..300 {
        let (client_id, content) = (format!("c{n}"), n.to_string());
        let request = SendRequest {
            room: &room,
            kind: MessageKind::Message,
            client_id: &client_id,
            content: &content,
            reply_to: None,
            pictures: &[],
        };
        receipts.push(house.chat.send(tab, request).await.unwrap());
    }
    for (n, receipt) in receipts.into_iter().enumerate() {
        assert_eq!(receipt.stored().await.unwrap().seq, n as u64 + 1);
    }
    let (mut rev, mut told, mut events) = (0, Vec::new(), 0);
    while told.len() < 300 {
        let (from, to, contents) = house.next_messages().await;
        assert_eq!((from, to), (rev, rev + contents.len() as u64), "events follow each other without a gap");
        (rev, events) = (to, events + 1);
        told.extend(contents);
    }
    assert_eq!(told, (0..300).map(|n| n.to_string()).collect::<Vec<_>>());
    assert!(events < 300, "{events} events for 300 messages: nothing was batched");
}

#[tokio::test]
async fn a_failing_store_refuses_tells_nobody_and_recovers() {
    let mut house = house();
    let (owner, tab) = house.guest("철수").await;
    let room = house.room(&owner, "개발").await;
    house.chat.join(tab, &room, None, None).await.unwrap();
    house.store.breaks(Fault::Refuses);
    assert_eq!(house.say(tab, &room, "c1", "하나").await, Err(Refusal::Unavailable));
    house.store.breaks(None);
    assert_eq!(house.say(tab, &room, "c1", "하나").await.unwrap().seq, 1, "the retry is stored, without a hole");
    assert_eq!(house.next_messages().await, (0, 1, vec!["하나".to_owned()]));
}

#[tokio::test]
async fn a_write_that_cannot_be_stored_does_not_take_its_neighbours_with_it() {
    let house = house();
    let (owner, tab) = house.guest("철수").await;
    let room = house.room(&owner, "개발").await;
    house.chat.join(tab, &room, None, None).await.unwrap();
    let mut receipts = Vec::new();
    for (n, content) in ["하나", POISON, "둘"].into_iter().enumerate() {
        let client_id = format!("c{n}");
        let kind = MessageKind::Message;
        let request = SendRequest { room: &room, kind, client_id: &client_id, content, reply_to: None, pictures: &[] };
        receipts.push(house.chat.send(tab, request).await.unwrap());
    }
    let mut outcomes = Vec::new();
    for receipt in receipts {
        outcomes.push(receipt.stored().await.map(|message| message.seq).map_err(|error| error.refusal()));
    }
    assert_eq!(outcomes, [Ok(1), Err(Refusal::Unavailable), Ok(2)]);
}

#[tokio::test]
async fn only_who_is_in_the_room_may_write_and_only_its_owner_may_announce() {
    let house = house();
    let (owner, owners_tab) = house.guest("철수").await;
    let (_, tab) = house.guest("영희").await;
    let room = house.room(&owner, "개발").await;
    assert_eq!(house.say(tab, &room, "c1", "저 왔어요").await, Err(Refusal::NotInRoom));
    house.chat.join(tab, &room, None, None).await.unwrap();
    house.chat.join(owners_tab, &room, None, None).await.unwrap();
    let alert = SendRequest {
        pictures: &[],
        room: &room,
        kind: MessageKind::Alert,
        client_id: "a1",
        content: "공지입니다",
        reply_to: None,
    };
    let refused = house.chat.send(tab, alert.clone()).await.map(|_| ()).unwrap_err();
    assert_eq!(refused.refusal(), Refusal::NotOwner);
    let stored = house.chat.send(owners_tab, alert).await.unwrap().stored().await.unwrap();
    assert_eq!(stored.kind, MessageKind::Alert);
    house.chat.leave(tab, &room);
    assert_eq!(house.say(tab, &room, "c2", "나간 뒤").await, Err(Refusal::NotInRoom));
}

#[tokio::test]
async fn a_changed_message_is_told_with_the_next_rev_and_a_retry_is_not() {
    let mut house = house();
    let (owner, tab) = house.guest("철수").await;
    let (_, other) = house.guest("영희").await;
    let room = house.room(&owner, "개발").await;
    house.chat.join(tab, &room, None, None).await.unwrap();
    let message = house.say(tab, &room, "c1", "하나").await.unwrap();
    assert_eq!(house.next_messages().await, (0, 1, vec!["하나".to_owned()]));

    let outside = house.chat.edit(other, &room, message.id, "남의 말", None).await.map(|_| ()).unwrap_err();
    assert_eq!(outside.refusal(), Refusal::NotInRoom);
    house.chat.join(other, &room, None, None).await.unwrap();
    let foreign = house.chat.edit(other, &room, message.id, "남의 말", None).await.unwrap().stored().await.unwrap_err();
    assert_eq!(foreign.refusal(), Refusal::NotAuthor);
    let empty = house.chat.edit(tab, &room, message.id, " ", None).await.map(|_| ()).unwrap_err();
    assert_eq!(empty.refusal(), Refusal::MessageEmpty);

    for _ in 0..2 {
        let edited = house.chat.edit(tab, &room, message.id, "하나!", None).await.unwrap().stored().await.unwrap();
        assert_eq!((edited.seq, edited.rev, &*edited.content), (1, 2, "하나!"));
    }
    house.chat.delete(tab, &room, message.id).await.unwrap().stored().await.unwrap();
    assert_eq!(house.next_messages().await, (1, 2, vec!["하나!".to_owned()]));
    assert_eq!(house.next_messages().await, (2, 3, vec![String::new()]));
    let gone = house.chat.edit(tab, &room, message.id, "다시", None).await.unwrap().stored().await.unwrap_err();
    assert_eq!(gone.refusal(), Refusal::MessageNotFound);
}

#[tokio::test]
async fn a_reader_who_is_too_far_behind_starts_again_and_one_from_the_future_too() {
    let house = house();
    let (owner, tab) = house.guest("철수").await;
    let room = house.room(&owner, "개발").await;
    house.chat.join(tab, &room, None, None).await.unwrap();
    for n in 0..502 {
        house.say(tab, &room, &format!("c{n}"), "…").await.unwrap();
    }
    let near = house.chat.sync(tab, &room, 2).await.unwrap();
    assert_eq!((near.messages.len(), near.rev, near.reset), (500, 502, false));
    let far = house.chat.sync(tab, &room, 1).await.unwrap();
    assert_eq!((far.messages.len(), far.rev, far.reset), (50, 502, true));
    assert!(house.chat.sync(tab, &room, 503).await.unwrap().reset);
}

#[tokio::test]
async fn a_form_writes_with_the_same_allowance_as_a_socket() {
    let rate = Rate { per_second: 1.try_into().unwrap(), burst: 2.try_into().unwrap() };
    let house = house_with(Some(Rates { messages: rate, announcements: rate, newcomers: rate }));
    let (owner, tab) = house.guest("철수").await;
    let room = house.room(&owner, "개발").await;
    house.chat.join(tab, &room, None, None).await.unwrap();
    house.say(tab, &room, "c1", "소켓").await.unwrap();
    let form = |client_id| SendRequest {
        pictures: &[],
        room: &room,
        kind: MessageKind::Message,
        client_id,
        content: "양식",
        reply_to: None,
    };
    house.chat.post(&owner, form("c2")).await.unwrap();
    assert!(matches!(house.chat.post(&owner, form("c3")).await, Err(Error::TooFast { .. })));
}

#[tokio::test]
async fn what_a_form_was_refused_can_be_had_back() {
    let rate = |burst: u32| Rate { per_second: 1.try_into().unwrap(), burst: burst.try_into().unwrap() };
    let house = house_with(Some(Rates { messages: rate(2), announcements: rate(1_000), newcomers: rate(1_000) }));
    let (guest, _) = house.guest("철수").await;
    let (room, none) = (house.room(&guest, "개발").await, RoomId::new("none"));
    let post = async |room, client_id, content| {
        let form = SendRequest { room, kind: MessageKind::Message, client_id, content, reply_to: None, pictures: &[] };
        house.chat.post(&guest, form).await.map_err(|error| error.refusal())
    };
    let message = |client_id, content: &str| {
        let (room, client_id) = (room.clone(), ClientId::new(client_id));
        Some(Refused::Message { room, client_id, content: content.to_owned(), pictures: Vec::new() })
    };

    house.store.breaks(Fault::Refuses);
    assert_eq!(post(&room, "c1", "첫째").await, Err(Refusal::Unavailable));
    assert_eq!(house.chat.refused(&guest), message("c1", "첫째"));
    house.store.breaks(None);
    post(&room, "c1", "첫째").await.unwrap();
    assert_eq!(house.chat.refused(&guest), None, "it was taken");

    assert_eq!(post(&room, "c2", "둘째").await, Err(Refusal::TooManyRequests));
    assert_eq!(post(&none, "c3", "셋째").await, Err(Refusal::TooManyRequests));
    assert_eq!(post(&room, &"c".repeat(65), "넷째").await, Err(Refusal::TooManyRequests));
    assert_eq!(house.chat.refused(&guest), message("c2", "둘째"), "the others can be given back nowhere");

    let refused = house.chat.post_room(&guest, RoomRequest::open("개발", "주제")).await.unwrap_err();
    assert_eq!(refused.refusal(), Refusal::RoomNameTaken);
    let room = Refused::Room {
        name: "개발".to_owned(),
        topic: "주제".to_owned(),
        capacity: 0,
        life: Duration::ZERO,
        unlisted: false,
    };
    assert_eq!(house.chat.refused(&guest), Some(room));
    house.chat.post_room(&guest, RoomRequest::open("개발 2", "주제")).await.unwrap();
    assert_eq!(house.chat.refused(&guest), None);
}

#[tokio::test]
async fn a_room_that_was_made_is_not_refused_because_its_maker_could_not_be_noted() {
    let house = house();
    let (guest, _) = house.guest("철수").await;
    house.store.breaks(Fault::Refuses);
    let room = house.chat.post_room(&guest, RoomRequest::open("개발", "")).await.unwrap();
    assert!(house.chat.room(&room.id).await.is_ok());
}

#[tokio::test]
async fn a_closed_house_refuses_and_keeps_what_it_acknowledged() {
    let house = house();
    let (owner, tab) = house.guest("철수").await;
    let room = house.room(&owner, "개발").await;
    house.chat.join(tab, &room, None, None).await.unwrap();
    house.say(tab, &room, "c1", "하나").await.unwrap();
    house.chat.close().await.unwrap();
    assert_eq!(house.say(tab, &room, "c2", "둘").await, Err(Refusal::Unavailable));
}
