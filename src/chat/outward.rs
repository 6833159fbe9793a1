//! Addresses at which a guest would have the house ask: webhooks, and push services.

use std::{
    net::{IpAddr, Ipv4Addr},
    sync::Arc,
};

use url::{Host, Url};

use super::ports::Outside;
use crate::domain::{Refusal, limits};

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
