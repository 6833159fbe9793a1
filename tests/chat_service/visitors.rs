//! Guests who are known only by their connection.

use sarangbang::{
    chat::{Error, Rate, Rates, ports::Happened},
    domain::{Guest, GuestId, Refusal, name},
};

use super::house::{house, house_with};

#[tokio::test]
async fn a_visitor_gets_the_nickname_or_a_marked_one() {
    let house = house();
    house.chat.enter("철수").await.unwrap();
    let younghee = house.chat.visit(Some("영희")).await.unwrap();
    assert_eq!(&*younghee.nickname, "영희");
    for _ in 0..3 {
        let marked = house.chat.visit(Some("철수")).await.unwrap();
        let mark = marked.nickname.strip_prefix("철수#").expect("a mark");
        assert!(mark.len() == 4 && mark.bytes().all(|digit| digit.is_ascii_digit()), "{marked:?}");
    }
    assert_eq!(house.chat.enter("영희").await.unwrap_err().refusal(), Refusal::NicknameTaken);
}

#[tokio::test]
async fn a_visitor_without_a_nickname_is_a_numbered_guest() {
    let house = house();
    let (one, two) = (house.chat.visit(None).await.unwrap(), house.chat.visit(None).await.unwrap());
    assert_ne!(one.nickname, two.nickname);
    assert!(one.nickname.starts_with("손님 ") && name::nickname(&one.nickname).is_ok(), "{one:?}");
}

#[tokio::test]
async fn a_visitors_nickname_keeps_the_rules() {
    let house = house();
    let refused = house.chat.visit(Some("철\u{202E}수")).await.unwrap_err();
    assert_eq!(refused.refusal(), Refusal::NicknameForbidden);
    let visitor = house.chat.visit(Some("철수")).await.unwrap();
    let refused = house.chat.rename_visitor(&visitor, "가").await.unwrap_err();
    assert_eq!(refused.refusal(), Refusal::NicknameTooShort);
}

#[tokio::test]
async fn a_renamed_visitor_is_the_same_guest_with_a_mark_where_it_is_due() {
    let house = house();
    house.chat.enter("철수").await.unwrap();
    let visitor = house.chat.visit(Some("영희")).await.unwrap();
    let renamed = house.chat.rename_visitor(&visitor, "철수").await.unwrap();
    assert_eq!(renamed.id, visitor.id);
    assert!(renamed.nickname.starts_with("철수#"), "{renamed:?}");
    house.chat.enter("영희").await.expect("the old nickname is free");
}

#[tokio::test]
async fn a_visitor_is_out_of_the_rooms_at_once_and_the_nickname_is_free() {
    let mut house = house();
    let (owner, tab) = house.guest("주인").await;
    let room = house.room(&owner, "개발").await;
    house.chat.join(tab, &room, None, None).await.unwrap();
    let visitor = house.chat.visit(Some("철수")).await.unwrap();
    let connection = house.chat.connect_visitor(&visitor);
    house.chat.join(connection, &room, None, None).await.unwrap();
    assert_eq!(house.members(&room), [owner.clone(), visitor.clone()]);

    house.chat.hang_up(connection);
    assert_eq!(house.members(&room), [owner]);
    let gone = house.next(|event| match event {
        Happened::Presence { left, .. } if !left.is_empty() => Some(left.to_vec()),
        _ => None,
    });
    assert_eq!(gone.await, std::slice::from_ref(&visitor.id));
    house.chat.end_visit(&visitor).await;
    house.chat.enter("철수").await.unwrap();
}

#[tokio::test]
async fn lobby_talk_is_told_and_counts_as_a_message() {
    let one = Rate { per_second: 1.try_into().unwrap(), burst: 1.try_into().unwrap() };
    let mut house = house_with(Some(Rates { messages: one, announcements: one, newcomers: one }));
    let somebody = Guest::person(GuestId::new("somebody"), "client-a1b2");
    let empty = house.chat.talk(&somebody, "/", " ").await.unwrap_err();
    assert_eq!(empty.refusal(), Refusal::MessageEmpty);
    let other = Guest { id: GuestId::new("other"), ..somebody };
    house.chat.talk(&other, "/", " 안녕\n").await.unwrap();
    let talk = house.next(|event| if let Happened::Talk(talk) = event { Some(talk) } else { None }).await;
    assert_eq!((&*talk.lobby, &talk.from, &*talk.content), ("/", &other, " 안녕"));
    assert!(matches!(house.chat.talk(&other, "/", "또").await, Err(Error::TooFast { .. })));
}
