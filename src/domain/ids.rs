//! Identifiers. All of them are opaque to clients and cheap to clone.

use std::{fmt, sync::Arc};

use serde::{Deserialize, Serialize};

use super::Refusal;

/// Milliseconds since the Unix epoch, in UTC.
pub type Millis = i64;

/// A message's id: unique in the whole house, growing with time, never used again.
pub type MessageId = i64;

macro_rules! text_id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[serde(transparent)]
        #[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
        pub struct $name(Arc<str>);

        impl $name {
            /// Wraps text that is already known to be an id, because the server made it.
            pub fn new(id: impl Into<Arc<str>>) -> Self {
                Self(id.into())
            }

            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "{}({})", stringify!($name), self.0)
            }
        }
    };
}

text_id! {
    /// A room's id, as in `/r/<id>`.
    RoomId
}

text_id! {
    /// A guest's id. Public: it says who wrote a message, it does not let anyone act as that guest.
    GuestId
}

text_id! {
    /// The sender's own id for a message (a UUID as a rule), by which a retry is recognised.
    ClientId
}

text_id! {
    /// A space's name, as in `/s/<name>` and in the namespace `/<name>`.
    Space
}

text_id! {
    /// A picture's id, as in `/p/<id>`.
    PictureId
}

impl RoomId {
    /// Accepts what the id of a room may be, 1 to 32 ASCII letters and digits, whether or not there is such a room.
    pub fn parse(text: &str) -> Option<Self> {
        let fits = (1..=32).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_alphanumeric());
        fits.then(|| Self::new(text))
    }
}

impl PictureId {
    /// Accepts what the house makes, 22 ASCII letters and digits, whether or not there is such a picture. It is the name
    /// of a file, so nothing else will do.
    pub fn parse(text: &str) -> Option<Self> {
        let fits = text.len() == 22 && text.bytes().all(|b| b.is_ascii_alphanumeric());
        fits.then(|| Self::new(text))
    }
}

impl ClientId {
    /// Accepts 1 to 64 printable ASCII characters; UUIDs in any notation are among them.
    ///
    /// # Errors
    /// [`Refusal::BadRequest`] for anything else.
    pub fn parse(text: &str) -> Result<Self, Refusal> {
        let fits = (1..=64).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_graphic());
        fits.then(|| Self::new(text)).ok_or(Refusal::BadRequest)
    }
}

impl Space {
    /// The space that exists from the start and owns the pages `/` and `/r/<id>`.
    pub fn main() -> Self {
        Self::new("main")
    }

    /// The space of the anonymous chat, which exists from the start, too.
    pub fn anonymous() -> Self {
        Self::new("anonymous")
    }

    /// Accepts 1 to 32 lower-case letters, digits and `-`, unless another dialect has the namespace; `None` for
    /// anything else.
    pub fn parse(text: &str) -> Option<Self> {
        const TAKEN: [&str; 4] = ["v1", "chat", "room", "chats"];
        let fits = (1..=32).contains(&text.len())
            && text.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-');
        (fits && !TAKEN.contains(&text)).then(|| Self::new(text))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_space_has_a_short_plain_name_that_no_dialect_has() {
        for good in ["main", "anonymous", "a", "my-space", &"x".repeat(32)] {
            assert!(Space::parse(good).is_some(), "{good:?}");
        }
        for bad in ["", "Main", "공간", "a b", "a/b", "v1", "chat", "room", "chats", &"x".repeat(33)] {
            assert_eq!(Space::parse(bad), None, "{bad:?}");
        }
    }

    #[test]
    fn a_client_id_is_short_and_printable() {
        assert!(ClientId::parse("0b8f6c1e-2a51-4c0e-9d0a-3f0b6a2c7d11").is_ok());
        for bad in ["", "with space", "줄", "a\nb", &"x".repeat(65)] {
            assert_eq!(ClientId::parse(bad), Err(Refusal::BadRequest), "{bad:?}");
        }
    }
}
