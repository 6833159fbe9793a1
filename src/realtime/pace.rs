//! How fast one socket is answered when it asks without waiting for its answers.
//!
//! The engine's queue of a socket counts packets, not bytes, drops what it cannot hold, and does not tell how full it
//! is. Without a pace a program that asks a thousand things at once would be cut off before the engine's writer had
//! its first turn, and one that asks for pages and reads none of them would fill the memory with answers.

use std::time::Duration;

use tokio::time::{Instant, sleep_until};

/// What an answer costs: sixteen thousand of them, or two megabytes, a second.
const PER_ANSWER: Duration = Duration::from_nanos(62_500);
const PER_BYTE: Duration = Duration::from_nanos(500);

/// How far answers may run ahead of the pace: sixteen at once.
const AHEAD: Duration = Duration::from_millis(1);

/// One socket's pace.
pub(super) struct Pace {
    /// When everything that was answered so far is paid for.
    paid: Instant,
}

impl Pace {
    pub(super) fn new() -> Self {
        Self { paid: Instant::now() }
    }

    /// Waits after an answer of so many bytes until the next one may go out.
    pub(super) async fn keep(&mut self, bytes: usize) {
        let now = Instant::now();
        self.paid = self.paid.max(now) + PER_ANSWER + PER_BYTE * u32::try_from(bytes).unwrap_or(u32::MAX);
        if self.paid > now + AHEAD {
            sleep_until(self.paid - AHEAD).await;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test(start_paused = true)]
    async fn who_waits_for_answers_is_never_kept_waiting() {
        let (start, mut pace) = (Instant::now(), Pace::new());
        for _ in 0..16 {
            pace.keep(0).await;
        }
        assert_eq!(start.elapsed(), Duration::ZERO);
        tokio::time::advance(Duration::from_secs(1)).await;
        pace.keep(1_000).await;
        assert_eq!(start.elapsed(), Duration::from_secs(1));
    }

    #[tokio::test(start_paused = true)]
    async fn answers_go_out_at_the_pace_of_a_reader() {
        let (start, mut pace) = (Instant::now(), Pace::new());
        for _ in 0..1_600 {
            pace.keep(0).await;
        }
        assert!((95..=105).contains(&start.elapsed().as_millis()), "{:?} for 1,600", start.elapsed());
        let (start, mut pace) = (Instant::now(), Pace::new());
        pace.keep(2_000_000).await;
        assert!((995..=1_005).contains(&start.elapsed().as_millis()), "{:?} for 2 MB", start.elapsed());
    }
}
