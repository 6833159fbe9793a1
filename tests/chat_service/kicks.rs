//! Sending people out of rooms.

use std::time::Duration;

use async_trait::async_trait;
use sarangbang::{
    chat::{
        Error, RoomRequest, SearchRequest, SendRequest, Spot,
        ports::{Happened, KickStore, Store, StoreError},
    },
    domain::{BellLevel, Guest, GuestId, Kick, MessageKind, Millis, Refusal, RoomId, Space},
};

use super::house::{Faulty, House, house};

#[async_trait]
impl KickStore for Faulty {
    async fn kick(&self, room: &RoomId, guest: &GuestId, now: Millis) -> Result<(), StoreError> {
        self.engine.kick(room, guest, now).await
    }
    async fn let_in(&self, room: &RoomId, guest: &GuestId) -> Result<(), StoreError> {
        self.engine.let_in(room, guest).await
    }
    async fn is_kicked(&self, room: &RoomId, guest: &GuestId) -> Result<bool, StoreError> {
        let is_kicked = self.engine.is_kicked(room, guest).await;
        let overtaking = self.overtaking_kick.lock().unwrap().take();
        if let Some(guest) = overtaking {
            self.engine.kick(room, &guest, 0).await?;
        }
        is_kicked
    }
    async fn member(&self, room: &RoomId, guest: &GuestId) -> Result<Option<Guest>, StoreError> {
        self.engine.member(room, guest).await
    }
    async fn kicked(&self, room: &RoomId) -> Result<Vec<Kick>, StoreError> {
        self.engine.kicked(room).await
    }
}

fn refusal<T: std::fmt::Debug>(outcome: Result<T, Error>) -> Refusal {
    outcome.unwrap_err().refusal()
}

/// 철수's room, in which 영희 has been sent out by him.
async fn kicked_from(house: &House, request: RoomRequest<'_>, password: Option<&str>) -> (Guest, Guest, RoomId) {
    let (owner, tab) = house.guest("철수").await;
    let room = house.chat.create_room(&owner, request).await.unwrap().id;
    house.chat.join(tab, &room, None, None).await.unwrap();
    let (other, theirs) = house.guest("영희").await;
    house.chat.join(theirs, &room, None, password).await.unwrap();
    house.say(theirs, &room, "c1", "아직 있습니다").await.unwrap();
    house.chat.kick(&owner, &room, &other.id).await.unwrap();
    (owner, other, room)
}

#[tokio::test]
async fn puts_somebody_out_with_all_their_pages_and_tells_everybody() {
    let mut house = house();
    let (owner, tab) = house.guest("철수").await;
    let room = house.room(&owner, "개발").await;
    house.chat.join(tab, &room, None, None).await.unwrap();
    let (other, session) = house.chat.enter("영희").await.unwrap();
    let pages = [house.chat.connect(&other, &session), house.chat.connect(&other, &session)];
    for page in pages {
        house.chat.join(page, &room, None, None).await.unwrap();
    }
    house.chat.become_member(&other, &room, None).await.unwrap();
    house.chat.kick(&owner, &room, &other.id).await.unwrap();

    assert_eq!(house.members(&room), [owner]);
    for page in pages {
        assert_eq!(house.say(page, &room, "c1", "나 아직 있나?").await.unwrap_err(), Refusal::NotInRoom);
    }
    let told = house.next(|event| match event {
        Happened::Kicked { room, guest } => Some((room, guest)),
        _ => None,
    });
    assert_eq!(told.await, (room, other.id.clone()));
    let left = house.next(|event| match event {
        Happened::Presence { left, .. } if !left.is_empty() => Some(left),
        _ => None,
    });
    assert_eq!(*left.await, [other.id]);
}

#[tokio::test]
async fn rejects_everything_from_someone_who_was_kicked() {
    let house = house();
    let (_, other, room) = kicked_from(&house, RoomRequest::open("개발", ""), None).await;
    let (chat, kind) = (&house.chat, MessageKind::Message);
    let request =
        || SendRequest {
            room: &room, kind, client_id: "c2", content: "들여보내 줘", reply_to: None, pictures: &[]
        };
    assert_eq!(refusal(chat.become_member(&other, &room, None).await), Refusal::Kicked);
    assert_eq!(refusal(chat.post(&other, request()).await), Refusal::Kicked);
    assert_eq!(refusal(chat.catch_up(&other, &room, None).await), Refusal::Kicked);
    assert_eq!(refusal(chat.passage(&other, &room, Spot::Around(1)).await), Refusal::Kicked);
    assert_eq!(refusal(chat.set_bell(&other, &room, BellLevel::All).await), Refusal::Kicked);
    assert_eq!(refusal(chat.room_of_member(&other, &room).await), Refusal::RoomNotFound);
    let main = Space::main();
    let search =
        |room| SearchRequest { query: "아직", room, space: &main, from: "", after: None, before: None, cursor: None };
    assert_eq!(refusal(chat.search(&other, search(Some(&room))).await), Refusal::RoomNotFound);
    assert_eq!(chat.search(&other, search(None)).await.unwrap().hits, []);
    assert!(!chat.is_member(&other, &room).await.unwrap());
    assert_eq!(chat.marks(&other, &Space::main()).await.unwrap(), []);
}

#[tokio::test]
async fn a_password_that_was_given_before_counts_for_nothing() {
    let house = house();
    let locked = RoomRequest { password: Some("열려라 참깨"), ..RoomRequest::open("비밀", "") };
    let (owner, other, room) = kicked_from(&house, locked, Some("열려라 참깨")).await;
    let enter = async |password| house.chat.become_member(&other, &room, password).await;
    assert_eq!(refusal(enter(Some("열려라 참깨")).await), Refusal::Kicked);
    house.chat.let_in(&owner, &room, &other.id).await.unwrap();
    assert_eq!(refusal(enter(None).await), Refusal::PasswordRequired);
    // As a check of the password would that was begun before.
    let hash = house.store.password(&room).await.unwrap().unwrap();
    house.store.kicks().kick(&room, &other.id, 0).await.unwrap();
    house.store.give_pass(&room, &other.id, &hash).await.unwrap();
    house.chat.let_in(&owner, &room, &other.id).await.unwrap();
    assert_eq!(refusal(enter(None).await), Refusal::PasswordRequired);
    enter(Some("열려라 참깨")).await.unwrap();
}

#[tokio::test]
async fn who_is_let_in_again_comes_in_like_everybody_else() {
    let house = house();
    let (owner, other, room) = kicked_from(&house, RoomRequest::open("개발", ""), None).await;
    let names = async || -> Vec<_> {
        let kicked = house.chat.kicked(&owner, &room).await.unwrap();
        kicked.iter().map(|kick| kick.guest.nickname.to_string()).collect()
    };
    assert_eq!(names().await, ["영희"]);
    house.chat.let_in(&owner, &room, &other.id).await.unwrap();
    assert!(names().await.is_empty());
    house.chat.become_member(&other, &room, None).await.unwrap();
    assert_eq!(house.members(&room).len(), 2);
}

#[tokio::test]
async fn only_the_owner_sends_out_and_only_others_who_have_been_there() {
    let house = house();
    let (owner, other, room) = kicked_from(&house, RoomRequest::open("개발", ""), None).await;
    let (third, page) = house.guest("민수").await;
    let chat = &house.chat;
    assert_eq!(refusal(chat.kick(&owner, &room, &third.id).await), Refusal::MemberNotFound);
    assert_eq!(refusal(chat.kick(&owner, &room, &owner.id).await), Refusal::MemberNotFound);
    assert_eq!(refusal(chat.kick(&owner, &room, &GuestId::new("nobody")).await), Refusal::MemberNotFound);
    chat.join(page, &room, None, None).await.unwrap();
    assert_eq!(refusal(chat.kick(&third, &room, &owner.id).await), Refusal::NotOwner);
    assert_eq!(refusal(chat.let_in(&third, &room, &other.id).await), Refusal::NotOwner);
    assert_eq!(refusal(chat.kicked(&third, &room).await), Refusal::NotOwner);
    // They are gone for a while, and still known, once their coming in is noted.
    chat.leave(page, &room);
    let noted = async {
        loop {
            if let Some(found) = chat.member(&owner, &room, &third.id).await.unwrap() {
                break found;
            }
            tokio::task::yield_now().await;
        }
    };
    let found = tokio::time::timeout(Duration::from_secs(10), noted).await.expect("they have been there");
    assert_eq!(found.nickname, third.nickname);
    for _ in 0..2 {
        chat.kick(&owner, &room, &third.id).await.unwrap();
    }
    assert_eq!(refusal(chat.join(page, &room, None, None).await), Refusal::Kicked);
}

#[tokio::test]
async fn who_comes_in_at_that_moment_is_out_again() {
    let house = house();
    let (owner, _) = house.guest("철수").await;
    let room = house.room(&owner, "개발").await;
    let (other, page) = house.guest("영희").await;
    *house.store.overtaking_kick.lock().unwrap() = Some(other.id.clone());
    assert_eq!(refusal(house.chat.join(page, &room, None, None).await), Refusal::Kicked);
    assert_eq!(house.members(&room), []);

    house.store.kicks().let_in(&room, &other.id).await.unwrap();
    *house.store.overtaking_kick.lock().unwrap() = Some(other.id.clone());
    assert_eq!(refusal(house.chat.become_member(&other, &room, None).await), Refusal::Kicked);
    assert_eq!(house.members(&room), []);
}
