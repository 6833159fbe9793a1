//! How fast one guest may write, whatever the way: sockets and forms share one allowance.

use std::num::NonZeroU32;

use governor::{
    DefaultKeyedRateLimiter, Quota, RateLimiter,
    clock::{Clock, DefaultClock},
};

use super::{Error, Result};
use crate::domain::GuestId;

/// What a guest may do, per second in the long run and at once.
#[derive(Clone, Copy, Debug)]
pub struct Rate {
    pub per_second: NonZeroU32,
    pub burst: NonZeroU32,
}

/// The allowances of every guest. `None` where the operator lifted the limits.
pub(super) struct Limits(Option<Kinds>);

struct Kinds {
    messages: DefaultKeyedRateLimiter<GuestId>,
    /// Making rooms and taking nicknames: what everyone in the house gets to see.
    announcements: DefaultKeyedRateLimiter<GuestId>,
    clock: DefaultClock,
}

impl Limits {
    pub(super) fn new(rates: Option<(Rate, Rate)>) -> Self {
        Self(rates.map(|(messages, announcements)| Kinds {
            messages: RateLimiter::keyed(quota(messages)),
            announcements: RateLimiter::keyed(quota(announcements)),
            clock: DefaultClock::default(),
        }))
    }

    /// # Errors
    /// [`Error::TooFast`] with the time after which it works again.
    pub(super) fn check_message(&self, guest: &GuestId) -> Result<()> {
        self.0.as_ref().map_or(Ok(()), |kinds| kinds.check(&kinds.messages, guest))
    }

    /// # Errors
    /// [`Error::TooFast`] with the time after which it works again.
    pub(super) fn check_announcement(&self, guest: &GuestId) -> Result<()> {
        self.0.as_ref().map_or(Ok(()), |kinds| kinds.check(&kinds.announcements, guest))
    }

    /// Forgets guests whose allowance is whole again.
    pub(super) fn sweep(&self) {
        for limiter in self.0.iter().flat_map(|kinds| [&kinds.messages, &kinds.announcements]) {
            limiter.retain_recent();
            limiter.shrink_to_fit();
        }
    }
}

impl Kinds {
    fn check(&self, limiter: &DefaultKeyedRateLimiter<GuestId>, guest: &GuestId) -> Result<()> {
        limiter.check_key(guest).map_err(|not_until| {
            let wait = not_until.wait_time_from(self.clock.now());
            Error::TooFast { retry_in_ms: u32::try_from(wait.as_millis()).unwrap_or(u32::MAX).max(1) }
        })
    }
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
        let limits = Limits::new(Some((rate(1, 3), rate(1, 1))));
        let (fast, calm) = (GuestId::new("fast"), GuestId::new("calm"));
        for _ in 0..3 {
            limits.check_message(&fast).unwrap();
        }
        let refused = limits.check_message(&fast).unwrap_err();
        assert!(matches!(refused, Error::TooFast { retry_in_ms: 1..=1_000 }), "{refused:?}");
        limits.check_message(&calm).unwrap();
        limits.check_announcement(&fast).unwrap();
    }

    #[test]
    fn lifted_limits_limit_nothing() {
        let limits = Limits::new(None);
        for _ in 0..10_000 {
            limits.check_message(&GuestId::new("load")).unwrap();
        }
    }
}
