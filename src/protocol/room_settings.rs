//! What the page of a room's settings shows. It is rendered on the server and never taken over by the browser.

use super::{Member, Room, bot::Bot, kick::Kicked, snapshot::Fields};
use crate::domain::{GuestId, Handed, Millis, Refusal};

/// Everything that the page depends on.
#[derive(Clone, Debug)]
pub struct RoomSettings {
    /// BCP 47: `ko` or `en`.
    pub language: String,
    /// When the page was rendered.
    pub now: Millis,
    /// Minutes east of UTC in which times are shown.
    pub utc_offset: i32,
    pub room: Room,
    /// Whether coming and going is written into the timeline.
    pub announces: bool,
    /// Who is in the room but its owner; of many, some.
    pub people: Vec<Member>,
    /// The one of them that the page is to begin with.
    pub asked_for: Option<GuestId>,
    /// Who was sent out, the latest first.
    pub kicked: Vec<Kicked>,
    pub bots: Vec<Bot>,
    /// A secret about one of them, which is shown this once.
    pub handed: Option<Handed>,
    /// What came of the form that led here.
    pub outcome: Option<Outcome>,
}

/// What came of a form.
#[derive(Clone, Debug, Default)]
pub struct Outcome {
    /// The part of the page that the form is in.
    pub section: String,
    /// `None` when everything is as it was wished.
    pub refused: Option<Refusal>,
    /// Seconds after which the form may be sent again, when it was sent too fast.
    pub retry_in: Option<u32>,
    /// What was typed in a form that was refused.
    pub fields: Fields,
    /// The bot whose webhook was refused, and the address that it was to have.
    pub webhook: Option<(GuestId, String)>,
}

impl RoomSettings {
    /// What came of the form of a section, if one led here.
    pub fn outcome_of(&self, section: &str) -> Option<&Outcome> {
        self.outcome.as_ref().filter(|outcome| outcome.section == section)
    }
}
