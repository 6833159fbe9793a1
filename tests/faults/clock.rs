//! Time for pages. The page's waits are made for people (up to 30 s between two attempts); here they pass faster.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use sarangbang::domain::Millis;
use tokio::time::Instant;

/// How many milliseconds of a page pass in one of ours.
pub const SPEED: u32 = 10;

/// A page's clock. It starts with the right time, because pages are rendered with the server's.
#[derive(Clone, Copy)]
pub struct Clock {
    started: Instant,
    at: Millis,
}

impl Clock {
    pub fn start() -> Self {
        let at = SystemTime::now().duration_since(UNIX_EPOCH).expect("after 1970");
        Self { started: Instant::now(), at: millis(at) }
    }

    /// What the page takes the time for.
    pub fn now(self) -> Millis {
        self.at + millis(self.started.elapsed() * SPEED)
    }

    /// When the page's clock shows `at`.
    pub fn when(self, at: Millis) -> Instant {
        self.started + Duration::from_millis((at - self.at).max(0).cast_unsigned()) / SPEED
    }
}

fn millis(time: Duration) -> Millis {
    Millis::try_from(time.as_millis()).expect("a run is shorter than an age")
}
