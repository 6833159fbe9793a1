//! Which language a page is rendered in.

use crate::protocol::cookies;

/// The language of the cookie, else the first of `Accept-Language` that we speak, else Korean.
pub fn choose(cookie: Option<&str>, accepted: Option<&str>) -> &'static str {
    let chosen = cookie.and_then(|header| cookies::value(header, cookies::LANGUAGE)).and_then(spoken);
    chosen.or_else(|| accepted.and_then(preferred)).unwrap_or("ko")
}

/// Somebody who reads neither is more likely to read English.
fn preferred(accepted: &str) -> Option<&'static str> {
    let mut ranges: Vec<_> = accepted.split(',').filter_map(range).collect();
    ranges.sort_by(|(_, a), (_, b)| b.total_cmp(a));
    let first = ranges.first()?.0;
    let spoken = ranges.iter().find_map(|(tag, _)| spoken(tag));
    spoken.or(if first == "*" { None } else { Some("en") })
}

fn range(text: &str) -> Option<(&str, f32)> {
    let (tag, quality) = text.split_once(';').unwrap_or((text, "q=1"));
    let quality: f32 = quality.trim().strip_prefix("q=")?.parse().ok()?;
    (quality > 0.0 && !tag.trim().is_empty()).then_some((tag.trim(), quality))
}

fn spoken(tag: &str) -> Option<&'static str> {
    let primary = tag.split('-').next().unwrap_or(tag);
    ["ko", "en"].into_iter().find(|language| primary.eq_ignore_ascii_case(language))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_cookie_wins() {
        assert_eq!(choose(Some("language=en"), Some("ko-KR,ko;q=0.9")), "en");
        assert_eq!(choose(Some("language=xx"), Some("en-GB")), "en");
    }

    #[test]
    fn takes_the_language_that_is_read_best() {
        assert_eq!(choose(None, Some("en;q=0.5, ko-KR;q=0.9")), "ko");
        assert_eq!(choose(None, Some("fr-FR, en;q=0.5")), "en");
        assert_eq!(choose(None, Some("ko;q=0, en")), "en");
    }

    #[test]
    fn falls_back() {
        assert_eq!(choose(None, None), "ko");
        assert_eq!(choose(None, Some("*")), "ko");
        assert_eq!(choose(None, Some("de, fr")), "en");
        assert_eq!(choose(None, Some(";;q=,,")), "ko");
    }
}
