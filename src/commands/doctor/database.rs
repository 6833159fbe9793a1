//! The database: whether it opens, whether it is whole, and whether it says what a house must say.

use std::path::Path;

use super::{super::size, Finding, bad, doubtful, good};
use crate::{
    chat::ports::Clock,
    domain::Millis,
    server::SystemClock,
    storage::sqlite::{Inspection, OpenError},
};

/// The server starts the log anew at 4 MB; far above that something keeps it from doing so.
const LONG_LOG: u64 = 128 << 20;

/// What people's machines may be off without anybody noticing.
const CLOCK_SLACK: Millis = 60_000;

/// The first of January 2026: older than this no binary is.
const YOUNGEST_PAST: Millis = 1_767_225_600_000;

pub fn check(path: &Path) -> Vec<Finding> {
    if !path.exists() {
        return vec![good("database", format!("{} is not there yet; the first start makes it", path.display()))];
    }
    match Inspection::open(path).and_then(|database| look_at(&database)) {
        Ok(findings) => findings,
        Err(OpenError::Blank { .. }) => {
            vec![good("database", format!("{} is empty; the next start fills it", path.display()))]
        }
        Err(error) => vec![bad("database", error.to_string())],
    }
}

fn look_at(database: &Inspection) -> Result<Vec<Finding>, OpenError> {
    Ok(vec![
        schema(database)?,
        pages(database),
        references(database.dangling_rows()?),
        order(database.rooms_with_holes()?),
        log(database.bytes().1),
        clock(SystemClock.now(), database.newest_message()?),
    ])
}

fn schema(database: &Inspection) -> Result<Finding, OpenError> {
    let (found, known) = database.schema()?;
    Ok(if usize::try_from(found) == Ok(known) {
        good("schema", format!("version {found}"))
    } else {
        good("schema", format!("version {found}; the next start brings it to {known}, so make a backup before"))
    })
}

fn pages(database: &Inspection) -> Finding {
    match database.check_pages() {
        Ok(()) => good("pages", format!("all whole, {}", size(database.bytes().0))),
        Err(error) => bad("pages", error.to_string()),
    }
}

fn references(dangling: i64) -> Finding {
    match dangling {
        0 => good("references", "every row finds what it names"),
        rows => bad("references", format!("{rows} rows name what is not there; put a backup back")),
    }
}

fn order(rooms: i64) -> Finding {
    match rooms {
        0 => good("order", "every room's messages follow each other without a hole"),
        rooms => bad("order", format!("{rooms} rooms miss messages; put a backup back")),
    }
}

fn log(bytes: u64) -> Finding {
    match bytes {
        ..LONG_LOG => good("log", format!("{} not folded into the file yet", size(bytes))),
        _ => doubtful(
            "log",
            format!("{} are not folded into the file; another program keeps reading it: end that", size(bytes)),
        ),
    }
}

fn clock(now: Millis, newest: Option<Millis>) -> Finding {
    if now < YOUNGEST_PAST {
        return bad("clock", "it is years behind; set it, or sessions end when it is set later");
    }
    match newest.map(|newest| newest - now) {
        Some(ahead @ CLOCK_SLACK..) => doubtful(
            "clock",
            format!("the newest message is {} s in the future: the clock was set back; set it right", ahead / 1_000),
        ),
        _ => good("clock", "after the newest message"),
    }
}

#[cfg(test)]
mod tests {
    use super::{super::Grade, *};

    #[test]
    fn a_clock_is_doubted_when_messages_come_from_its_future() {
        let now = YOUNGEST_PAST + 1_000_000;
        assert_eq!(clock(now, None).grade, Grade::Good);
        assert_eq!(clock(now, Some(now + 1_000)).grade, Grade::Good);
        assert_eq!(clock(now, Some(now + 3_600_000)).grade, Grade::Doubtful);
        assert_eq!(clock(0, None).grade, Grade::Bad);
    }

    #[test]
    fn a_long_log_is_doubted() {
        assert_eq!(log(5 << 20).grade, Grade::Good);
        assert_eq!(log(LONG_LOG).grade, Grade::Doubtful);
    }
}
