//! What the server tells clients on `/v1` without being asked.

use serde::{Deserialize, Serialize};

use super::{Me, Member, Message, Notice, Room, json, payload::Renamed};
#[cfg(feature = "ssr")]
use crate::domain::Ring;
use crate::domain::{GuestId, Mark, Millis, Pin, RoomId};

macro_rules! events {
    ($($(#[doc = $doc:literal])* $(#[cfg($cfg:meta)])? $name:ident = $event:literal ($payload:ty),)*) => {
        /// An event with its payload.
        #[derive(Clone, Debug, PartialEq, Eq)]
        pub enum Event {
            $($(#[doc = $doc])* $(#[cfg($cfg)])? $name($payload),)*
        }

        impl Event {
            /// The names of all events, as they stand on the wire.
            pub const NAMES: &[&str] = &[$($(#[cfg($cfg)])? $event,)*];

            /// The name on the wire.
            pub const fn name(&self) -> &'static str {
                match self {
                    $($(#[cfg($cfg)])? Self::$name(_) => $event,)*
                }
            }

            /// What the event tells, in the words of its documentation.
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
                .expect("an event is made of strings and numbers")
            }

            /// The payload as JSON text.
            #[cfg(feature = "ssr")]
            pub fn payload(&self) -> String {
                match self {
                    $($(#[cfg($cfg)])? Self::$name(payload) => serde_json::to_string(payload),)*
                }
                .expect("an event is made of strings and numbers")
            }

            /// Reads an event. `None` for an event that this build does not know: newer servers may send more.
            ///
            /// # Errors
            /// When a known event has a payload of another shape.
            pub fn parse(name: &str, payload: &str) -> Result<Option<Self>, json::Malformed> {
                match name {
                    $($(#[cfg($cfg)])? $event => json::from_str(payload).map(|payload| Some(Self::$name(payload))),)*
                    _ => Ok(None),
                }
            }
        }
    };
}

events! {
    /// The first event on every connection: who you are, the rooms, the latest notices and what time it is.
    Welcome = "welcome" (Welcome),
    /// New, edited and deleted messages of a room, in the order of rev.
    Messages = "messages" (Messages),
    /// What changed in the list of rooms.
    Rooms = "rooms" (RoomChanges),
    /// A line for the whole space.
    Notice = "notice" (Notice),
    /// Who came into a room and who went.
    Presence = "presence" (Presence),
    /// You took another nickname, on this connection or another one.
    Renamed = "renamed" (Renamed),
    /// You have read further in a room, on this connection or another one.
    Read = "read" (Mark),
    /// What is pinned in a room, the latest pin first, and how many members have read it.
    Pins = "pins" (Pins),
    /// Someone addressed you in a message of a room that you have been in, which may not be open.
    Mentioned = "mentioned" (Mark),
    /// A message that you want to be told of, while no page of yours is in sight.
    #[cfg(feature = "ssr")]
    Bell = "bell" (Ring),
    /// Someone is typing.
    Typing = "typing" (Typing),
    /// A room is gone, or not for you any more.
    RoomClosed = "roomClosed" (RoomClosed),
    /// The server is about to close the connection; come back after `retryInMs`.
    Bye = "bye" (Bye),
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Welcome {
    pub me: Me,
    pub rooms: Vec<Room>,
    /// Oldest first.
    pub notices: Vec<Notice>,
    /// How far you have read in the rooms that you have been in. A room whose `lastSeq` is above has unread messages.
    #[serde(default)]
    pub read: Vec<Mark>,
    /// Where you were addressed and have not read it yet; the latest hundred.
    #[serde(default)]
    pub mentions: Vec<Mark>,
    /// What time it is for the server, in milliseconds UTC.
    pub now: Millis,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Messages {
    pub room_id: RoomId,
    /// The room's revision before these messages. A client that is elsewhere asks `sync`.
    pub from_rev: u64,
    /// The room's revision with these messages.
    pub to_rev: u64,
    pub messages: Vec<Message>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct RoomChanges {
    pub added: Vec<Room>,
    pub changed: Vec<Room>,
    pub removed: Vec<RoomId>,
}

/// Who is in a room: the whole list while it is short, the difference always.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Presence {
    pub room_id: RoomId,
    /// How many people are in the room now.
    pub count: u32,
    /// Everyone who is in the room, sorted by nickname; left out in rooms of more than 50 people.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub members: Option<Vec<Member>>,
    /// Who came in, took another nickname, became idle or is back.
    pub joined: Vec<Member>,
    pub left: Vec<GuestId>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Pins {
    pub room_id: RoomId,
    pub pins: Vec<Pin>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Typing {
    pub room_id: RoomId,
    pub member: Member,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct RoomClosed {
    pub room_id: RoomId,
    pub reason: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Bye {
    pub reason: String,
    pub retry_in_ms: u32,
}
