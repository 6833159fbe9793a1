//! How fast one guest may write, whatever the way: sockets and forms share one allowance. And how fast new guests may
//! come from one address, each of whom would have an allowance of their own.

use std::{hash::Hash, num::NonZeroU32};

use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter, clock::Clock};

use super::{Error, Result};
use crate::domain::{AddressBlock, GuestId, RoomId};

/// Passwords that one guest may try at all rooms, and everyone together at one room.
const GUESSES: Quota = per_minute(10, 5);
const GUESSES_AT: Quota = per_minute(60, 30);

/// How often one guest may come into rooms where everybody is told of it.
const ENTRIES: Quota = per_minute(60, 30);

/// Pictures that one guest may upload, and everyone together from one address.
const PICTURES: Quota = per_minute(30, 12);
const PICTURES_FROM: Quota = per_minute(120, 48);

/// Searches of one guest: fast enough for who narrows one down, or pages through what was found.
const SEARCHES: Quota = per_minute(60, 20);

/// Signatures of passkeys that one address may ask to make.
const CHALLENGES: Quota = per_minute(30, 10);

const fn per_minute(number: u32, burst: u32) -> Quota {
    match (NonZeroU32::new(number), NonZeroU32::new(burst)) {
        (Some(number), Some(burst)) => Quota::per_minute(number).allow_burst(burst),
        _ => panic!("nobody could ever do it"),
    }
}

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
    challenges: DefaultKeyedRateLimiter<AddressBlock>,
    entries: DefaultKeyedRateLimiter<GuestId>,
    searches: DefaultKeyedRateLimiter<GuestId>,
    pictures: DefaultKeyedRateLimiter<GuestId>,
    pictures_from: DefaultKeyedRateLimiter<AddressBlock>,
    /// Passwords that somebody tried, and that were tried at one room: whoever comes back as another guest after five
    /// guesses still shares the room's allowance.
    guesses: DefaultKeyedRateLimiter<GuestId>,
    guesses_at: DefaultKeyedRateLimiter<RoomId>,
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
            challenges: RateLimiter::keyed(CHALLENGES),
            entries: RateLimiter::keyed(ENTRIES),
            searches: RateLimiter::keyed(SEARCHES),
            pictures: RateLimiter::keyed(PICTURES),
            pictures_from: RateLimiter::keyed(PICTURES_FROM),
            guesses: RateLimiter::keyed(GUESSES),
            guesses_at: RateLimiter::keyed(GUESSES_AT),
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

    /// # Errors
    /// [`Error::TooFast`] with the time after which it works again.
    pub(super) fn check_challenge(&self, from: &AddressBlock) -> Result<()> {
        self.0.as_ref().map_or(Ok(()), |kinds| check(&kinds.challenges, from))
    }

    /// # Errors
    /// [`Error::TooFast`] with the time after which it works again.
    pub(super) fn check_entry(&self, guest: &GuestId) -> Result<()> {
        self.0.as_ref().map_or(Ok(()), |kinds| check(&kinds.entries, guest))
    }

    /// # Errors
    /// [`Error::TooFast`] with the time after which it works again.
    pub(super) fn check_search(&self, guest: &GuestId) -> Result<()> {
        self.0.as_ref().map_or(Ok(()), |kinds| check(&kinds.searches, guest))
    }

    /// Counts a picture that is about to be uploaded.
    ///
    /// # Errors
    /// [`Error::TooFast`] with the time after which it works again.
    pub(super) fn check_picture(&self, guest: &GuestId, from: Option<&AddressBlock>) -> Result<()> {
        let Some(kinds) = &self.0 else { return Ok(()) };
        check(&kinds.pictures, guest)?;
        from.map_or(Ok(()), |from| check(&kinds.pictures_from, from))
    }

    /// Counts an attempt to get into a locked room.
    ///
    /// # Errors
    /// [`Error::TooFast`] with the time after which it works again.
    pub(super) fn check_guess(&self, guest: &GuestId, room: &RoomId) -> Result<()> {
        let Some(kinds) = &self.0 else { return Ok(()) };
        check(&kinds.guesses, guest)?;
        check(&kinds.guesses_at, room)
    }

    /// Forgets guests, rooms and addresses whose allowance is whole again.
    pub(super) fn sweep(&self) {
        let Some(kinds) = &self.0 else { return };
        let Kinds { messages, announcements, newcomers, challenges, entries, searches, .. } = kinds;
        let Kinds { pictures, pictures_from, guesses, guesses_at, .. } = kinds;
        [messages, announcements, entries, searches, pictures, guesses].into_iter().for_each(forget_the_rested);
        [newcomers, challenges, pictures_from].into_iter().for_each(forget_the_rested);
        forget_the_rested(guesses_at);
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
