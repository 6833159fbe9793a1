//! What somebody who visits a page tells with their request.

use axum::http::{HeaderMap, Uri, header};

use crate::protocol::{Look, cookies, snapshot::Fields};

pub fn text(headers: &HeaderMap, name: header::HeaderName) -> Option<&str> {
    headers.get(name).and_then(|value| value.to_str().ok())
}

/// How the house is to look.
pub fn look(headers: &HeaderMap) -> Look {
    Look::of(text(headers, header::COOKIE))
}

/// No zone on Earth is further than 14 hours from UTC.
pub fn utc_offset(cookie: Option<&str>) -> Option<i32> {
    let minutes: i32 = cookies::value(cookie?, cookies::UTC_OFFSET)?.parse().ok()?;
    (-14 * 60..=14 * 60).contains(&minutes).then_some(minutes)
}

/// What a form's redirect carries.
pub fn parameter(uri: &Uri, name: &str) -> Option<String> {
    let mut pairs = form_urlencoded::parse(uri.query()?.as_bytes());
    pairs.find_map(|(key, value)| (key == name).then(|| value.into_owned()))
}

/// Those of the named fields that a form's redirect carries.
pub fn fields(uri: &Uri, names: &[&'static str]) -> Fields {
    Fields::new(names.iter().filter_map(|name| parameter(uri, name).map(|text| (*name, text))))
}
