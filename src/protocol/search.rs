//! Finding messages. The page does that by a form, so none of it is in the browser's program.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::{Message, Room};
use crate::domain::{self, MessageId, Millis, Refusal, RoomId, Space};

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Search {
    /// Words and phrases in quotes; with `from` it may be empty.
    pub query: Arc<str>,
    /// Without it, all rooms of the connection's space that the sender may see.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub room_id: Option<RoomId>,
    /// The nickname under which it was written.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<Arc<str>>,
    /// Written at this time or later.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub after: Option<Millis>,
    /// Written before this time.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub before: Option<Millis>,
    /// From the last answer, to go on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cursor: Option<MessageId>,
}

/// The answer to `search`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Found {
    pub hits: Vec<Hit>,
    /// There is more to look through. There may be a cursor although there are no hits yet.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cursor: Option<MessageId>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hit {
    pub room: RoomOfHit,
    pub message: Message,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RoomOfHit {
    pub id: RoomId,
    pub name: Arc<str>,
}

impl From<&domain::search::Hits> for Found {
    fn from(found: &domain::search::Hits) -> Self {
        Self { hits: found.hits.iter().map(Hit::from).collect(), cursor: found.cursor }
    }
}

impl From<&domain::search::Hit> for Hit {
    fn from(domain::search::Hit { room, message }: &domain::search::Hit) -> Self {
        Self { room: RoomOfHit { id: room.id.clone(), name: room.name.clone() }, message: message.into() }
    }
}

/// Everything that the page of a search depends on.
#[derive(Clone, Debug)]
pub struct SearchPage {
    /// BCP 47: `ko` or `en`.
    pub language: String,
    /// When the page was rendered.
    pub now: Millis,
    /// Minutes east of UTC in which days are meant and times are shown.
    pub utc_offset: i32,
    /// What is in the form.
    pub asked: Asked,
    /// The rooms among which the guest may choose.
    pub rooms: Vec<Room>,
    pub outcome: Outcome,
}

/// What was typed and chosen, as it was.
#[derive(Clone, Debug, Default)]
pub struct Asked {
    pub query: String,
    pub room: Option<RoomId>,
    pub from: String,
    /// Days, as in `2026-11-21`.
    pub since: String,
    pub until: String,
    /// When it is not the main one.
    pub space: Option<Space>,
    /// Where an earlier page ended.
    pub cursor: Option<MessageId>,
}

impl Asked {
    /// The address of this search, from where it goes on.
    pub fn path(&self, cursor: Option<MessageId>) -> String {
        let cursor = cursor.map(|cursor| cursor.to_string()).unwrap_or_default();
        let (room, space) = (self.room.as_ref().map(RoomId::as_str), self.space.as_ref().map(Space::as_str));
        let fields = [
            ("q", &*self.query),
            ("room", room.unwrap_or_default()),
            ("space", space.unwrap_or_default()),
            ("from", &self.from),
            ("since", &self.since),
            ("until", &self.until),
            ("cursor", &cursor),
        ];
        let fields = fields.into_iter().filter(|(_, text)| !text.is_empty());
        form_urlencoded::Serializer::new("/search?".to_owned()).extend_pairs(fields).finish()
    }
}

/// What came of it.
#[derive(Clone, Debug)]
pub enum Outcome {
    /// Nothing was asked for yet.
    Blank,
    Refused(Refusal),
    Found(Found),
}
