//! Where all chance comes from, so that a run can be repeated.

use std::fmt;

use rand::{SeedableRng, rngs::StdRng};

/// The number from which the schedule of faults and everybody's habits follow. The same seed gives the same schedule;
/// how the threads of one run interleave it does not decide.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Seed(pub u64);

impl Seed {
    /// The one in `SARANGBANG_SEED`.
    ///
    /// # Panics
    /// When what stands there is no number.
    pub fn given() -> Option<Self> {
        let given = std::env::var("SARANGBANG_SEED").ok().filter(|given| !given.is_empty());
        given.map(|given| Self(given.parse().expect("SARANGBANG_SEED is a number")))
    }

    /// The one that was given, or a fresh one.
    pub fn choose() -> Self {
        Self::given().unwrap_or_else(|| Self(rand::random::<u32>().into()))
    }

    /// Dice of its own for each player, so that one who plays longer does not change the luck of the others.
    pub fn dice(self, player: u64) -> StdRng {
        StdRng::seed_from_u64(self.0.rotate_left(32) ^ player)
    }
}

impl fmt::Display for Seed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SARANGBANG_SEED={}", self.0)
    }
}
