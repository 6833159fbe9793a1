//! What a client may ask for on `/v1`. Each is answered by an [`Ack`](super::Ack).

use std::sync::Arc;

use serde::{Deserialize, Serialize};

#[cfg(feature = "ssr")]
use super::{bot, kick, search};
#[cfg(feature = "ssr")]
use crate::domain::BellLevel;
use crate::domain::{Mark, MessageId, PictureRef, RoomId};

macro_rules! requests {
    ($($(#[doc = $doc:literal])* $(#[cfg($cfg:meta)])? $name:ident = $event:literal ($payload:ty),)*) => {
        /// A request with its payload.
        #[derive(Clone, Debug, PartialEq, Eq)]
        pub enum Request {
            $($(#[doc = $doc])* $(#[cfg($cfg)])? $name($payload),)*
        }

        impl Request {
            /// The names of all requests, as they stand on the wire.
            pub const NAMES: &[&str] = &[$($(#[cfg($cfg)])? $event,)*];

            /// The name on the wire.
            pub const fn name(&self) -> &'static str {
                match self {
                    $($(#[cfg($cfg)])? Self::$name(_) => $event,)*
                }
            }

            /// What the request does, in the words of its documentation.
            #[cfg(feature = "ssr")]
            pub const fn about(&self) -> &'static str {
                match self {
                    $($(#[cfg($cfg)])? Self::$name(_) => concat!($($doc,)*),)*
                }
            }

            /// The payload as JSON text for people to read.
            #[cfg(feature = "ssr")]
            pub fn payload_in_lines(&self) -> String {
                match self {
                    $($(#[cfg($cfg)])? Self::$name(payload) => serde_json::to_string_pretty(payload),)*
                }
                .expect("a request is made of strings and numbers")
            }

            /// The payload as JSON text.
            pub fn payload(&self) -> String {
                match self {
                    $($(#[cfg($cfg)])? Self::$name(payload) => $crate::protocol::json::to_string(payload),)*
                }
            }

            /// Reads a request from its name and payload.
            ///
            /// # Errors
            /// `UnknownEvent` for a name that is no request, `BadRequest` for a payload of another shape.
            #[cfg(feature = "ssr")]
            pub fn parse(name: &str, payload: serde_json::Value) -> Result<Self, crate::domain::Refusal> {
                use crate::domain::Refusal;
                match name {
                    $($(#[cfg($cfg)])? $event => serde_json::from_value(payload).map(Self::$name).map_err(|_| Refusal::BadRequest),)*
                    _ => Err(Refusal::UnknownEvent),
                }
            }
        }
    };
}

requests! {
    /// Makes a room; the sender owns it and is not in it yet.
    CreateRoom = "createRoom" (CreateRoom),
    /// Changes what is said of the sender's own room, and who gets in. Fields that are left out stay as they are.
    ChangeRoom = "changeRoom" (ChangeRoom),
    /// Ends the sender's own room.
    CloseRoom = "closeRoom" (InRoom),
    /// Comes into a room: its messages, who is there, and from now on its events.
    JoinRoom = "joinRoom" (JoinRoom),
    /// Goes out of a room.
    LeaveRoom = "leaveRoom" (InRoom),
    /// Writes a message. Answered after it is stored; a retry with the same clientId gets the first answer.
    SendMessage = "sendMessage" (Send),
    /// Makes an announcement; the room's owner only.
    SendAlert = "sendAlert" (Send),
    /// Gives a message of the sender's own another text. The answer and everyone's `messages` event carry it with a new
    /// rev; its seq stays.
    EditMessage = "editMessage" (Edit),
    /// Deletes a message of the sender's own, or any in a room of their own. What is left is a tombstone: the message
    /// with `deletedAt`, without text, in its place.
    DeleteMessage = "deleteMessage" (Delete),
    /// Gives a message an emoji, or takes the sender's own back. Everyone's `messages` event carries the message with a
    /// new rev. Of those who gave an emoji the first 30 are named.
    React = "react" (React),
    /// Keeps a message of the sender's own room in sight of everyone (공지), or lets it go. Everyone's `messages` event
    /// carries the message with a new rev, and a `pins` event all that are pinned.
    PinMessage = "pinMessage" (Pin),
    /// Sends somebody out of the sender's own room, until they are let in again: their `joinRoom` is refused, and what was
    /// said is not theirs to see. What they wrote stays.
    #[cfg(feature = "ssr")]
    Kick = "kick" (kick::OfMember),
    /// Lets somebody into the sender's own room again who was sent out.
    #[cfg(feature = "ssr")]
    LetIn = "letIn" (kick::OfMember),
    /// Who was sent out of the sender's own room, the latest first.
    #[cfg(feature = "ssr")]
    Kicked = "kicked" (InRoom),
    /// Makes a bot of the sender's own room. Its token is told only now.
    #[cfg(feature = "ssr")]
    CreateBot = "createBot" (bot::CreateBot),
    /// The bots of the sender's own room.
    #[cfg(feature = "ssr")]
    Bots = "bots" (InRoom),
    /// Takes a bot's token away, and with it the webhook and the nickname. What it wrote stays.
    #[cfg(feature = "ssr")]
    RevokeBot = "revokeBot" (bot::OfBot),
    /// Gives a bot of the sender's own room another webhook, which is told what is written from now on, or takes it away.
    #[cfg(feature = "ssr")]
    SetWebhook = "setWebhook" (bot::SetWebhook),
    /// A page of older messages.
    History = "history" (History),
    /// Messages in the rooms that the sender may see, the newest first: those that hold all the words of `query`. Words
    /// are found inside of Korean ones, and at the beginning of others; phrases in quotes as they are.
    #[cfg(feature = "ssr")]
    Search = "search" (search::Search),
    /// What is newer than a revision.
    Sync = "sync" (Sync),
    /// Takes another nickname.
    Rename = "rename" (Rename),
    /// Says how far the sender has read in a room; their other connections hear of it. Once in some seconds is enough.
    MarkRead = "markRead" (Mark),
    /// Sets the sender's bell of a room: of which messages they are told by `bell` events, and by push, while no page of
    /// theirs is in sight. `none`, `mentions` or `all`.
    #[cfg(feature = "ssr")]
    SetBell = "setBell" (SetBell),
    /// Says that the sender's page went out of sight, or came back. It needs no ack. Connections that never say so are
    /// in sight.
    Look = "look" (Look),
    /// Says that the sender is typing. It needs no ack; once in three seconds is enough.
    Typing = "typing" (InRoom),
    /// Does nothing: whoever gets the answer knows that the connection is alive.
    Ping = "ping" (Nothing),
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct CreateRoom {
    pub name: Arc<str>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub topic: Option<Arc<str>>,
    /// What one has to know to get in; an empty one is none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub password: Option<Arc<str>>,
    /// How many people it holds; 0 for any number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub capacity: Option<u32>,
    /// Seconds after which it ends; 0 for never.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expires_in_secs: Option<u32>,
    /// Whether only those find it who are given its address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unlisted: Option<bool>,
    /// Whether coming and going is written into the room's timeline, as alerts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub announces: Option<bool>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ChangeRoom {
    pub room_id: RoomId,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<Arc<str>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub topic: Option<Arc<str>>,
    /// An empty one takes the lock away.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub password: Option<Arc<str>>,
    /// How many people it holds; 0 for any number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub capacity: Option<u32>,
    /// Seconds from now after which it ends; 0 for never.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expires_in_secs: Option<u32>,
    /// Whether only those find it who are given its address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unlisted: Option<bool>,
    /// Whether coming and going is written into the room's timeline, as alerts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub announces: Option<bool>,
}

impl ChangeRoom {
    /// Asks for another topic and nothing else.
    pub fn topic(room_id: RoomId, topic: &str) -> Self {
        Self {
            room_id,
            name: None,
            topic: Some(topic.into()),
            password: None,
            capacity: None,
            expires_in_secs: None,
            unlisted: None,
            announces: None,
        }
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct JoinRoom {
    pub room_id: RoomId,
    /// The revision that the client has; without it the answer is the latest page.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rev: Option<u64>,
    /// Of a locked room, when the client comes in for the first time.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub password: Option<Arc<str>>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct InRoom {
    pub room_id: RoomId,
}

/// How the bell of a room is to be set.
#[cfg(feature = "ssr")]
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SetBell {
    pub room_id: RoomId,
    pub level: BellLevel,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Look {
    /// Whether nobody sees the page.
    pub hidden: bool,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Nothing {}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Send {
    pub room_id: RoomId,
    /// Made by the sender, 1 to 64 printable ASCII characters, a UUID as a rule; the same in every retry.
    pub client_id: Arc<str>,
    /// May be empty when there are pictures.
    pub content: Arc<str>,
    /// At most 4, uploaded before by `POST /r/<roomId>/pictures`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub pictures: Vec<PictureRef>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reply_to: Option<MessageId>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Edit {
    pub room_id: RoomId,
    pub id: MessageId,
    pub content: Arc<str>,
    /// The message's `rev` that the author saw. When it has another one by now, the edit is refused: it may be one that
    /// was long on its way.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rev: Option<u64>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Delete {
    pub room_id: RoomId,
    pub id: MessageId,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct React {
    pub room_id: RoomId,
    pub id: MessageId,
    /// Exactly one.
    pub emoji: Arc<str>,
    /// Whether it is given or taken back.
    pub given: bool,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Pin {
    pub room_id: RoomId,
    pub id: MessageId,
    /// Whether it is kept or let go.
    pub pinned: bool,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct History {
    pub room_id: RoomId,
    /// The seq of the oldest message that the client has.
    pub before: u64,
    /// At most 50, which is also the default.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limit: Option<u32>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Sync {
    pub room_id: RoomId,
    pub rev: u64,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rename {
    pub nickname: Arc<str>,
}
