//! How what happened reaches everyone.

use std::sync::Arc;

use async_trait::async_trait;
use tokio::sync::mpsc;

use super::{Talk, TokenHash};
use crate::domain::{BellLevel, Ending, Guest, GuestId, Here, Mark, Message, Notice, Pin, Ring, RoomId, Space};

/// Carries what happened to everyone who listens, on this node first.
#[async_trait]
pub trait Bus: Send + Sync + 'static {
    /// Hands an event to every listener, in order. Waits while a listener's queue is full: a slow fan-out slows the
    /// writers down instead of growing the memory.
    async fn publish(&self, event: Happened);

    /// Listens from now on; `queue` is how many events may wait.
    fn listen(&self, queue: usize) -> mpsc::Receiver<Happened>;
}

/// Something that happened in the house.
#[derive(Clone, Debug)]
pub enum Happened {
    /// A batch of a room's messages was stored.
    Messages {
        room: RoomId,
        from_rev: u64,
        to_rev: u64,
        messages: Arc<[Message]>,
    },
    Notice(Arc<Notice>),
    RoomCreated(RoomId),
    /// A room is there no more; whoever was in it is out.
    RoomEnded {
        room: RoomId,
        space: Space,
        ending: Ending,
        was_listed: bool,
        /// Who was in it.
        inside: Arc<[GuestId]>,
    },
    /// Somebody was sent out of a room.
    Kicked {
        room: RoomId,
        guest: GuestId,
    },
    /// A room is in the list no more; who is in it stays.
    RoomHidden(RoomId),
    /// A listed room has another name; its change is told as [`RoomsChanged`](Self::RoomsChanged) besides.
    RoomRenamed(RoomId),
    /// Rooms whose number of people, last activity or terms changed.
    RoomsChanged(Arc<[RoomId]>),
    Presence {
        room: RoomId,
        /// Who came in, took another nickname, became idle or is back.
        joined: Arc<[Here]>,
        left: Arc<[GuestId]>,
    },
    /// A guest took another nickname.
    Renamed(Guest),
    /// A bot's token is worth nothing any more.
    BotRevoked(GuestId),
    /// A guest is forgotten.
    Departed(GuestId),
    /// A session of a guest is over, or all of them are.
    SignedOut {
        guest: GuestId,
        session: Option<TokenHash>,
    },
    /// A webhook was set, changed or taken away, maybe with its bot.
    WebhooksChanged,
    /// Somebody has read further.
    Read {
        guest: GuestId,
        mark: Mark,
    },
    /// Somebody wants to be told another part of a room's messages.
    BellSet {
        guest: GuestId,
        room: RoomId,
        level: BellLevel,
    },
    /// Somebody who looks elsewhere is told of a message.
    Rang {
        guest: GuestId,
        ring: Ring,
    },
    /// Other messages of a room are pinned than before, or more or fewer of its members have read them.
    PinsChanged {
        room: RoomId,
        pins: Arc<[Pin]>,
    },
    /// Somebody was addressed in a message, which was told before.
    Mentioned {
        guest: GuestId,
        mark: Mark,
    },
    Typing {
        room: RoomId,
        guest: Guest,
    },
    /// Somebody said something in a lobby, where nothing is kept.
    Talk(Arc<Talk>),
}
