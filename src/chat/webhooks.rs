//! Webhooks: where a room's bot is told what was written, without a connection of its own.

use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD};

use super::{
    Chat, Error, Refused, Result,
    outward::checked,
    ports::{DeliveryOutcome, Happened, NewWebhook, StoreError, Subscription, WebhookSecret},
};
use crate::domain::{Guest, GuestId, Message, Refusal, RoomId, limits};

/// What a webhook is to be told next.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Parcel {
    /// The room's revision up to which everything was told before.
    pub from_rev: u64,
    /// The same with this parcel.
    pub to_rev: u64,
    /// None of the bot's own; so it may be empty, and then there is nothing to tell.
    pub messages: Vec<Message>,
}

impl Chat {
    /// Gives a room's bot another webhook, with a new secret, or with an empty address takes it away.
    ///
    /// # Errors
    /// The `webhook_…` refusals; [`Refusal::BadRequest`] for a bot that is none of the room's, unless its webhook is to
    /// be taken away; and those of [`bots`](Self::bots).
    pub async fn set_webhook(
        &self,
        owner: &Guest,
        room: &RoomId,
        bot: &GuestId,
        url: &str,
    ) -> Result<Option<WebhookSecret>> {
        let bot = match self.own_bot(owner, room, bot).await? {
            Some(bot) => bot,
            None if url.is_empty() => return Ok(None),
            None => return Err(Refusal::BadRequest.into()),
        };
        let webhook = match url.trim() {
            "" => None,
            url => Some(NewWebhook { url: checked(url, &*self.config.outside)?, secret: new_secret() }),
        };
        self.limits.check_announcement(&owner.id)?;
        let secret = webhook.as_ref().map(|webhook| webhook.secret.clone());
        self.store.bots().set_webhook(&bot.guest.id, webhook).await?;
        self.bus.publish(Happened::WebhooksChanged).await;
        Ok(secret)
    }

    /// The same by a form. What is refused can be had back with [`refused`](Self::refused): an address may have a secret
    /// in it, and so stands in no other address.
    ///
    /// # Errors
    /// Those of [`set_webhook`](Self::set_webhook).
    pub async fn post_webhook(
        &self,
        owner: &Guest,
        room: &RoomId,
        bot: &GuestId,
        url: &str,
    ) -> Result<Option<WebhookSecret>> {
        let set = self.set_webhook(owner, room, bot, url).await;
        match &set {
            Ok(_) => self.drafts.forget(&owner.id),
            Err(_) => {
                let (room, bot, url) = (room.clone(), bot.clone(), url.to_owned());
                self.drafts.keep(&owner.id, Refused::Webhook { room, bot, url });
            }
        }
        set
    }

    /// The webhooks of live rooms that were not given up.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn webhooks(&self) -> Result<Vec<Subscription>> {
        Ok(self.store.bots().webhooks().await?)
    }

    /// One of [`webhooks`](Self::webhooks).
    ///
    /// # Errors
    /// When the store fails.
    pub async fn webhook(&self, bot: &GuestId) -> Result<Option<Subscription>> {
        Ok(self.store.bots().webhook(bot).await?)
    }

    /// What a webhook is to be told next, at most a page of messages; `None` when it has been told everything.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn parcel(&self, subscription: &Subscription) -> Result<Option<Parcel>> {
        let page = match self.store.since(&subscription.room, subscription.cursor, limits::PAGE).await {
            Err(StoreError::Missing) => return Ok(None),
            page => page?,
        };
        let Some(last) = page.messages.last() else { return Ok(None) };
        let (from_rev, to_rev) = (subscription.cursor, last.rev);
        let is_news = |message: &Message| message.author.id != subscription.bot;
        Ok(Some(Parcel { from_rev, to_rev, messages: page.messages.into_iter().filter(is_news).collect() }))
    }

    /// Notes how a delivery went, unless the webhook was changed meanwhile.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn note_delivery(&self, of: &Subscription, outcome: DeliveryOutcome) -> Result<()> {
        self.store.bots().note_delivery(of, outcome).await.map_err(Error::from)
    }
}

/// 256 random bits, as text because the receiver's program uses the text as the key.
fn new_secret() -> WebhookSecret {
    WebhookSecret(format!("sbs_{}", BASE64_URL_SAFE_NO_PAD.encode(rand::random::<[u8; 32]>())).into())
}
