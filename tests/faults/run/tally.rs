//! What a run amounts to, in numbers.

use std::{fmt, time::Duration};

use crate::faults::ledger::{Breach, Kind, Ledger};

#[derive(Clone, Debug, Default)]
pub struct Tally {
    pub faults: usize,
    /// Faults that end a connection.
    pub disconnections: usize,
    pub kills: usize,
    /// How often the server was asked to end, and opened again.
    pub restarts: usize,
    pub full_disks: usize,
    /// How often everybody came in anew while one message was written.
    pub knocks: usize,
    /// Connections that clients have lost, by faults and by kills.
    pub losses: u64,
    written: usize,
    acknowledged: usize,
    retried: usize,
    revisions: usize,
    took: Duration,
    breaches: Vec<Breach>,
}

impl Tally {
    /// How far a run is.
    pub fn line(&self, ledger: &Ledger, took: Duration) -> String {
        format!(
            "{:>5} s  {} written, {} disconnections, {} kills: as it should be",
            took.as_secs(),
            ledger.written().len(),
            self.disconnections,
            self.kills
        )
    }

    /// Counts up at the end of a run.
    pub fn close(&mut self, ledger: &Ledger, took: Duration) {
        let written = ledger.written();
        self.retried = written.iter().filter(|written| written.is_late).count();
        self.written = written.len();
        self.revisions = ledger.revisions().iter().filter(|revision| revision.stored.is_some()).count();
        self.acknowledged = ledger.acknowledgements().len();
        self.breaches = ledger.breaches();
        self.took = took;
    }

    fn found(&self, kinds: &[Kind]) -> usize {
        self.breaches.iter().filter(|breach| kinds.contains(&breach.kind)).count()
    }
}

impl fmt::Display for Tally {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let rows = [
            ("seconds", self.took.as_secs() as usize),
            ("messages written", self.written),
            ("  acknowledged", self.acknowledged),
            ("  delayed by a full disk", self.retried),
            ("edits and deletions", self.revisions),
            ("faults", self.faults),
            ("  forced disconnections", self.disconnections),
            ("kills of the server", self.kills),
            ("restarts of the server", self.restarts),
            ("times the disk was full", self.full_disks),
            ("connections lost", self.losses as usize),
            ("times everybody came in anew", self.knocks),
            ("lost", self.found(&[Kind::Lost, Kind::Phantom])),
            ("doubled", self.found(&[Kind::Doubled])),
            ("reordered", self.found(&[Kind::Reordered])),
            ("shown wrongly", self.found(&[Kind::Differs, Kind::Hole, Kind::Stuck])),
            ("refused", self.found(&[Kind::Refused])),
        ];
        rows.iter().try_for_each(|(name, number)| writeln!(f, "{name:<30} {number:>8}"))
    }
}
