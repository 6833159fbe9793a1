//! Where the house keeps its bots.

use std::{fmt, sync::Arc};

use async_trait::async_trait;

use super::{StoreError, TokenHash};
use crate::domain::{Bot, Guest, GuestId, Millis, Reach, RoomId, name::Name};

/// The part of a [`Store`](super::Store) that is about bots and their webhooks, on the same terms.
#[async_trait]
pub trait BotStore: Send + Sync + 'static {
    /// Makes a bot, which holds its nickname until it is removed or its room is purged.
    ///
    /// # Errors
    /// [`StoreError::NicknameTaken`] when a guest holds the same nickname key; [`StoreError::Missing`] when there is no
    /// such live room or no such space.
    async fn add_bot(&self, bot: NewBot) -> Result<Bot, StoreError>;

    /// The bot of a token.
    async fn bot_of_token(&self, token: &TokenHash) -> Result<Option<Guest>, StoreError>;

    /// The bots of a live room, oldest first.
    async fn bots(&self, room: &RoomId) -> Result<Vec<Bot>, StoreError>;

    /// Whether there is such a bot and it was not removed.
    async fn is_bot(&self, bot: &GuestId) -> Result<bool, StoreError>;

    /// Takes a bot's token, its webhook and its nickname away; what it wrote stays. `false` when there was none.
    async fn remove_bot(&self, bot: &GuestId) -> Result<bool, StoreError>;

    /// Gives a room's bot another webhook, which is told what is written from now on, or takes it away.
    ///
    /// # Errors
    /// [`StoreError::Missing`] when there is no such bot, or it is none of one live room.
    async fn set_webhook(&self, bot: &GuestId, webhook: Option<NewWebhook>) -> Result<(), StoreError>;

    /// The webhooks of live rooms that were not given up.
    async fn webhooks(&self) -> Result<Vec<Subscription>, StoreError>;

    /// One of [`webhooks`](Self::webhooks).
    async fn webhook(&self, bot: &GuestId) -> Result<Option<Subscription>, StoreError>;

    /// Notes how a delivery went, unless the webhook was changed since `of` was read.
    async fn note_delivery(&self, of: &Subscription, outcome: DeliveryOutcome) -> Result<(), StoreError>;
}

#[derive(Clone, Debug)]
pub struct NewBot {
    pub id: GuestId,
    pub nickname: Name,
    pub reach: Reach,
    pub token: TokenHash,
    pub now: Millis,
}

#[derive(Clone, Debug)]
pub struct NewWebhook {
    pub url: Arc<str>,
    pub secret: WebhookSecret,
}

/// What a webhook's deliveries are signed with. Never logged.
#[derive(Clone, PartialEq, Eq)]
pub struct WebhookSecret(pub Arc<str>);

impl fmt::Debug for WebhookSecret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("WebhookSecret(…)")
    }
}

/// A webhook as its deliverer needs it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Subscription {
    pub bot: GuestId,
    /// Whose room it is.
    pub owner: GuestId,
    pub room: RoomId,
    pub url: Arc<str>,
    pub secret: WebhookSecret,
    /// The room's revision up to which everything was delivered.
    pub cursor: u64,
    /// Since when nothing could be delivered.
    pub failing_since: Option<Millis>,
}

/// How a delivery went.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DeliveryOutcome {
    /// Everything up to this revision of the room was taken, or is nothing that the webhook is told.
    Delivered {
        rev: u64,
        /// When; `None` when there was nothing to tell.
        at: Option<Millis>,
    },
    /// It was not, first at this time.
    Failed { since: Millis, problem: Arc<str> },
    /// It was not for so long that it is tried no more.
    GivenUp { since: Millis, problem: Arc<str>, at: Millis },
}
