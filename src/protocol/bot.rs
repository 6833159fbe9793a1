//! What the owner of a room asks and learns about its bots. The page does that by forms, so none of it is in the
//! browser's program.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::domain::{self, GuestId, Millis, RoomId};

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct CreateBot {
    pub room_id: RoomId,
    pub nickname: Arc<str>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct OfBot {
    pub room_id: RoomId,
    pub bot_id: GuestId,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SetWebhook {
    pub room_id: RoomId,
    pub bot_id: GuestId,
    /// An empty one takes the webhook away.
    pub url: Arc<str>,
}

/// A bot as the owner of its room sees it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Bot {
    pub id: GuestId,
    pub nickname: Arc<str>,
    pub created_at: Millis,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub webhook: Option<Webhook>,
}

/// Where a bot is told what was written in its room.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Webhook {
    pub url: Arc<str>,
    /// The room's revision up to which everything was delivered.
    pub rev: u64,
    /// When something was taken for the last time.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub delivered_at: Option<Millis>,
    /// Since when nothing could be delivered.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub failing_since: Option<Millis>,
    /// A code for what was wrong the last time.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub problem: Option<Arc<str>>,
    /// When it was given up.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub off_at: Option<Millis>,
}

/// The answer to `createBot`. Whoever knows the token is the bot; it is told only here.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BotCreated {
    pub bot: Bot,
    pub token: Arc<str>,
}

/// The answer to `bots`: those of the room, oldest first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Bots {
    pub bots: Vec<Bot>,
}

/// The answer to `setWebhook`. Deliveries are signed with the secret, which is told only here.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WebhookSet {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub secret: Option<Arc<str>>,
}

impl From<&domain::Bot> for Bot {
    fn from(bot: &domain::Bot) -> Self {
        Self {
            id: bot.guest.id.clone(),
            nickname: bot.guest.nickname.clone(),
            created_at: bot.created_at,
            webhook: bot.webhook.as_ref().map(Webhook::from),
        }
    }
}

impl From<&domain::Webhook> for Webhook {
    fn from(webhook: &domain::Webhook) -> Self {
        let failing = webhook.failing.clone();
        let (failing_since, problem) = failing.map(|failing| (failing.since, failing.problem)).unzip();
        let (rev, delivered_at, off_at) = (webhook.cursor, webhook.delivered_at, webhook.off_at);
        Self { url: webhook.url.clone(), rev, delivered_at, failing_since, problem, off_at }
    }
}
