//! People.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::{GuestId, Reach};

/// How many inks there are to stamp a seal with; `style/seal.css` has a colour for each.
pub const INKS: u32 = 6;

/// A person known only by a nickname and a session, or a program that was given a token.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Guest {
    pub id: GuestId,
    pub nickname: Arc<str>,
    /// Where a bot may go; `None` for people.
    pub bot: Option<Reach>,
    /// The ink of their seal, below [`INKS`]; `None` until they choose one.
    pub ink: Option<u32>,
}

/// Who wrote a message: the guest and the nickname they had at that moment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct Author {
    pub id: GuestId,
    pub nickname: Arc<str>,
    /// Whether a program wrote it.
    #[serde(rename = "bot", default, skip_serializing_if = "std::ops::Not::not")]
    pub is_bot: bool,
    /// The ink of their seal, if they chose one. Not of that moment, but the one that they have when this is read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ink: Option<u32>,
}

/// Somebody who is in a room.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Here {
    pub guest: Guest,
    /// Has done nothing for a while, on none of their pages.
    pub is_idle: bool,
}

impl Guest {
    /// Somebody who is no bot.
    pub fn person(id: GuestId, nickname: impl Into<Arc<str>>) -> Self {
        Self { id, nickname: nickname.into(), bot: None, ink: None }
    }
}

impl Author {
    /// Somebody who is no bot.
    pub fn person(id: GuestId, nickname: impl Into<Arc<str>>) -> Self {
        Self { id, nickname: nickname.into(), is_bot: false, ink: None }
    }
}

/// The id of the house as an author. Guests' ids are longer.
const HOUSE: &str = "house";

impl Author {
    /// The house itself, which tells of coming and going.
    pub fn house() -> Self {
        Self::person(GuestId::new(HOUSE), "사랑방")
    }

    pub fn is_house(&self) -> bool {
        self.id.as_str() == HOUSE
    }
}

impl From<&Guest> for Author {
    fn from(guest: &Guest) -> Self {
        Self { id: guest.id.clone(), nickname: guest.nickname.clone(), is_bot: guest.bot.is_some(), ink: guest.ink }
    }
}
