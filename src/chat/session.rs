//! Sessions: how a guest is known again.

use std::fmt;

use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD};
use sha2::{Digest, Sha256};

use super::{
    Chat, Result,
    ports::{NewGuest, TokenHash},
};
use crate::domain::{AddressBlock, Guest, GuestId, Millis, name};

/// A session's secret: 256 random bits. Whoever has it is the guest, so it is stored hashed and never logged.
#[derive(Clone, PartialEq, Eq)]
pub struct Token([u8; 32]);

impl Token {
    pub(super) fn random() -> Self {
        Self(rand::random())
    }

    /// The secret of these bytes.
    pub(super) const fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    pub(super) const fn bytes(&self) -> &[u8; 32] {
        &self.0
    }

    /// Reads a token from a cookie or an `auth` payload; `None` when it cannot be one.
    pub fn parse(text: &str) -> Option<Self> {
        let bytes = BASE64_URL_SAFE_NO_PAD.decode(text).ok()?;
        bytes.try_into().ok().map(Self)
    }

    /// The token as text, for the guest only.
    pub fn reveal(&self) -> String {
        BASE64_URL_SAFE_NO_PAD.encode(self.0)
    }

    /// By which the store, and what happens in the house, knows it.
    pub fn hash(&self) -> TokenHash {
        Sha256::digest(self.0).into()
    }
}

impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Token(…)")
    }
}

impl Chat {
    /// Takes a nickname: a new guest with a session.
    ///
    /// # Errors
    /// The `nickname_…` refusals.
    pub async fn enter(&self, nickname: &str) -> Result<(Guest, Token)> {
        let (nickname, token) = (name::nickname(nickname)?, Token::random());
        let id = GuestId::new(super::rooms::random_id());
        let guest = NewGuest { id, nickname, token: token.hash(), now: self.now() };
        Ok((self.store.create_guest(guest).await?, token))
    }

    /// Whether one more guest may [`enter`](Self::enter) from this address. A gateway asks before.
    ///
    /// # Errors
    /// [`Error::TooFast`](super::Error::TooFast) with the time after which it works again.
    pub fn check_newcomer(&self, from: &AddressBlock) -> Result<()> {
        self.limits.check_newcomer(from)
    }

    /// The guest whose session this is; `None` when it is unknown or too old.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn guest_of(&self, token: &Token) -> Result<Option<Guest>> {
        let now = self.now();
        Ok(self.store.guest_of_session(&token.hash(), now - self.session_lifetime(), now).await?)
    }

    /// Ends the sessions that nobody has used for too long; their nicknames are free again. A connection uses its session
    /// for as long as it lasts.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn expire_sessions(&self) -> Result<u64> {
        self.limits.sweep();
        let now = self.now();
        let since = now - self.session_lifetime();
        for session in self.presence.sessions() {
            // Notes that it was seen.
            self.store.guest_of_session(&session, since, now).await?;
        }
        Ok(self.store.expire_sessions(since).await?)
    }

    pub(super) fn session_lifetime(&self) -> Millis {
        Millis::try_from(self.config.session_lifetime.as_millis()).unwrap_or(Millis::MAX)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_is_read_back_and_nothing_else_is_one() {
        let token = Token::random();
        assert_eq!(Token::parse(&token.reveal()), Some(token));
        for bad in ["", "AAAA", "한글", &"A".repeat(44), &"=".repeat(43)] {
            assert_eq!(Token::parse(bad), None, "{bad:?}");
        }
    }

    #[test]
    fn a_token_is_never_printed() {
        assert_eq!(format!("{:?}", Token([7; 32])), "Token(…)");
    }
}
