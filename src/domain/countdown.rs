//! How long it is until a room ends, in steps in which people count. Pure.

use super::Millis;

const SECOND: Millis = 1_000;
const MINUTE: Millis = 60 * SECOND;
const HOUR: Millis = 60 * MINUTE;
const DAY: Millis = 24 * HOUR;

/// Whole units that are left. The smaller ones are not told: nobody needs the minutes of a room that lasts for days.
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
    let whole = (left / unit(left)) as u32;
    match unit(left) {
        DAY => Left::Days(whole),
        HOUR => Left::Hours(whole),
        MINUTE => Left::Minutes(whole),
        _ => Left::Seconds(whole),
    }
}

/// The moment after `now` at which [`left`] says something else; `None` in the last second, and when the time is over.
pub fn next_change(now: Millis, end: Millis) -> Option<Millis> {
    let left = end.saturating_sub(now);
    (left >= SECOND).then(|| now + left % unit(left) + 1)
}

/// Whether a time that is over at `end` is nearly over at `now`.
pub fn soon(now: Millis, end: Millis) -> Option<Soon> {
    let left = end.saturating_sub(now);
    if left <= MINUTE { Some(Soon::Minute) } else { (left <= 10 * MINUTE).then_some(Soon::TenMinutes) }
}

/// The largest unit of which there is a whole one.
fn unit(left: Millis) -> Millis {
    [DAY, HOUR, MINUTE].into_iter().find(|unit| left >= *unit).unwrap_or(SECOND)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_in_the_largest_unit_of_which_a_whole_one_is_left() {
        for (time, expected) in [
            (3 * DAY, Left::Days(3)),
            (DAY - 1, Left::Hours(23)),
            (HOUR, Left::Hours(1)),
            (HOUR - 1, Left::Minutes(59)),
            (MINUTE, Left::Minutes(1)),
            (MINUTE - 1, Left::Seconds(59)),
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
        for time in [1_000, 59_999, 60_000, 60_001, HOUR - 1, HOUR, 5 * HOUR + 7, DAY, 3 * DAY + 5] {
            let at = next_change(0, time).expect("it is not over");
            assert_ne!(left(at, time), left(0, time), "{time}");
            assert_eq!(left(at - 1, time), left(0, time), "{time}");
        }
        assert_eq!([next_change(0, 999), next_change(5, 5), next_change(6, 5)], [None; 3]);
    }

    #[test]
    fn is_told_of_ten_minutes_and_one_minute_before() {
        let told = |left| soon(0, left);
        assert_eq!((told(10 * MINUTE + 1), told(10 * MINUTE)), (None, Some(Soon::TenMinutes)));
        assert_eq!((told(MINUTE + 1), told(MINUTE)), (Some(Soon::TenMinutes), Some(Soon::Minute)));
        assert_eq!(told(-1), Some(Soon::Minute));
    }
}
