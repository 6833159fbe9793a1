//! The comparison of what everybody wrote, was told and shows with what the database has.

mod revised;

use std::{
    collections::{BTreeMap, HashMap},
    path::Path,
};

use sarangbang::domain::RoomId;

use super::{
    client::Shown,
    database::Database,
    ledger::{Breach, Kind, Ledger, Line},
};

/// An ack means stored: what was acknowledged until now is in the database now, and not only some day.
pub fn on_promises(database: &Path, ledger: &Ledger) -> Vec<Breach> {
    // In this order: the file is looked at after the last of the acks has come.
    let promised = ledger.take_unchecked();
    let database = Database::open(database);
    let missing = promised.iter().filter(|line| !database.has(line));
    missing
        .map(|line| Breach { kind: Kind::Lost, what: format!("{line} was acknowledged and is not stored") })
        .collect()
}

/// Compares what somebody shows of a room with the database: an unbroken stretch up to the newest message.
pub fn on_shown(database: &Database, name: &str, shown: &Shown) -> Vec<Breach> {
    let mut breaches = Vec::new();
    let mut breach = |kind, what: String| {
        breaches.push(Breach { kind, what: format!("{name} in {}: {what}", shown.room) });
    };
    let first = shown.lines.first().map_or(u64::MAX, |line| line.seq);
    let stored = database.lines(&shown.room, first);
    if shown.lines.is_empty() && shown.rev > 0 {
        breach(Kind::Hole, format!("shows nothing at revision {}", shown.rev));
    }
    for pair in shown.lines.windows(2).filter(|pair| pair[0].seq + 1 != pair[1].seq) {
        breach(Kind::Hole, format!("shows {} next to {}", pair[0].seq, pair[1].seq));
    }
    if shown.lines.len() != stored.len() {
        breach(Kind::Differs, format!("shows {} of {} lines since {first}", shown.lines.len(), stored.len()));
    }
    for (line, stored) in shown.lines.iter().zip(&stored).filter(|(line, stored)| line != stored) {
        breach(Kind::Differs, format!("shows {line} where {stored} is stored"));
    }
    breaches
}

/// Compares everything that was ever written, promised and told with the database.
pub fn on_everything(database: &Database, ledger: &Ledger) -> Vec<Breach> {
    let revs = database.revs();
    let rooms: BTreeMap<_, _> = revs.keys().map(|room| (room.clone(), database.lines(room, 0))).collect();
    let mut breaches = Vec::new();
    for (room, lines) in &rooms {
        breaches.extend(on_places(room, lines, revs[room]));
    }
    breaches.extend(on_written(&rooms, ledger));
    breaches.extend(revised::on_revised(&rooms, ledger));
    breaches.extend(on_told(&rooms, ledger));
    breaches
}

/// The seqs of a room have no holes, and its revision is that of the newest change.
fn on_places(room: &RoomId, lines: &[Line], rev: u64) -> Vec<Breach> {
    let newest = lines.iter().map(|line| line.rev).max().unwrap_or(0);
    let mut breaches = Vec::new();
    if newest != rev {
        let what = format!("{} is at revision {rev}, its newest message at {newest}", room.as_str());
        breaches.push(Breach { kind: Kind::Differs, what });
    }
    for (place, line) in (1..).zip(lines).filter(|(place, line)| *place != line.seq) {
        breaches.push(Breach { kind: Kind::Hole, what: format!("{line} stands at place {place}") });
    }
    breaches
}

/// Each message that anybody wrote is there once, and those of one client in the order in which they were written.
fn on_written(rooms: &BTreeMap<RoomId, Vec<Line>>, ledger: &Ledger) -> Vec<Breach> {
    let mut stored: HashMap<(&RoomId, &str), Vec<&Line>> = HashMap::new();
    for line in rooms.values().flatten() {
        stored.entry((&line.room_id, &line.client_id)).or_default().push(line);
    }
    let mut breaches = Vec::new();
    let mut last: HashMap<(usize, RoomId), u64> = HashMap::new();
    for written in ledger.written() {
        let mut breach = |kind, what: &str| breaches.push(Breach { kind, what: format!("{written} {what}") });
        let line = match stored.get(&(&written.room, &*written.client_id)).map_or(&[][..], Vec::as_slice) {
            [line] => line,
            [] => {
                breach(Kind::Lost, "is not stored");
                continue;
            }
            lines => {
                breach(Kind::Doubled, &format!("is stored {} times", lines.len()));
                continue;
            }
        };
        if written.is_late && !written.in_turn {
            continue;
        }
        let before = last.insert((written.client, written.room.clone()), line.seq);
        if before.is_some_and(|before| before > line.seq) {
            breach(Kind::Reordered, &format!("stands at {}, what was written before at {before:?}", line.seq));
        }
    }
    breaches
}

/// What anybody was told is stored, in that version or a newer one; what was promised is, too.
fn on_told(rooms: &BTreeMap<RoomId, Vec<Line>>, ledger: &Ledger) -> Vec<Breach> {
    let stored: HashMap<_, _> = rooms.values().flatten().map(|line| ((&line.room_id, line.seq), line)).collect();
    let mut told = ledger.all_told();
    told.extend(ledger.acknowledgements());
    told.iter()
        .filter_map(|line| {
            let kind = match stored.get(&(&line.room_id, line.seq)) {
                Some(stored) if stored.rev < line.rev || !stored.is_same(line) => Kind::Phantom,
                Some(stored) if stored.contradicts(line) => Kind::Differs,
                Some(_) => return None,
                None => Kind::Phantom,
            };
            Some(Breach { kind, what: format!("{line} was told to somebody") })
        })
        .collect()
}
