use super::html::Html;
use crate::{
    client::time::{Civil, Zone},
    domain::Millis,
    i18n::{Day, Texts},
};

/// A moment as people read it (`text`) and as machines do.
pub fn moment(html: &mut Html, class: &'static str, at: Millis, text: &str) {
    html.tags("<time class=\"")
        .tags(class)
        .tags("\" datetime=\"")
        .words(&iso(at))
        .tags("\">")
        .words(text)
        .tags("</time>");
}

/// The time of a moment in a zone.
pub fn clock(texts: &Texts, zone: Zone, at: Millis) -> String {
    let civil = zone.civil(at);
    (texts.clock)(civil.hour, civil.minute)
}

/// A moment in the list of rooms: today by its time, otherwise by its day.
pub fn recent(texts: &Texts, zone: Zone, now: Millis, at: Millis) -> String {
    let civil = zone.civil(at);
    if zone.same_day(now, at) {
        (texts.clock)(civil.hour, civil.minute)
    } else {
        (texts.short_day)(day(civil, zone.civil(now).year))
    }
}

/// A calendar day for the texts; its year is told when it is not this one.
pub fn day(civil: Civil, this_year: i32) -> Day {
    let year = (civil.year != this_year).then_some(civil.year);
    Day { year, month: civil.month, day: civil.day, weekday: civil.weekday }
}

/// ISO 8601 in UTC, to the minute.
pub fn iso(at: Millis) -> String {
    let Civil { year, month, day, hour, minute, .. } = Zone::Fixed(0).civil(at);
    format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}Z")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::i18n::Language;

    // 2024-02-29T14:59Z, 23:59 in Seoul.
    const AT: Millis = 1_709_218_740_000;
    const MINUTE: Millis = 60_000;

    #[test]
    fn today_is_told_by_the_clock_and_other_days_by_the_calendar() {
        let seoul = Zone::Fixed(540);
        let tell = |now| recent(Language::Korean.texts(), seoul, now, AT);
        assert_eq!(tell(AT), "오후 11:59");
        assert_eq!(tell(AT + MINUTE), "2월 29일", "midnight in Seoul has passed");
        assert_eq!(tell(AT + 366 * 24 * 60 * MINUTE), "2024. 2. 29.");
    }

    #[test]
    fn machines_read_utc() {
        assert_eq!(iso(AT), "2024-02-29T14:59Z");
    }
}
