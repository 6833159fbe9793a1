//! What the anonymous dialect carries, on its sockets and over HTTP. Its times are texts as in
//! `2026-11-21T09:30:00.000Z`, and its names are those of the original server.

use std::sync::Arc;

use serde::{Deserialize, Serialize};
use time::{OffsetDateTime, UtcOffset, macros::format_description};

use crate::domain::{self, GuestId, MessageId, MessageKind, Millis, RoomId, Space};

/// Somebody in a room.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Chatter {
    pub id: GuestId,
    pub nickname: Arc<str>,
    /// When they first came into the room.
    pub created_at: String,
    /// Always null: who has left may come back.
    pub deleted_at: Option<String>,
    /// Whether they are there now.
    pub is_active: bool,
}

impl Chatter {
    pub fn new(guest: &domain::Guest, since: Millis, is_active: bool) -> Self {
        let (id, nickname) = (guest.id.clone(), guest.nickname.clone());
        Self { id, nickname, created_at: moment(since), deleted_at: None, is_active }
    }
}

/// A line of a room's timeline.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Message {
    pub id: MessageId,
    /// `MESSAGE` or `ALERT`.
    #[serde(rename = "type")]
    pub kind: &'static str,
    pub content: Arc<str>,
    pub sent_at: String,
    pub room_id: RoomId,
    pub chatter_id: GuestId,
    /// With the nickname under which it was written.
    pub chatter: Chatter,
}

impl Message {
    /// A message of somebody of whom the room knows this.
    pub fn new(message: &domain::Message, since: Millis, is_active: bool) -> Self {
        let (id, nickname) = (message.author.id.clone(), message.author.nickname.clone());
        Self {
            id: message.id,
            kind: match message.kind {
                MessageKind::Message => "MESSAGE",
                MessageKind::Alert => "ALERT",
            },
            content: message.plain(),
            sent_at: moment(message.created_at),
            room_id: message.room_id.clone(),
            chatter_id: id.clone(),
            chatter: Chatter::new(&domain::Guest::person(id, nickname), since, is_active),
        }
    }
}

/// A room, as everyone may see it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Room {
    pub id: RoomId,
    /// The space.
    pub namespace: Space,
    pub title: Arc<str>,
    /// How many people it holds; 0 for any number.
    pub capacity: u32,
    pub is_password: bool,
    /// Always false: rooms that have ended are not shown.
    pub is_expired: bool,
    pub created_at: String,
    /// `null` for never.
    pub expires_at: Option<String>,
    /// How many people are there now, whichever way they came.
    pub chatters: usize,
}

impl Room {
    pub fn new(room: &domain::Room, chatters: usize) -> Self {
        Self {
            id: room.id.clone(),
            namespace: room.space.clone(),
            title: room.name.clone(),
            capacity: room.capacity.unwrap_or(0),
            is_password: room.is_locked,
            is_expired: false,
            created_at: moment(room.created_at),
            expires_at: room.expires_at.map(moment),
            chatters,
        }
    }
}

/// `POST /chat/rooms`.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct CreateRoom {
    pub namespace: String,
    pub title: String,
    /// 0, or none, for any number of people.
    #[serde(default)]
    pub capacity: u32,
    #[serde(default)]
    pub is_password: bool,
    pub password: Option<String>,
    /// A day, when it is left out; 0 for never.
    pub expires_in_secs: Option<u32>,
}

/// `POST /chat/rooms/:id/access-check`.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct AccessCheck {
    pub password: Option<String>,
}

/// `PATCH /chat/chatters/:id/nickname`.
#[derive(Clone, Debug, Deserialize)]
pub struct Rename {
    pub nickname: String,
}

/// `joinRoom`.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct JoinRoom {
    pub room_id: RoomId,
    /// Empty or null for somebody new.
    pub chatter_id: Option<String>,
    /// Empty or null for none.
    pub password: Option<String>,
}

/// `leaveRoom`, which the original client sends without a payload.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct LeaveRoom {
    /// None for wherever one is.
    pub room_id: Option<RoomId>,
}

/// `returnChatters`.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct InRoom {
    pub room_id: RoomId,
}

/// `sendMessage`, `sendAlert`.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Send {
    pub room_id: RoomId,
    pub content: String,
}

fn moment(at: Millis) -> String {
    let format = format_description!("[year]-[month]-[day]T[hour]:[minute]:[second].[subsecond digits:3]Z");
    let at = OffsetDateTime::from_unix_timestamp_nanos(i128::from(at) * 1_000_000)
        .unwrap_or(OffsetDateTime::UNIX_EPOCH)
        .to_offset(UtcOffset::UTC);
    at.format(format).expect("a year of four digits has every part of the format")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_told_as_programs_expect_them() {
        assert_eq!(moment(0), "1970-01-01T00:00:00.000Z");
        assert_eq!(moment(1_795_253_400_007), "2026-11-21T09:30:00.007Z");
        assert_eq!(moment(Millis::MAX), "1970-01-01T00:00:00.000Z");
    }
}
