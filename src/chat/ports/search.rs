//! Where the house finds what was said.

use std::sync::Arc;

use async_trait::async_trait;

use super::StoreError;
use crate::domain::{Guest, Message, MessageId, Millis, Room, RoomId, search::Wanted};

/// The part of a [`Store`](super::Store) that finds messages.
#[async_trait]
pub trait SearchStore: Send + Sync + 'static {
    /// The messages that are wanted, the newest first. A message is found from the moment at which it is acknowledged,
    /// and not from the moment at which it is edited away or deleted; what the house itself says of coming and going is
    /// not found. Rooms that do not exist or are closed have none.
    async fn find(&self, search: Search) -> Result<Finding, StoreError>;

    /// The live rooms that a guest has been in or owns.
    async fn rooms_of(&self, guest: &Guest) -> Result<Vec<Room>, StoreError>;
}

/// Which messages are wanted.
#[derive(Clone, Debug, Default)]
pub struct Search {
    pub rooms: Vec<RoomId>,
    pub words: Wanted,
    /// The [key](crate::domain::name::key) of the nickname under which they were written.
    pub author: Option<Arc<str>>,
    /// Written at this time or later.
    pub since: Option<Millis>,
    /// Written before this time.
    pub until: Option<Millis>,
    /// Older than this one.
    pub before: Option<MessageId>,
    pub limit: u32,
}

/// What was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    pub messages: Vec<Message>,
    /// With this as [`before`](Search::before) the search goes on, until there is none. There may be one although fewer
    /// messages were found than asked for, when many had to be looked at.
    pub next: Option<MessageId>,
}
