//! What requests, acks and events carry. Times are milliseconds since 1970 in UTC.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::domain::{
    Author, ClientId, GuestId, MessageId, MessageKind, Millis, NoticeKind, Pin, Quote, Reaction, Refusal, RoomId,
};

/// The answer to every request.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ack<T> {
    pub success: bool,
    /// `ok`, or the stable code of the [refusal](Refusal).
    pub message: String,
    /// What was asked for; `null` when `success` is false.
    pub data: Option<T>,
    /// With `too_many_requests`: milliseconds after which the request is taken.
    #[serde(rename = "retryInMs", skip_serializing_if = "Option::is_none", default)]
    pub retry_in_ms: Option<u32>,
}

impl<T> Ack<T> {
    pub fn ok(data: T) -> Self {
        Self { success: true, message: "ok".to_owned(), data: Some(data), retry_in_ms: None }
    }

    pub fn refused(refusal: Refusal) -> Self {
        Self { success: false, message: refusal.code().to_owned(), data: None, retry_in_ms: None }
    }

    /// What was asked for, or why it was refused. A code that this build does not know reads as
    /// [`Refusal::Unavailable`].
    pub fn into_result(self) -> Result<T, Refusal> {
        match self {
            Self { success: true, data: Some(data), .. } => Ok(data),
            Self { message, .. } => Err(Refusal::from_code(&message).unwrap_or(Refusal::Unavailable)),
        }
    }
}

/// The guest that this connection speaks for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Me {
    pub id: GuestId,
    pub nickname: Arc<str>,
    /// Given once, to a program that connected with `auth {nickname}`: with `auth {token}` it comes back as the
    /// same guest. Whoever knows it is that guest.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub token: Option<Arc<str>>,
    /// The ink of their seal, from 0 to 5, if they chose one; otherwise clients choose by the id.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ink: Option<u32>,
}

/// Someone who is in a room.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Member {
    pub id: GuestId,
    pub nickname: Arc<str>,
    /// Has done nothing for ten minutes.
    #[serde(default, skip_serializing_if = "is_false")]
    pub idle: bool,
    /// The ink of their seal, from 0 to 5, if they chose one; otherwise clients choose by the id.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ink: Option<u32>,
}

/// A room as the list of rooms shows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct Room {
    pub id: RoomId,
    pub name: Arc<str>,
    pub topic: Arc<str>,
    /// How many people are in it now.
    pub members: u32,
    pub owner_id: GuestId,
    #[cfg_attr(feature = "ssr", schema(value_type = i64))]
    pub created_at: Millis,
    #[cfg_attr(feature = "ssr", schema(value_type = i64))]
    pub last_activity_at: Millis,
    /// The seq of its latest message; 0 when it has none.
    #[serde(default)]
    pub last_seq: u64,
    /// Whether one has to know a password to get in.
    #[serde(default, skip_serializing_if = "is_false")]
    pub locked: bool,
    /// Whether only those find it who are given its address.
    #[serde(default, skip_serializing_if = "is_false")]
    pub unlisted: bool,
    /// How many people it holds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub capacity: Option<u32>,
    /// When it ends.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ssr", schema(value_type = Option<i64>))]
    pub expires_at: Option<Millis>,
}

#[allow(clippy::trivially_copy_pass_by_ref, reason = "serde calls it with a reference")]
fn is_false(value: &bool) -> bool {
    !value
}

/// A message, the same bytes for everyone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct Message {
    #[cfg_attr(feature = "ssr", schema(value_type = i64))]
    pub id: MessageId,
    pub room_id: RoomId,
    /// Its place in the room: 1, 2, 3… without holes.
    pub seq: u64,
    /// The room's revision that wrote, edited or deleted it last, or changed what stands around its text.
    pub rev: u64,
    pub kind: MessageKind,
    pub author: Author,
    /// The text as it was written; empty when deleted.
    pub content: Arc<str>,
    /// The text as safe HTML with the pictures below it, ready to insert.
    pub html: Arc<str>,
    /// Its pictures, in the order in which `html` shows them.
    #[cfg(feature = "ssr")]
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub pictures: Vec<crate::domain::Picture>,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    #[cfg_attr(feature = "ssr", schema(value_type = Option<i64>))]
    pub reply_to: Option<MessageId>,
    /// The beginning of the message that this one answers; not in tombstones.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub quote: Option<Box<Quote>>,
    /// Members whom it addresses by name, with an `@` before it.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub mentions: Vec<Author>,
    /// In the order in which they were given first.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub reactions: Vec<Reaction>,
    /// Since when the room's owner keeps it in sight of everyone.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    #[cfg_attr(feature = "ssr", schema(value_type = Option<i64>))]
    pub pinned_at: Option<Millis>,
    pub client_id: ClientId,
    #[cfg_attr(feature = "ssr", schema(value_type = i64))]
    pub created_at: Millis,
    #[cfg_attr(feature = "ssr", schema(value_type = Option<i64>))]
    pub edited_at: Option<Millis>,
    #[cfg_attr(feature = "ssr", schema(value_type = Option<i64>))]
    pub deleted_at: Option<Millis>,
}

/// A line for the whole space.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Notice {
    pub id: i64,
    /// The notice in Korean, for clients that only print it.
    pub text: Arc<str>,
    pub kind: NoticeKind,
    pub nickname: Arc<str>,
    pub room_id: RoomId,
    pub room_name: Arc<str>,
    pub at: Millis,
}

/// The answer to `changeRoom`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RoomChanged {
    pub room: Room,
}

/// The answer to `joinRoom`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "JoinedFields")]
pub struct Joined {
    pub room: Room,
    #[serde(flatten)]
    pub catch_up: CatchUp,
    pub members: Vec<Member>,
    /// The latest pin first.
    pub pins: Vec<Pin>,
}

/// [`Joined`] as it stands on the wire. Reading a flattened field takes a detour through a self-describing value,
/// which costs the page kilobytes.
#[derive(Deserialize)]
struct JoinedFields {
    room: Room,
    messages: Vec<Message>,
    rev: u64,
    reset: bool,
    members: Vec<Member>,
    #[serde(default)]
    pins: Vec<Pin>,
}

impl From<JoinedFields> for Joined {
    fn from(JoinedFields { room, messages, rev, reset, members, pins }: JoinedFields) -> Self {
        Self { room, catch_up: CatchUp { messages, rev, reset }, members, pins }
    }
}

/// What a client is missing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct CatchUp {
    /// In the order of seq when `reset`, in the order of rev otherwise.
    pub messages: Vec<Message>,
    /// The room's revision with these messages.
    pub rev: u64,
    /// The messages are the latest page; forget what you had.
    pub reset: bool,
}

/// The answer to `createRoom`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RoomCreated {
    pub room: Room,
}

/// The answer to `sendMessage`, `sendAlert`, `editMessage`, `deleteMessage`, `react` and
/// `pinMessage`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MessageStored {
    pub message: Message,
}

/// What an uploaded picture has become. It is sent with `sendMessage` within an hour.
#[cfg(feature = "ssr")]
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PictureAdded {
    pub picture: crate::domain::Picture,
}

/// The answer to `history`: messages before the one asked for, oldest first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct History {
    pub messages: Vec<Message>,
}

/// The answer to `rename`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Renamed {
    pub me: Me,
}

/// The answer to requests that have nothing to tell: `{}`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Done {}

#[cfg(feature = "ssr")]
mod from_domain {
    use super::*;
    use crate::domain::{self, Guest, Here, markup, picture};

    impl From<&domain::Message> for Message {
        fn from(message: &domain::Message) -> Self {
            Self {
                id: message.id,
                room_id: message.room_id.clone(),
                seq: message.seq,
                rev: message.rev,
                kind: message.kind,
                author: message.author.clone(),
                content: message.content.clone(),
                html: html(message).into(),
                pictures: message.pictures.clone(),
                reply_to: message.reply_to.as_ref().map(|quote| quote.id),
                quote: message.reply_to.clone().filter(|_| message.deleted_at.is_none()).map(Box::new),
                mentions: message.mentions.clone(),
                reactions: message.reactions.clone(),
                pinned_at: message.pinned_at,
                client_id: message.client_id.clone(),
                created_at: message.created_at,
                edited_at: message.edited_at,
                deleted_at: message.deleted_at,
            }
        }
    }

    fn html(message: &domain::Message) -> String {
        let mut html = if message.content.is_empty() {
            String::new()
        } else {
            markup::render(&message.content, &message.mentions)
        };
        picture::write_html(&mut html, &message.pictures);
        html
    }

    impl From<&domain::Notice> for Notice {
        fn from(notice: &domain::Notice) -> Self {
            Self {
                id: notice.id,
                text: notice.korean().into(),
                kind: notice.kind,
                nickname: notice.nickname.clone(),
                room_id: notice.room_id.clone(),
                room_name: notice.room_name.clone(),
                at: notice.at,
            }
        }
    }

    impl From<&Guest> for Member {
        fn from(guest: &Guest) -> Self {
            Self { id: guest.id.clone(), nickname: guest.nickname.clone(), idle: false, ink: guest.ink }
        }
    }

    impl From<&Here> for Member {
        fn from(here: &Here) -> Self {
            Self { idle: here.is_idle, ..Self::from(&here.guest) }
        }
    }

    impl From<&Guest> for Me {
        fn from(guest: &Guest) -> Self {
            Self { id: guest.id.clone(), nickname: guest.nickname.clone(), token: None, ink: guest.ink }
        }
    }

    impl Room {
        /// The room with the number of people who are in it now.
        pub fn new(room: &domain::Room, members: usize) -> Self {
            Self {
                id: room.id.clone(),
                name: room.name.clone(),
                topic: room.topic.clone(),
                members: u32::try_from(members).unwrap_or(u32::MAX),
                owner_id: room.owner.clone(),
                created_at: room.created_at,
                last_activity_at: room.last_activity_at,
                last_seq: room.last_seq,
                locked: room.is_locked,
                unlisted: room.visibility != domain::Visibility::Listed,
                capacity: room.capacity,
                expires_at: room.expires_at,
            }
        }
    }
}
