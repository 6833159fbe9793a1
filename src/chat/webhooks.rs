//! Webhooks: where a room's bot is told what was written, without a connection of its own.

use std::{
    net::{IpAddr, Ipv4Addr},
    sync::Arc,
};

use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD};
use url::{Host, Url};

use super::{
    Chat, Error, Refused, Result,
    ports::{DeliveryOutcome, Happened, NewWebhook, Outside, StoreError, Subscription, WebhookSecret},
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

/// An address as it is stored. Where its name leads is seen when it is asked: names lead elsewhere every day.
pub(super) fn checked(text: &str, outside: &dyn Outside) -> Result<Arc<str>, Refusal> {
    let url = Url::parse(text).map_err(|_| Refusal::WebhookForbidden)?;
    if !matches!(url.scheme(), "http" | "https") || !url.has_host() {
        return Err(Refusal::WebhookForbidden);
    }
    if !url.username().is_empty() || url.password().is_some() {
        return Err(Refusal::WebhookWithPassword);
    }
    if url.as_str().len() > limits::WEBHOOK_BYTES {
        return Err(Refusal::WebhookTooLong);
    }
    if literal(&url).is_some_and(|address| !outside.may_be_asked(address)) {
        return Err(Refusal::WebhookPrivate);
    }
    Ok(url.as_str().into())
}

/// The address that is written in the URL. By its name, this machine is one too (RFC 6761).
pub(super) fn literal(url: &Url) -> Option<IpAddr> {
    match url.host()? {
        Host::Ipv4(address) => Some(address.into()),
        Host::Ipv6(address) => Some(address.into()),
        Host::Domain(name) => {
            let last = name.trim_end_matches('.').rsplit('.').next();
            (last == Some("localhost")).then_some(Ipv4Addr::LOCALHOST.into())
        }
    }
}

/// 256 random bits, as text because the receiver's program uses the text as the key.
fn new_secret() -> WebhookSecret {
    WebhookSecret(format!("sbs_{}", BASE64_URL_SAFE_NO_PAD.encode(rand::random::<[u8; 32]>())).into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug)]
    struct NoTens;

    impl Outside for NoTens {
        fn may_be_asked(&self, address: IpAddr) -> bool {
            !matches!(address, IpAddr::V4(address) if address.octets()[0] == 10 || address.is_loopback())
        }
    }

    #[test]
    fn an_address_of_the_web_is_taken_and_nothing_else() {
        assert_eq!(&*checked("https://Bot.example/hook?room=1", &NoTens).unwrap(), "https://bot.example/hook?room=1");
        let long = format!("https://bot.example/{}", "a".repeat(limits::WEBHOOK_BYTES));
        for (wrong, why) in [
            ("bot.example", Refusal::WebhookForbidden),
            ("ftp://bot.example", Refusal::WebhookForbidden),
            ("file:///etc/passwd", Refusal::WebhookForbidden),
            ("https://me:x@bot.example", Refusal::WebhookWithPassword),
            ("https://me@bot.example", Refusal::WebhookWithPassword),
            (&long, Refusal::WebhookTooLong),
        ] {
            assert_eq!(checked(wrong, &NoTens), Err(why), "{wrong}");
        }
    }

    #[test]
    fn an_address_that_is_plainly_in_the_houses_own_network_is_not_even_kept() {
        for private in ["10.0.0.1", "127.1", "167772161", "localhost", "LOCALHOST.", "bot.localhost"] {
            assert_eq!(checked(&format!("http://{private}/"), &NoTens), Err(Refusal::WebhookPrivate), "{private}");
        }
        for public in ["1.1.1.1", "[2606:4700::1]", "localhost.example", "notlocalhost"] {
            assert!(checked(&format!("http://{public}/"), &NoTens).is_ok(), "{public}");
        }
    }
}
