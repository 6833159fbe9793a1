//! What became of messages after they were written.

use std::{
    collections::{BTreeMap, HashMap},
    sync::Arc,
};

use sarangbang::domain::RoomId;

use crate::faults::ledger::{Breach, Kind, Ledger, Line, Revision};

/// Every message says what its writer wrote, or what somebody wanted it to say since. Nobody knows which of several
/// revisions is the last one: what was not acknowledged may have been heard at any time, or never.
pub fn on_revised(rooms: &BTreeMap<RoomId, Vec<Line>>, ledger: &Ledger) -> Vec<Breach> {
    let mut revisions: HashMap<Arc<str>, Vec<Revision>> = HashMap::new();
    for revision in ledger.revisions() {
        revisions.entry(revision.message.clone()).or_default().push(revision);
    }
    let written: HashMap<_, _> =
        ledger.written().into_iter().map(|written| (written.client_id, written.content)).collect();
    let mut breaches = Vec::new();
    for line in rooms.values().flatten() {
        let revisions = revisions.get(&line.client_id).map_or(&[][..], Vec::as_slice);
        let is_as_written = line.deleted_at.is_none() && written.get(&line.client_id) == Some(&line.content);
        if !is_as_written && !revisions.iter().any(|revision| revision.explains(line)) {
            breaches.push(Breach { kind: Kind::Differs, what: format!("nobody wanted {line} to say so") });
        }
        breaches.extend(on_acknowledged(revisions));
    }
    breaches
}

/// An acknowledged revision of a message was carried out, and those of one client in the order in which it asked.
fn on_acknowledged(revisions: &[Revision]) -> Vec<Breach> {
    let mut breaches = Vec::new();
    let mut last: HashMap<usize, u64> = HashMap::new();
    for revision in revisions {
        let Some(line) = &revision.stored else { continue };
        if !revision.explains(line) {
            breaches.push(Breach { kind: Kind::Differs, what: format!("{revision} was answered with {line}") });
        }
        let before = last.insert(revision.client, line.rev);
        if before.is_some_and(|before| before > line.rev) {
            let what = format!("{revision} has rev {}, the one before it {before:?}", line.rev);
            breaches.push(Breach { kind: Kind::Reordered, what });
        }
    }
    breaches
}
