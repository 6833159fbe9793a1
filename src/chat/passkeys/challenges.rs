//! What was asked to be signed, and has not been yet.

use std::{collections::VecDeque, fmt, sync::Mutex};

use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD};

use crate::domain::{GuestId, Millis};

/// How many are kept; a new one takes the place of the oldest. Each address gets but a few a minute.
const KEPT: usize = 4_096;

/// For how long: somebody may have to look for their key.
const KEPT_FOR: Millis = 5 * 60_000;

/// 256 random bits.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Challenge([u8; 32]);

/// What a signature is for, so that none is taken for another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Purpose {
    Claim(GuestId),
    Return,
}

/// The latest at the back.
#[derive(Default)]
pub(in crate::chat) struct Challenges(Mutex<VecDeque<Given>>);

struct Given {
    challenge: Challenge,
    purpose: Purpose,
    at: Millis,
}

impl Challenge {
    /// In base64url, as the page's script takes it and a browser's answer has it.
    pub fn reveal(&self) -> String {
        BASE64_URL_SAFE_NO_PAD.encode(self.0)
    }
}

impl fmt::Debug for Challenge {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Challenge(…)")
    }
}

impl Challenges {
    pub(super) fn give(&self, purpose: Purpose, now: Millis) -> Challenge {
        let challenge = Challenge(rand::random());
        let mut given = self.0.lock().expect("no panic while held");
        if given.len() == KEPT {
            given.pop_front();
        }
        given.push_back(Given { challenge, purpose, at: now });
        challenge
    }

    /// Whether this was given out for the purpose, not long ago, and was not taken before.
    pub(super) fn take(&self, revealed: &str, purpose: &Purpose, now: Millis) -> bool {
        let mut given = self.0.lock().expect("no panic while held");
        given.retain(|given| now - given.at < KEPT_FOR);
        let place = given.iter().position(|given| given.challenge.reveal() == revealed && given.purpose == *purpose);
        place.and_then(|place| given.remove(place)).is_some()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_challenge_is_good_once_for_its_purpose_and_soon() {
        let challenges = Challenges::default();
        let claim = Purpose::Claim(GuestId::new("g"));
        let given = challenges.give(claim.clone(), 0).reveal();
        assert!(!challenges.take(&given, &Purpose::Return, 0));
        assert!(!challenges.take(&given, &Purpose::Claim(GuestId::new("other")), 0));
        assert!(challenges.take(&given, &claim, KEPT_FOR - 1));
        assert!(!challenges.take(&given, &claim, KEPT_FOR - 1), "only once");
        let late = challenges.give(Purpose::Return, 0).reveal();
        assert!(!challenges.take(&late, &Purpose::Return, KEPT_FOR));
    }

    #[test]
    fn they_do_not_grow_for_ever() {
        let challenges = Challenges::default();
        let oldest = challenges.give(Purpose::Return, 0).reveal();
        for _ in 0..KEPT {
            challenges.give(Purpose::Return, 0);
        }
        assert!(!challenges.take(&oldest, &Purpose::Return, 0));
        assert_eq!(challenges.0.lock().unwrap().len(), KEPT);
    }
}
