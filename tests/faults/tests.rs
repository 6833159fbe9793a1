//! The runs.

use std::{
    env,
    time::{Duration, Instant},
};

use super::{
    run::{Outcome, Plan, run},
    seed::Seed,
};

/// What runs with every other test.
const SHORT: Plan = Plan {
    pages: 8,
    bots: 3,
    rooms: 3,
    disconnections: 60,
    kills: 3,
    kill_every: 20,
    full_every: 12,
    lull_every: 15,
    knocks: 10,
    at_most: None,
};

/// What a broken promise is looked for with: more kills and more comings and goings in less time.
const SHARP: Plan = Plan {
    disconnections: usize::MAX,
    kills: usize::MAX,
    kill_every: 6,
    full_every: 4,
    lull_every: 6,
    knocks: 40,
    at_most: Some(Duration::from_secs(20)),
    ..SHORT
};

/// Runs of the sharp plan, of which one has to find what is broken: with the seed that was asked for, or with several.
fn seeds() -> Vec<Seed> {
    Seed::given().map_or_else(|| (1..=5).map(Seed).collect(), |seed| vec![seed])
}

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

/// For `bin/soak`: as much as the environment asks for.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "runs as long as asked; see bin/soak"]
async fn soak() {
    let number = |name: &str| env::var(name).ok().map(|number| number.parse::<usize>().expect("a number"));
    let minutes = number("SARANGBANG_SOAK_MINUTES");
    let asked = |name, otherwise| number(name).unwrap_or(if minutes.is_some() { usize::MAX } else { otherwise });
    let disconnections = asked("SARANGBANG_SOAK_DISCONNECTS", 1_000);
    let kills = asked("SARANGBANG_SOAK_KILLS", 20);
    let plan = Plan {
        disconnections,
        kills,
        kill_every: if kills == usize::MAX { 50 } else { disconnections.div_ceil(kills.max(1)) },
        full_every: 25,
        lull_every: 50,
        at_most: minutes.map(|minutes| Duration::from_secs(60 * minutes as u64)),
        ..SHORT
    };
    let seed = Seed::choose();
    let outcome = run(plan, seed).await;
    println!("\n{seed}\n{}", outcome.tally);
    outcome.assert_clean(seed);
}

/// For `bin/mutations`: the house in `SARANGBANG_BINARY` breaks a promise, and that is found.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "needs a house that is broken on purpose; see bin/mutations"]
async fn a_broken_promise_is_found() {
    let started = Instant::now();
    for seed in seeds() {
        if let Some(breach) = run(SHARP, seed).await.breaches.first() {
            println!("found after {} s with {seed}: {breach}", started.elapsed().as_secs());
            return;
        }
    }
    panic!("nothing was found in {} s", started.elapsed().as_secs());
}

/// Beside the test above: what finds the broken houses finds nothing in the one that is not.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "takes minutes; run it when a mutation is added"]
async fn nothing_is_found_where_no_promise_is_broken() {
    for seed in seeds() {
        let outcome = run(SHARP, seed).await;
        println!("{}", outcome.tally);
        outcome.assert_clean(seed);
    }
}
