//! How long it is until a room ends, in steps in which people count. Pure.

use super::Millis;

const SECOND: Millis = 1_000;
const MINUTE: Millis = 60 * SECOND;
const HOUR: Millis = 60 * MINUTE;
const DAY: Millis = 24 * HOUR;

/// What is left, rounded to the nearest whole of one unit: a day that has just begun is a day. The smaller ones are not
/// told: nobody needs the minutes of a room that lasts for days.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Left {
    Days(u32),
    Hours(u32),
    Minutes(u32),
    /// In the last minute.
    Seconds(u32),
}

/// What everybody in a room is told before it ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Soon {
    /// In ten minutes or less.
    TenMinutes,
    /// In a minute or less.
    Minute,
}

/// What is left at `now` of a time that is over at `end`.
pub fn left(now: Millis, end: Millis) -> Left {
    let left = end.saturating_sub(now).max(0);
    let (unit, whole) = rounded(left);
    let whole = whole as u32;
    match unit {
        DAY => Left::Days(whole),
        HOUR => Left::Hours(whole),
        MINUTE => Left::Minutes(whole),
        _ => Left::Seconds(whole),
    }
}

/// The moment after `now` at which [`left`] says something else; `None` when it says that nothing is left.
pub fn next_change(now: Millis, end: Millis) -> Option<Millis> {
    let left = end.saturating_sub(now).max(0);
    let (unit, whole) = rounded(left);
    let least = if whole == 1 { least_of_one(unit) } else { whole * unit - unit / 2 };
    (whole > 0).then(|| now + left - least + 1)
}

/// Whether a time that is over at `end` is nearly over at `now`.
pub fn soon(now: Millis, end: Millis) -> Option<Soon> {
    let left = end.saturating_sub(now);
    if left <= MINUTE { Some(Soon::Minute) } else { (left <= 10 * MINUTE).then_some(Soon::TenMinutes) }
}

/// The largest unit of which there is one, and how many there are.
fn rounded(left: Millis) -> (Millis, Millis) {
    let unit = [DAY, HOUR, MINUTE].into_iter().find(|unit| left >= least_of_one(*unit)).unwrap_or(SECOND);
    (unit, left.saturating_add(unit / 2) / unit)
}

/// What counts as one: as much as the smaller unit would round up to it.
fn least_of_one(unit: Millis) -> Millis {
    let smaller = match unit {
        DAY => HOUR,
        HOUR => MINUTE,
        MINUTE => SECOND,
        _ => return unit / 2,
    };
    unit - smaller / 2
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_in_the_largest_unit_of_which_there_is_one() {
        for (time, expected) in [
            (3 * DAY, Left::Days(3)),
            (3 * DAY - 1, Left::Days(3)),
            (DAY + 11 * HOUR, Left::Days(1)),
            (DAY - 1, Left::Days(1)),
            (DAY - HOUR / 2 - 1, Left::Hours(23)),
            (HOUR, Left::Hours(1)),
            (HOUR - 1, Left::Hours(1)),
            (HOUR - MINUTE / 2 - 1, Left::Minutes(59)),
            (MINUTE, Left::Minutes(1)),
            (MINUTE - 1, Left::Minutes(1)),
            (MINUTE - SECOND, Left::Seconds(59)),
            (1, Left::Seconds(0)),
            (0, Left::Seconds(0)),
            (-DAY, Left::Seconds(0)),
            (Millis::MAX, Left::Days(u32::MAX)),
        ] {
            let counted = left(0, time);
            assert!(counted == expected || time == Millis::MAX, "{time}: {counted:?}");
        }
    }

    #[test]
    fn changes_exactly_when_it_says_so() {
        let tens = (1..40).map(|n| n * 10 * MINUTE);
        for time in [500, 1_000, 59_499, 59_999, 60_000, 60_001, HOUR - 1, HOUR, 5 * HOUR + 7, DAY, 3 * DAY + 5]
            .into_iter()
            .chain(tens)
        {
            let at = next_change(0, time).expect("it is not over");
            assert_ne!(left(at, time), left(0, time), "{time}");
            assert_eq!(left(at - 1, time), left(0, time), "{time}");
        }
        assert_eq!([next_change(0, 499), next_change(5, 5), next_change(6, 5)], [None; 3]);
    }

    #[test]
    fn is_told_of_ten_minutes_and_one_minute_before() {
        let told = |left| soon(0, left);
        assert_eq!((told(10 * MINUTE + 1), told(10 * MINUTE)), (None, Some(Soon::TenMinutes)));
        assert_eq!((told(MINUTE + 1), told(MINUTE)), (Some(Soon::TenMinutes), Some(Soon::Minute)));
        assert_eq!(told(-1), Some(Soon::Minute));
    }
}
