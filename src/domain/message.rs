//! Messages.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::{Author, ClientId, MessageId, Millis, RoomId};

/// What a line of a room's timeline is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(rename_all = "lowercase")]
pub enum MessageKind {
    /// Someone wrote it.
    Message,
    /// An announcement in the room (공지).
    Alert,
}

/// What the house writes after the name of somebody who came in, and of somebody who went: the tutorials' words.
pub const CAME: &str = "님이 입장했습니다.";
pub const WENT: &str = "님이 퇴장했습니다.";

/// What it writes after the name of somebody to whom a room belongs from now on.
pub const TOOK_OVER: &str = "님이 방장이 되었습니다.";

/// One line of a room's timeline, as it is stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Message {
    pub id: MessageId,
    pub room_id: RoomId,
    /// Its place in the room: 1, 2, 3… without holes.
    pub seq: u64,
    /// The room's revision that wrote, edited or deleted it last.
    pub rev: u64,
    pub kind: MessageKind,
    pub author: Author,
    /// Plain text; empty once the message is deleted.
    pub content: Arc<str>,
    /// The message that this one answers.
    pub reply_to: Option<MessageId>,
    pub client_id: ClientId,
    pub created_at: Millis,
    pub edited_at: Option<Millis>,
    pub deleted_at: Option<Millis>,
}

impl Message {
    /// Whether it only tells that somebody came or went. The house wrote that, whoever it names as the author.
    pub fn is_passage(&self) -> bool {
        let of_author = |what: &str| self.content.strip_suffix(what) == Some(&*self.author.nickname);
        self.kind == MessageKind::Alert && (self.author.is_house() || of_author(CAME) || of_author(WENT))
    }

    /// Whether it is no longer as it was written.
    pub fn is_revised(&self) -> bool {
        self.edited_at.is_some() || self.deleted_at.is_some()
    }
}
