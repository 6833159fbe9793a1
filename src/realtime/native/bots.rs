//! What a room's owner asks about its bots.

use super::Caller;
use crate::{
    chat::Result,
    domain::RoomId,
    protocol::{
        bot::{self, Bot, BotCreated, Bots, WebhookSet},
        payload::Done,
    },
};

impl Caller {
    pub(super) async fn create_bot(&self, asked: bot::CreateBot) -> Result<BotCreated> {
        let owner = self.chat.guest(self.connection)?;
        let (bot, token) = self.chat.add_bot(&owner, &asked.room_id, &asked.nickname).await?;
        Ok(BotCreated { bot: Bot::from(&bot), token: token.reveal().into() })
    }

    pub(super) async fn bots(&self, room: &RoomId) -> Result<Bots> {
        let bots = self.chat.bots(&self.chat.guest(self.connection)?, room).await?;
        Ok(Bots { bots: bots.iter().map(Bot::from).collect() })
    }

    pub(super) async fn revoke_bot(&self, asked: bot::OfBot) -> Result<Done> {
        let owner = self.chat.guest(self.connection)?;
        self.chat.revoke_bot(&owner, &asked.room_id, &asked.bot_id).await?;
        Ok(Done {})
    }

    pub(super) async fn set_webhook(&self, asked: bot::SetWebhook) -> Result<WebhookSet> {
        let owner = self.chat.guest(self.connection)?;
        let secret = self.chat.set_webhook(&owner, &asked.room_id, &asked.bot_id, &asked.url).await?;
        Ok(WebhookSet { secret: secret.map(|secret| secret.0) })
    }
}
