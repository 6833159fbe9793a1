//! What a dialect tells its sockets: one event, encoded once for all who hear it.

use std::sync::Arc;

use serde::Serialize;
use serde_json::value::{RawValue, to_raw_value};

use crate::domain::{GuestId, RoomId, Space};

/// An event, encoded once for everyone.
#[derive(Clone)]
pub(super) struct Encoded {
    pub name: &'static str,
    pub payload: Arc<RawValue>,
}

impl Encoded {
    pub(super) fn new(name: &'static str, payload: &(impl Serialize + ?Sized)) -> Self {
        let payload = to_raw_value(payload).expect("an event is made of strings and numbers");
        Self { name, payload: payload.into() }
    }

    /// An event whose payload is JSON text already.
    pub(super) fn from_json(name: &'static str, payload: String) -> Self {
        let payload = RawValue::from_string(payload).expect("an event's payload is JSON");
        Self { name, payload: payload.into() }
    }
}

/// Who is to hear something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Audience {
    Everyone,
    /// Who looks at a space.
    Space(Space),
    Room(RoomId),
    Guests(Arc<[GuestId]>),
}

/// An event with those who hear it.
pub(super) struct Telling {
    pub to: Audience,
    /// Somebody who does not hear it, though they belong to the audience.
    except: Option<GuestId>,
    pub event: Encoded,
}

impl Telling {
    pub(super) fn new(to: Audience, name: &'static str, payload: &(impl Serialize + ?Sized)) -> Self {
        Self::of(to, Encoded::new(name, payload))
    }

    pub(super) fn of(to: Audience, event: Encoded) -> Self {
        Self { to, except: None, event }
    }

    pub(super) fn except(self, guest: &GuestId) -> Self {
        Self { except: Some(guest.clone()), ..self }
    }

    /// Whether a socket that speaks for this guest, and looks at this space, hears it. Who is in which room the caller
    /// knows.
    pub(super) fn is_for(&self, guest: Option<&GuestId>, space: Option<&Space>) -> bool {
        match &self.to {
            Audience::Space(only) if space != Some(only) => false,
            Audience::Guests(only) => guest.is_some_and(|guest| only.contains(guest)),
            Audience::Everyone | Audience::Space(_) | Audience::Room(_) => {
                guest.is_none() || guest != self.except.as_ref()
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn is_for_everyone_but_the_excepted_and_those_who_are_nobody_yet() {
        let (one, two) = (GuestId::new("one"), GuestId::new("two"));
        let told = Telling::new(Audience::Everyone, "message", "안녕").except(&one);
        assert!(!told.is_for(Some(&one), None));
        assert!(told.is_for(Some(&two), None));
        assert!(told.is_for(None, None));
        assert!(Telling::new(Audience::Everyone, "message", "안녕").is_for(None, None));
    }

    #[test]
    fn is_for_one_guest_alone() {
        let (one, two) = (GuestId::new("one"), GuestId::new("two"));
        let told = Telling::new(Audience::Guests([one.clone()].into()), "renamed", "영희");
        assert!(told.is_for(Some(&one), None));
        assert!(!told.is_for(Some(&two), None));
        assert!(!told.is_for(None, None));
    }

    #[test]
    fn is_for_those_who_look_at_the_space() {
        let (main, other) = (Space::main(), Space::new("other"));
        let told = Telling::new(Audience::Space(main.clone()), "notice", "안녕");
        assert!(told.is_for(None, Some(&main)));
        assert!(!told.is_for(None, Some(&other)));
        assert!(!told.is_for(None, None));
    }
}
