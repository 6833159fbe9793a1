//! How fast one guest may write, whatever the way: sockets and forms share one allowance. And how fast new guests may
//! come from one address, each of whom would have an allowance of their own.

use std::{hash::Hash, num::NonZeroU32};

use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter, clock::Clock};

use super::{Error, Result};
use crate::domain::{AddressBlock, GuestId};

/// How often something may be done, per second in the long run and at once.
#[derive(Clone, Copy, Debug)]
pub struct Rate {
    pub per_second: NonZeroU32,
    pub burst: NonZeroU32,
}

/// The allowances of every guest and every address. `None` where the operator lifted the limits.
pub(super) struct Limits(Option<Kinds>);

struct Kinds {
    messages: DefaultKeyedRateLimiter<GuestId>,
    /// Making rooms and taking nicknames: what everyone in the house gets to see.
    announcements: DefaultKeyedRateLimiter<GuestId>,
    newcomers: DefaultKeyedRateLimiter<AddressBlock>,
}

/// What the operator allows.
#[derive(Clone, Copy, Debug)]
pub struct Rates {
    /// Messages of one guest.
    pub messages: Rate,
    /// New rooms and nickname changes of one guest.
    pub announcements: Rate,
    /// New guests from one address.
    pub newcomers: Rate,
}

impl Limits {
    pub(super) fn new(rates: Option<Rates>) -> Self {
        Self(rates.map(|rates| Kinds {
            messages: RateLimiter::keyed(quota(rates.messages)),
            announcements: RateLimiter::keyed(quota(rates.announcements)),
            newcomers: RateLimiter::keyed(quota(rates.newcomers)),
        }))
    }

    /// # Errors
    /// [`Error::TooFast`] with the time after which it works again.
    pub(super) fn check_message(&self, guest: &GuestId) -> Result<()> {
        self.0.as_ref().map_or(Ok(()), |kinds| check(&kinds.messages, guest))
    }

    /// # Errors
    /// [`Error::TooFast`] with the time after which it works again.
    pub(super) fn check_announcement(&self, guest: &GuestId) -> Result<()> {
        self.0.as_ref().map_or(Ok(()), |kinds| check(&kinds.announcements, guest))
    }

    /// # Errors
    /// [`Error::TooFast`] with the time after which it works again.
    pub(super) fn check_newcomer(&self, from: &AddressBlock) -> Result<()> {
        self.0.as_ref().map_or(Ok(()), |kinds| check(&kinds.newcomers, from))
    }

    /// Forgets guests and addresses whose allowance is whole again.
    pub(super) fn sweep(&self) {
        if let Some(Kinds { messages, announcements, newcomers }) = &self.0 {
            forget_the_rested(messages);
            forget_the_rested(announcements);
            forget_the_rested(newcomers);
        }
    }
}

fn check<K: Clone + Eq + Hash>(limiter: &DefaultKeyedRateLimiter<K>, key: &K) -> Result<()> {
    limiter.check_key(key).map_err(|not_until| {
        let wait = not_until.wait_time_from(limiter.clock().now());
        Error::TooFast { retry_in_ms: u32::try_from(wait.as_millis()).unwrap_or(u32::MAX).max(1) }
    })
}

fn forget_the_rested<K: Clone + Eq + Hash>(limiter: &DefaultKeyedRateLimiter<K>) {
    limiter.retain_recent();
    limiter.shrink_to_fit();
}

fn quota(rate: Rate) -> Quota {
    Quota::per_second(rate.per_second).allow_burst(rate.burst)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rate(per_second: u32, burst: u32) -> Rate {
        Rate { per_second: per_second.try_into().unwrap(), burst: burst.try_into().unwrap() }
    }

    #[test]
    fn a_burst_is_allowed_and_what_exceeds_it_told_when_to_come_back() {
        let rates = Rates { messages: rate(1, 3), announcements: rate(1, 1), newcomers: rate(1, 1) };
        let limits = Limits::new(Some(rates));
        let (fast, calm) = (GuestId::new("fast"), GuestId::new("calm"));
        for _ in 0..3 {
            limits.check_message(&fast).unwrap();
        }
        let refused = limits.check_message(&fast).unwrap_err();
        assert!(matches!(refused, Error::TooFast { retry_in_ms: 1..=1_000 }), "{refused:?}");
        limits.check_message(&calm).unwrap();
        limits.check_announcement(&fast).unwrap();
        let address = |text: &str| AddressBlock::from(text.parse::<std::net::IpAddr>().unwrap());
        limits.check_newcomer(&address("2001:db8::1")).unwrap();
        limits.check_newcomer(&address("2001:db8::2")).unwrap_err();
        limits.check_newcomer(&address("2001:db8:0:1::1")).unwrap();
    }

    #[test]
    fn lifted_limits_limit_nothing() {
        let limits = Limits::new(None);
        for _ in 0..10_000 {
            limits.check_message(&GuestId::new("load")).unwrap();
        }
    }
}
