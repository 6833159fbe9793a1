//! What is pinned, and how many of a room's members have read it.

use sarangbang::{
    chat::ports::Happened,
    domain::{Guest, RoomId},
};

use super::house::{House, house};

impl House {
    /// How many have read the pinned message, of how many, as it is told next.
    async fn next_count(&mut self) -> (u32, u32) {
        self.next(|event| match event {
            Happened::PinsChanged { pins, .. } => Some((pins[0].read, pins[0].members)),
            _ => None,
        })
        .await
    }
}

/// 철수's room, in which he has pinned what he said, and everybody knows it.
async fn with_a_pin(house: &mut House) -> (Guest, RoomId) {
    let (owner, tab) = house.guest("철수").await;
    let room = house.room(&owner, "모임").await;
    house.chat.join(tab, &room, None, None).await.unwrap();
    let message = house.say(tab, &room, "c1", "모임은 목요일입니다").await.unwrap();
    house.chat.pin(tab, &room, message.id, true).await.unwrap().stored().await.unwrap();
    assert_eq!(house.next_count().await, (1, 1));
    (owner, room)
}

#[tokio::test]
async fn who_comes_in_counts_among_the_members_at_once() {
    let mut house = house();
    let (_, room) = with_a_pin(&mut house).await;
    let (_, tab) = house.guest("영희").await;
    house.chat.join(tab, &room, None, None).await.unwrap();
    assert_eq!(house.next_count().await, (2, 2), "what was said before they came waits for nobody");
}

#[tokio::test]
async fn who_is_sent_out_or_forgotten_counts_no_more() {
    let mut house = house();
    let (owner, room) = with_a_pin(&mut house).await;
    let (sent_out, theirs) = house.guest("영희").await;
    let (forgotten, tab) = house.guest("민수").await;
    house.chat.join(theirs, &room, None, None).await.unwrap();
    assert_eq!(house.next_count().await, (2, 2));
    house.chat.join(tab, &room, None, None).await.unwrap();
    assert_eq!(house.next_count().await, (3, 3));
    house.chat.kick(&owner, &room, &sent_out.id).await.unwrap();
    assert_eq!(house.next_count().await, (2, 2));
    house.chat.forget(&forgotten).await.unwrap();
    assert_eq!(house.next_count().await, (1, 1));
}
