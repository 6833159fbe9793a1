//! People.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::GuestId;

/// A person known only by a nickname and a session.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Guest {
    pub id: GuestId,
    pub nickname: Arc<str>,
}

/// Who wrote a message: the guest and the nickname they had at that moment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Author {
    pub id: GuestId,
    pub nickname: Arc<str>,
}

/// The id of the house as an author. Guests' ids are longer.
const HOUSE: &str = "house";

impl Author {
    /// The house itself, which tells of coming and going.
    pub fn house() -> Self {
        Self { id: GuestId::new(HOUSE), nickname: "사랑방".into() }
    }

    pub fn is_house(&self) -> bool {
        self.id.as_str() == HOUSE
    }
}

impl From<&Guest> for Author {
    fn from(guest: &Guest) -> Self {
        Self { id: guest.id.clone(), nickname: guest.nickname.clone() }
    }
}
