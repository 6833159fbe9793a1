//! Room chat of the NestJS tutorial, namespaces `/chat` (lobby talk and notices) and `/room` (rooms of `main`, whose
//! names are their identifiers).

mod chat;
mod room;

pub(super) use self::{
    chat::{ChatWords, Lobby},
    room::{RoomWords, Rooms},
};

pub(super) const CHAT: &str = "/chat";
pub(super) const ROOM: &str = "/room";
