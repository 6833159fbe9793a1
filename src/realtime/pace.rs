//! How fast one socket is answered when it asks without waiting for its answers.
//!
//! The engine's queue of a socket counts packets, not bytes. The [outbox](super::outbox) keeps answers from overflowing it;
//! without a pace a program that asks for pages and reads none of them would fill it with megabytes.

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
        if let Some(moment) = self.next(Instant::now(), bytes) {
            sleep_until(moment).await;
        }
    }

    /// When the next answer may go out after one of so many bytes; `None` for now.
    fn next(&mut self, now: Instant, bytes: usize) -> Option<Instant> {
        self.paid = self.paid.max(now) + PER_ANSWER + PER_BYTE * u32::try_from(bytes).unwrap_or(u32::MAX);
        (self.paid > now + AHEAD).then(|| self.paid - AHEAD)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// How long so many answers take that go out as soon as they may.
    fn time_for(answers: usize, bytes: usize) -> Duration {
        let mut pace = Pace::new();
        let start = pace.paid;
        (0..answers).fold(start, |now, _| pace.next(now, bytes).unwrap_or(now)) - start
    }

    #[test]
    fn who_waits_for_answers_is_never_kept_waiting() {
        assert_eq!(time_for(16, 0), Duration::ZERO);
        let mut pace = Pace::new();
        let start = pace.paid;
        for second in 1..100 {
            assert_eq!(pace.next(start + Duration::from_secs(second), 1_000), None);
        }
    }

    #[test]
    fn answers_go_out_at_the_pace_of_a_reader() {
        assert_eq!(time_for(16_000, 0), Duration::from_millis(999));
        assert!((995..=1_005).contains(&time_for(2, 1_000_000).as_millis()), "{:?}", time_for(2, 1_000_000));
    }
}
