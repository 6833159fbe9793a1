//! From a moment to years, days, hours and minutes in a zone. How they are written is the business of `i18n`.

#[cfg(feature = "hydrate")]
use std::cell::Cell;

use crate::domain::Millis;

const MINUTE: Millis = 60_000;
const DAY: Millis = 24 * 60 * MINUTE;

/// Where the clock hangs by which times are shown.
///
/// The first render must be the same on the server and in the browser, so it uses the snapshot's offset
/// ([`Zone::Fixed`]). Once the page is live, the browser's own zone is better: it knows summer time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Zone {
    /// Minutes east of UTC.
    Fixed(i32),
    /// The zone of the reader's device, with the offset it had at each moment. UTC where there is no browser.
    Browser,
}

/// A moment as a wall clock and a calendar show it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Civil {
    pub year: i32,
    /// 1 to 12
    pub month: u8,
    /// 1 to 31
    pub day: u8,
    /// 0 is Sunday
    pub weekday: u8,
    /// 0 to 23
    pub hour: u8,
    pub minute: u8,
}

impl Zone {
    /// What clock and calendar show at a moment. Defined for the years 0 to 9999; farther moments are shown as the
    /// first or last of these.
    pub fn civil(self, at: Millis) -> Civil {
        // The bounds keep the arithmetic from overflowing, whatever a server sends.
        let local = at.clamp(-62_167_132_800_000, 253_402_214_400_000) + self.offset(at);
        let days = local.div_euclid(DAY);
        let minutes = local.rem_euclid(DAY) / MINUTE;
        let (year, month, day) = date(days);
        Civil {
            year,
            month,
            day,
            // The first of January 1970 was a Thursday.
            weekday: (days + 4).rem_euclid(7) as u8,
            hour: (minutes / 60) as u8,
            minute: (minutes % 60) as u8,
        }
    }

    /// Which day a moment belongs to, counted from the first of January 1970: the difference of two of them is how
    /// many midnights lie between.
    pub fn day_number(self, at: Millis) -> i64 {
        at.saturating_add(self.offset(at)).div_euclid(DAY)
    }

    /// Whether two moments belong to the same day.
    pub fn same_day(self, one: Millis, other: Millis) -> bool {
        self.day_number(one) == self.day_number(other)
    }

    fn offset(self, at: Millis) -> Millis {
        match self {
            Self::Fixed(minutes) => Millis::from(minutes) * MINUTE,
            Self::Browser => Millis::from(browser_offset(at)) * MINUTE,
        }
    }
}

/// Year, month and day of a count of days since 1970 in the Gregorian calendar (Howard Hinnant's `civil_from_days`).
/// Years are counted from March, so that the leap day is the last one.
fn date(days: i64) -> (i32, u8, u8) {
    let days = days + 719_468;
    let era = days.div_euclid(146_097);
    let day_of_era = days.rem_euclid(146_097);
    let year_of_era = (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * month + 2) / 5 + 1;
    let month = if month < 10 { month + 3 } else { month - 9 };
    let year = era * 400 + year_of_era + i64::from(month <= 2);
    (year as i32, month as u8, day as u8)
}

/// To ask the browser is dear when hundreds of rows are drawn, and most moments are near one that it was asked for.
#[cfg(feature = "hydrate")]
fn browser_offset(at: Millis) -> i32 {
    thread_local! { static KNOWN: Cell<Known> = const { Cell::new(Known { from: 0, to: 0, offset: 0 }) } }
    KNOWN.with(|known| {
        let (offset, wider) = known.get().ask(at, |at| {
            let west = js_sys::Date::new(&wasm_bindgen::JsValue::from_f64(at as f64)).get_timezone_offset();
            -(west.round() as i32)
        });
        known.set(wider);
        offset
    })
}

/// No zone changes its offset and changes it back within this time.
#[cfg(any(feature = "hydrate", test))]
const STEADY: Millis = 7 * DAY;

/// A time in which the zone has one offset, as far as the browser was asked.
#[cfg(any(feature = "hydrate", test))]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Known {
    from: Millis,
    to: Millis,
    offset: i32,
}

#[cfg(any(feature = "hydrate", test))]
impl Known {
    /// The offset at a moment, asked for only where it is not known, and what is known now.
    fn ask(self, at: Millis, ask: impl FnOnce(Millis) -> i32) -> (i32, Self) {
        if (self.from..=self.to).contains(&at) {
            return (self.offset, self);
        }
        let offset = ask(at);
        let is_near = at >= self.from.saturating_sub(STEADY) && at <= self.to.saturating_add(STEADY);
        let known = if is_near && offset == self.offset {
            Self { from: self.from.min(at), to: self.to.max(at), offset }
        } else {
            Self { from: at, to: at, offset }
        };
        (offset, known)
    }
}

#[cfg(not(feature = "hydrate"))]
fn browser_offset(_at: Millis) -> i32 {
    0
}

#[cfg(test)]
mod tests {
    use super::*;

    const UTC: Zone = Zone::Fixed(0);
    const SEOUL: Zone = Zone::Fixed(9 * 60);

    #[test]
    fn the_browser_is_asked_once_for_a_week_and_again_where_summer_ends() {
        let change = 100 * DAY;
        let mut asked = 0;
        let mut known = Known { from: 0, to: 0, offset: 0 };
        let mut offset = |at: Millis| {
            let (offset, wider) = known.ask(at, |at| {
                asked += 1;
                if at < change { 120 } else { 60 }
            });
            known = wider;
            (offset, asked)
        };
        assert_eq!(offset(change - 9 * DAY), (120, 1));
        assert_eq!(offset(change - 3 * DAY), (120, 2));
        assert_eq!(offset(change - 5 * DAY), (120, 2), "between two that are known");
        assert_eq!(offset(change), (60, 3));
        assert_eq!(offset(change - 1), (120, 4));
        assert_eq!(offset(change + 90 * DAY), (60, 5));
        assert_eq!(offset(change + 30 * DAY), (60, 6), "much may have happened in between");
    }

    #[test]
    fn shows_the_clock_of_the_zone() {
        // date -u -d @1709218799 +%FT%T%z → 2024-02-29T14:59:59+0000, a Thursday
        let at = 1_709_218_799_999;
        let utc = Civil { year: 2024, month: 2, day: 29, weekday: 4, hour: 14, minute: 59 };
        assert_eq!(UTC.civil(at), utc);
        assert_eq!(SEOUL.civil(at), Civil { hour: 23, ..utc });
        assert_eq!(SEOUL.civil(at + 1), Civil { month: 3, day: 1, weekday: 5, hour: 0, minute: 0, ..utc });
        assert_eq!(Zone::Fixed(-(9 * 60 + 30)).civil(at), Civil { hour: 5, minute: 29, ..utc });
    }

    #[test]
    fn counts_backwards_before_1970() {
        assert_eq!(UTC.civil(-1), Civil { year: 1969, month: 12, day: 31, weekday: 3, hour: 23, minute: 59 });
    }

    #[test]
    fn days_change_at_the_zones_midnight() {
        let midnight_in_seoul = 1_709_218_800_000;
        assert!(UTC.same_day(midnight_in_seoul - 1, midnight_in_seoul));
        assert!(!SEOUL.same_day(midnight_in_seoul - 1, midnight_in_seoul));
        assert!(SEOUL.same_day(midnight_in_seoul, midnight_in_seoul + DAY - 1));
        assert_eq!(SEOUL.day_number(midnight_in_seoul + 3 * DAY) - SEOUL.day_number(midnight_in_seoul - 1), 4);
    }

    #[test]
    fn every_day_of_five_centuries_follows_the_one_before() {
        let (mut year, mut month, mut day) = (1800, 1_u8, 1_u8);
        let first = -62_091 * DAY;
        for n in 0..182_622 {
            let shown = UTC.civil(first + n * DAY);
            assert_eq!((shown.year, shown.month, shown.day), (year, month, day));
            assert_eq!(shown.weekday, ((n + 3) % 7) as u8, "the first of January 1800 was a Wednesday");
            let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
            let length = match month {
                2 => 28 + u8::from(leap),
                4 | 6 | 9 | 11 => 30,
                _ => 31,
            };
            (year, month, day) = match (month, day == length) {
                (12, true) => (year + 1, 1, 1),
                (_, true) => (year, month + 1, 1),
                _ => (year, month, day + 1),
            };
        }
    }

    #[test]
    fn bears_any_number() {
        for at in [Millis::MIN, Millis::MAX, 0] {
            for zone in [UTC, SEOUL, Zone::Fixed(-720), Zone::Browser] {
                let shown = zone.civil(at);
                assert!((1..=12).contains(&shown.month) && (1..=31).contains(&shown.day), "{shown:?}");
                zone.day_number(at);
            }
        }
    }
}
