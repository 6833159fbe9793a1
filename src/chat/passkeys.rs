//! Claiming a nickname with a passkey, and coming back with it: by the Web Authentication standard, without e-mail and
//! without a password.

mod ceremony;
mod challenges;
mod cose;

pub(super) use self::challenges::Challenges;
pub use self::{
    ceremony::{Assertion, Attestation, Site, decoded},
    challenges::{Challenge, Purpose},
    cose::ALGORITHMS,
};
use super::{Chat, Result, Token, ports::NewPasskey};
use crate::domain::{AddressBlock, Guest, Passkey, Refusal, limits};

impl Chat {
    /// A challenge for somebody at this address, to be signed within some minutes, once.
    ///
    /// # Errors
    /// [`Error::TooFast`](super::Error::TooFast) with the time after which it works again.
    pub fn challenge(&self, purpose: Purpose, from: Option<&AddressBlock>) -> Result<Challenge> {
        from.map_or(Ok(()), |from| self.limits.check_challenge(from))?;
        Ok(self.challenges.give(purpose, self.now()))
    }

    /// Keeps a passkey that a guest's device made at this site; with it they hold the nickname without a session.
    ///
    /// # Errors
    /// [`Refusal::InvalidToken`] when it is not what the guest was asked for; [`Refusal::BadRequest`] of one too many.
    pub async fn claim(&self, guest: &Guest, site: &Site, attestation: &Attestation) -> Result<()> {
        if self.passkeys(guest).await?.len() >= limits::PASSKEYS {
            return Err(Refusal::BadRequest.into());
        }
        let made = attestation
            .verify(site, |challenge| self.challenges.take(challenge, &Purpose::Claim(guest.id.clone()), self.now()));
        let made = made.ok_or(Refusal::InvalidToken)?;
        let passkey = NewPasskey {
            credential: made.credential,
            public_key: made.public_key,
            sign_count: made.sign_count,
            now: self.now(),
        };
        let is_new = self.store.persons().add_passkey(&guest.id, passkey).await?;
        if is_new { Ok(()) } else { Err(Refusal::InvalidToken.into()) }
    }

    /// The guest whose passkey signed the challenge, with a new session.
    ///
    /// # Errors
    /// [`Refusal::InvalidToken`] when nobody is known by it.
    pub async fn return_with(&self, site: &Site, assertion: &Assertion) -> Result<(Guest, Token)> {
        let known = self.store.persons().passkey(&assertion.credential).await?.ok_or(Refusal::InvalidToken)?;
        let signed = assertion
            .verify(site, &known, |challenge| self.challenges.take(challenge, &Purpose::Return, self.now()))
            .ok_or(Refusal::InvalidToken)?;
        let token = Token::random();
        let credential = &assertion.credential;
        let guest = self.store.persons().return_with(credential, signed, &token.hash(), self.now()).await?;
        Ok((guest, token))
    }

    /// The passkeys of a guest, oldest first.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn passkeys(&self, guest: &Guest) -> Result<Vec<Passkey>> {
        Ok(self.store.persons().passkeys(&guest.id).await?)
    }

    /// Forgets a passkey; one that is not the guest's is no error.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn remove_passkey(&self, guest: &Guest, id: &str) -> Result<()> {
        match decoded(id) {
            Some(credential) => Ok(self.store.persons().remove_passkey(&guest.id, &credential).await?),
            None => Ok(()),
        }
    }
}
