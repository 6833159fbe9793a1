use std::time::{SystemTime, UNIX_EPOCH};

use crate::{chat::ports::Clock, domain::Millis};

/// The time of the machine.
pub struct SystemClock;

impl Clock for SystemClock {
    fn now(&self) -> Millis {
        let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        Millis::try_from(since.as_millis()).unwrap_or(Millis::MAX)
    }
}
