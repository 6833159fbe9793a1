//! Finding messages, and what was said around one: in which rooms, and what is refused.

use std::{
    sync::{LazyLock, atomic::Ordering},
    time::Duration,
};

use sarangbang::{
    chat::{Error, Rate, Rates, RoomRequest, SearchRequest, Spot},
    domain::{Guest, Refusal, RoomId, Space, Visibility, limits},
};

use super::house::{House, house, house_with};

fn everywhere(query: &str) -> SearchRequest<'_> {
    static MAIN: LazyLock<Space> = LazyLock::new(Space::main);
    let space = &MAIN;
    let (room, after, before, cursor) = (None, None, None, None);
    SearchRequest { query, room, space, from: "", after, before, cursor }
}

async fn found(house: &House, guest: &Guest, request: SearchRequest<'_>) -> Result<Vec<String>, Refusal> {
    let found = house.chat.search(guest, request).await.map_err(|error| error.refusal())?;
    Ok(found.hits.into_iter().map(|hit| format!("{}: {}", hit.room.name, hit.message.content)).collect())
}

/// A room of `owner`'s in which they said what its name is.
async fn room(house: &House, owner: &str, request: RoomRequest<'_>) -> RoomId {
    let (owner, tab) = house.guest(owner).await;
    let room = house.chat.create_room(&owner, request).await.unwrap();
    house.chat.join(tab, &room.id, None, None).await.unwrap();
    house.say(tab, &room.id, "c", "회의합시다").await.unwrap();
    house.chat.leave(tab, &room.id);
    room.id
}

#[tokio::test]
async fn finds_what_was_said_in_open_rooms_and_where_the_guest_has_been() {
    let house = house();
    let open = room(&house, "하나", RoomRequest::open("열린 방", "")).await;
    let hidden = RoomRequest { visibility: Visibility::Unlisted, ..RoomRequest::open("숨은 방", "") };
    let hidden = room(&house, "두나", hidden).await;
    let locked = RoomRequest { password: Some("열려라"), ..RoomRequest::open("잠긴 방", "") };
    let locked = room(&house, "세나", locked).await;
    room(&house, "네나", RoomRequest { space: Space::anonymous(), ..RoomRequest::open("먼 방", "") }).await;
    let brief = RoomRequest { expires_in: Some(Duration::from_secs(60)), ..RoomRequest::open("짧은 방", "") };
    let brief = room(&house, "다나", brief).await;
    house.clock.0.fetch_add(60_000, Ordering::SeqCst);
    let (guest, tab) = house.guest("영희").await;

    assert_eq!(found(&house, &guest, everywhere("회의")).await.unwrap(), ["열린 방: 회의합시다"]);
    for room in [&hidden, &locked, &RoomId::new("nowhere")] {
        let inside = SearchRequest { room: Some(room), ..everywhere("회의") };
        assert_eq!(found(&house, &guest, inside).await, Err(Refusal::RoomNotFound), "{room}");
    }
    let ended = SearchRequest { room: Some(&brief), ..everywhere("회의") };
    assert_eq!(found(&house, &guest, ended).await, Err(Refusal::RoomClosed));

    house.chat.join(tab, &hidden, None, None).await.unwrap();
    let inside = SearchRequest { room: Some(&hidden), ..everywhere("회의") };
    assert_eq!(found(&house, &guest, inside).await.unwrap(), ["숨은 방: 회의합시다"]);
    house.chat.join(tab, &locked, None, Some("열려라")).await.unwrap();
    house.say(tab, &open, "x", "x").await.unwrap_err();
    // What somebody writes is stored after the note that they have been there.
    house.say(tab, &locked, "y", "안녕").await.unwrap();
    let all = ["잠긴 방: 회의합시다", "숨은 방: 회의합시다", "열린 방: 회의합시다"];
    assert_eq!(found(&house, &guest, everywhere("회의")).await.unwrap(), all);
    let far = Space::anonymous();
    let elsewhere = SearchRequest { space: &far, ..everywhere("회의") };
    assert_eq!(found(&house, &guest, elsewhere).await.unwrap(), ["먼 방: 회의합시다"]);
}

#[tokio::test]
async fn a_new_password_takes_the_room_out_of_what_is_found() {
    let house = house();
    let (owner, tab) = house.guest("철수").await;
    let room = house.room(&owner, "개발").await;
    house.chat.join(tab, &room, None, None).await.unwrap();
    house.say(tab, &room, "c", "회의합시다").await.unwrap();
    let (guest, visit) = house.guest("영희").await;
    house.chat.join(visit, &room, None, None).await.unwrap();
    house.say(visit, &room, "d", "네").await.unwrap();
    house.chat.leave(visit, &room);
    let locked = sarangbang::chat::ChangeRequest { password: Some("열려라"), ..Default::default() };
    house.chat.change_room(&owner, &room, locked).await.unwrap();
    assert_eq!(found(&house, &guest, everywhere("회의")).await.unwrap(), [""; 0]);
    assert_eq!(found(&house, &owner, everywhere("회의")).await.unwrap(), ["개발: 회의합시다"]);
}

#[tokio::test]
async fn says_what_is_wrong_with_a_search() {
    let house = house();
    let (guest, _) = house.guest("영희").await;
    for query in ["", "가", "a b"] {
        assert_eq!(found(&house, &guest, everywhere(query)).await, Err(Refusal::QueryTooShort), "{query:?}");
    }
    let long = "가".repeat(limits::QUERY.max + 1);
    assert_eq!(found(&house, &guest, everywhere(&long)).await, Err(Refusal::QueryTooLong));
    let by = SearchRequest { from: "영희", ..everywhere("") };
    assert_eq!(found(&house, &guest, by).await, Ok(Vec::new()), "an author is enough");
    let by = SearchRequest { from: &long, ..everywhere("") };
    assert_eq!(found(&house, &guest, by).await, Err(Refusal::NicknameTooLong));
}

#[tokio::test]
async fn who_searches_too_fast_is_told_when_to_come_back() {
    let rate = |number: u32| Rate { per_second: number.try_into().unwrap(), burst: number.try_into().unwrap() };
    let house = house_with(Some(Rates { messages: rate(9), announcements: rate(9), newcomers: rate(9) }));
    let (guest, _) = house.guest("영희").await;
    let (calm, _) = house.guest("민수").await;
    let mut answers = Vec::new();
    for _ in 0..30 {
        answers.push(house.chat.search(&guest, everywhere("회의")).await.map(drop));
    }
    assert!(answers[..20].iter().all(Result::is_ok));
    assert!(matches!(answers[29], Err(Error::TooFast { retry_in_ms: 1.. })), "{:?}", answers[29]);
    house.chat.search(&calm, everywhere("회의")).await.unwrap();
}

#[tokio::test]
async fn a_message_is_shown_with_what_was_said_around_it() {
    let house = house();
    let (guest, tab) = house.guest("철수").await;
    let room = house.room(&guest, "개발").await;
    house.chat.join(tab, &room, None, None).await.unwrap();
    for n in 1..=120 {
        house.say(tab, &room, &format!("c{n}"), &format!("{n}")).await.unwrap();
    }
    let seqs = async |spot: Spot| {
        let passage = house.chat.passage(&guest, &room, spot).await.map_err(|error| error.refusal())?;
        let seq = |at: usize| passage.messages[at].seq;
        Ok((seq(0), seq(passage.messages.len() - 1), passage.is_latest))
    };
    assert_eq!(seqs(Spot::Around(50)).await, Ok((25, 75, false)));
    assert_eq!(seqs(Spot::Around(3)).await, Ok((1, 28, false)));
    assert_eq!(seqs(Spot::Around(70)).await, Ok((45, 95, false)));
    assert_eq!(seqs(Spot::Around(71)).await, Ok((71, 120, true)));
    assert_eq!(seqs(Spot::Around(120)).await, Ok((71, 120, true)));
    assert_eq!(seqs(Spot::Before(25)).await, Ok((1, 24, false)));
    assert_eq!(seqs(Spot::After(10)).await, Ok((11, 61, false)));
    assert_eq!(seqs(Spot::After(70)).await, Ok((71, 120, true)));
    for spot in [Spot::Around(0), Spot::Around(121), Spot::Around(u64::MAX), Spot::Before(1), Spot::After(120)] {
        assert_eq!(seqs(spot).await, Err(Refusal::MessageNotFound), "{spot:?}");
    }
}

#[tokio::test]
async fn what_was_said_behind_a_lock_stays_there() {
    let house = house();
    let locked = RoomRequest { password: Some("열려라"), ..RoomRequest::open("잠긴 방", "") };
    let locked = room(&house, "세나", locked).await;
    let (guest, _) = house.guest("영희").await;
    for room in [locked, RoomId::new("nowhere")] {
        let refused = house.chat.passage(&guest, &room, Spot::Around(1)).await.unwrap_err();
        assert_eq!(refused.refusal(), Refusal::RoomNotFound);
    }
}
