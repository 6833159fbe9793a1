//! Time for pages. The page's waits are made for people (up to 30 s between two attempts); here they pass faster.

use std::time::Duration;

use sarangbang::domain::Millis;
use tokio::time::Instant;

/// How many milliseconds of a page pass in one of ours.
pub const SPEED: u32 = 10;

/// A page's clock.
#[derive(Clone, Copy)]
pub struct Clock(Instant);

impl Clock {
    pub fn start() -> Self {
        Self(Instant::now())
    }

    /// What the page takes the time for.
    pub fn now(self) -> Millis {
        let passed = self.0.elapsed() * SPEED;
        Millis::try_from(passed.as_millis()).expect("a run is shorter than an age")
    }

    /// When the page's clock shows `at`.
    pub fn when(self, at: Millis) -> Instant {
        self.0 + Duration::from_millis(at.max(0).cast_unsigned()) / SPEED
    }
}
