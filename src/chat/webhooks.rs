//! Webhooks: where a room's bot is told what was written, without a connection of its own.

use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD};
use url::Url;

use super::{
    Chat, Error, Result,
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
    /// [`Refusal::WebhookForbidden`]; [`Refusal::BadRequest`] for a bot that is none of the room's, unless its webhook is to
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
            url => Some(NewWebhook { url: checked(url)?, secret: new_secret() }),
        };
        self.limits.check_announcement(&owner.id)?;
        let secret = webhook.as_ref().map(|webhook| webhook.secret.clone());
        self.store.bots().set_webhook(&bot.guest.id, webhook).await?;
        self.bus.publish(Happened::WebhooksChanged).await;
        Ok(secret)
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

/// An address as it is stored. Whether it leads to where the house may ask is seen when it is asked: names lead
/// elsewhere every day.
fn checked(text: &str) -> Result<std::sync::Arc<str>, Refusal> {
    let url = Url::parse(text).map_err(|_| Refusal::WebhookForbidden)?;
    let is_web = matches!(url.scheme(), "http" | "https") && url.has_host();
    let is_anonymous = url.username().is_empty() && url.password().is_none();
    let fits = url.as_str().len() <= limits::WEBHOOK_BYTES;
    if is_web && is_anonymous && fits { Ok(url.as_str().into()) } else { Err(Refusal::WebhookForbidden) }
}

/// 256 random bits, as text because the receiver's program uses the text as the key.
fn new_secret() -> WebhookSecret {
    WebhookSecret(format!("sbs_{}", BASE64_URL_SAFE_NO_PAD.encode(rand::random::<[u8; 32]>())).into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_of_the_web_is_taken_and_nothing_else() {
        assert_eq!(&*checked("https://Bot.example/hook?room=1").unwrap(), "https://bot.example/hook?room=1");
        let long = format!("https://bot.example/{}", "a".repeat(limits::WEBHOOK_BYTES));
        for wrong in ["bot.example", "ftp://bot.example", "file:///etc/passwd", "https://me:x@bot.example", &long] {
            assert_eq!(checked(wrong), Err(Refusal::WebhookForbidden), "{wrong}");
        }
    }
}
