//! The runs.

use super::{
    run::{Outcome, Plan, run},
    seed::Seed,
};

/// What runs with every other test.
const SHORT: Plan =
    Plan { pages: 8, bots: 3, rooms: 3, disconnections: 60, kills: 3, lull_every: 15, knocks: 10, at_most: None };

impl Outcome {
    /// # Panics
    /// When a promise was broken.
    fn assert_clean(&self, seed: Seed) {
        let breaches: Vec<_> = self.breaches.iter().take(10).map(ToString::to_string).collect();
        assert!(
            breaches.is_empty(),
            "{} promises broken; run again with {seed}\n{}\n\nthe server's last words:\n{}",
            self.breaches.len(),
            breaches.join("\n"),
            self.last_words
        );
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_is_lost_doubled_or_reordered_under_faults() {
    let seed = Seed::choose();
    let outcome = run(SHORT, seed).await;
    println!("{}", outcome.tally);
    outcome.assert_clean(seed);
}
