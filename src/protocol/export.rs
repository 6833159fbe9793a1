//! What was said in a room, as a file.

use serde::Serialize;

use super::{Me, Message, Room};
use crate::domain::{Author, MessageId, MessageKind, Millis, Picture, Reaction};

/// What stands at the beginning of the file.
#[derive(Clone, Debug)]
pub struct Export {
    /// BCP 47: `ko` or `en`.
    pub language: String,
    /// When the file was made.
    pub now: Millis,
    /// Minutes east of UTC in which times are shown.
    pub utc_offset: i32,
    pub room: Room,
}

/// The room in a file of JSON. Times are milliseconds since 1970 in UTC.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Heading<'a> {
    pub id: &'a str,
    pub name: &'a str,
    pub topic: &'a str,
    pub created_at: Millis,
    pub exported_at: Millis,
}

/// What stands at the beginning of a file of what somebody wrote.
#[derive(Clone, Debug)]
pub struct OwnExport {
    /// As in an [`Export`], here and below.
    pub language: String,
    pub now: Millis,
    pub utc_offset: i32,
    pub me: Me,
}

/// Who wrote it, in a file of JSON.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct OwnHeading<'a> {
    pub id: &'a str,
    pub nickname: &'a str,
    pub exported_at: Millis,
}

/// One of the rooms in the same file.
#[derive(Debug, Serialize)]
pub struct RoomHeading<'a> {
    pub id: &'a str,
    pub name: &'a str,
}

/// A message in a file of JSON.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Line<'a> {
    pub id: MessageId,
    pub seq: u64,
    pub kind: MessageKind,
    pub author: &'a Author,
    pub content: &'a str,
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    pub pictures: &'a [Picture],
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reply_to: Option<MessageId>,
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    pub reactions: &'a [Reaction],
    pub created_at: Millis,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub edited_at: Option<Millis>,
}

impl<'a> From<&'a Export> for Heading<'a> {
    fn from(Export { room, now, .. }: &'a Export) -> Self {
        Self {
            id: room.id.as_str(),
            name: &room.name,
            topic: &room.topic,
            created_at: room.created_at,
            exported_at: *now,
        }
    }
}

impl<'a> From<&'a OwnExport> for OwnHeading<'a> {
    fn from(OwnExport { me, now, .. }: &'a OwnExport) -> Self {
        Self { id: me.id.as_str(), nickname: &me.nickname, exported_at: *now }
    }
}

impl<'a> From<&'a Message> for Line<'a> {
    fn from(message: &'a Message) -> Self {
        Self {
            id: message.id,
            seq: message.seq,
            kind: message.kind,
            author: &message.author,
            content: &message.content,
            pictures: &message.pictures,
            reply_to: message.reply_to,
            reactions: &message.reactions,
            created_at: message.created_at,
            edited_at: message.edited_at,
        }
    }
}
