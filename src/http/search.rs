//! The page of the search.

use axum::{
    extract::State,
    http::{HeaderMap, StatusCode, Uri, header},
    response::{IntoResponse, Redirect, Response},
};
use time::{Date, UtcOffset, macros::format_description};

use super::{
    Pages, language,
    visit::{look, parameter, text, utc_offset},
};
use crate::{
    chat::{Error, Result, SearchRequest},
    domain::{self, Guest, Millis, Refusal, RoomId, Space},
    protocol::{
        Room, Route,
        search::{Asked, Found, Outcome, SearchPage},
    },
};

/// `/search`, which strangers cannot: nothing is theirs to see yet.
pub async fn page(state: State<Pages>, uri: Uri, headers: HeaderMap) -> Response {
    match show(&state, &uri, &headers).await {
        Ok(Some(page)) => {
            let status = status(&page.outcome);
            let mut response = Pages::personal((state.render.search)(page, look(&headers)));
            *response.status_mut() = status;
            response
        }
        Ok(None) => Pages::personal(Redirect::to("/").into_response()),
        Err(error) => Pages::out_of_order(&error),
    }
}

async fn show(pages: &Pages, uri: &Uri, headers: &HeaderMap) -> Result<Option<SearchPage>> {
    let cookie = text(headers, header::COOKIE);
    let Some(guest) = pages.guest(cookie).await? else { return Ok(None) };
    let utc_offset = utc_offset(cookie).unwrap_or(pages.utc_offset);
    let mut asked = asked(uri);
    if uri.query().is_none() {
        // Most likely that is where they want to look.
        match page_before(headers) {
            Some(Route::Room(room)) => asked.room = Some(room),
            Some(Route::Space(space)) => asked.space = Some(space),
            _ => {}
        }
    }
    let space = space(pages, &asked).await?;
    // Who looks beyond a room looks in the list that it is on.
    asked.space = Some(space.clone()).filter(|space| *space != Space::main());
    let (rooms, outcome) = match pages.chat.rooms_to_search(&guest, &space).await {
        Ok(rooms) => {
            let outcome = found(pages, &guest, &space, &rooms, &asked, utc_offset).await;
            (rooms, outcome)
        }
        Err(error) => (Vec::new(), Err(error)),
    };
    let outcome = match outcome {
        Ok(outcome) => outcome,
        Err(error @ Error::House(_)) => return Err(error),
        Err(error) => Outcome::Refused(error.refusal()),
    };
    Ok(Some(SearchPage {
        language: language::choose(cookie, text(headers, header::ACCEPT_LANGUAGE)).to_owned(),
        now: pages.chat.now(),
        utc_offset,
        asked,
        rooms: rooms.iter().map(|room| Room::new(room, 0)).collect(),
        outcome,
    }))
}

fn asked(uri: &Uri) -> Asked {
    let field = |name| parameter(uri, name).unwrap_or_default();
    Asked {
        query: field("q"),
        room: Some(field("room")).filter(|room| !room.is_empty()).map(RoomId::new),
        from: field("from"),
        since: field("since"),
        until: field("until"),
        space: Space::parse(&field("space")).filter(|space| *space != Space::main()),
        cursor: field("cursor").parse().ok(),
    }
}

/// The page from which somebody came.
fn page_before(headers: &HeaderMap) -> Option<Route> {
    let page: Uri = text(headers, header::REFERER)?.parse().ok()?;
    // From one search to the next.
    let searched = parameter(&page, "space").and_then(|space| Space::parse(&space));
    Some(searched.map_or_else(|| Route::parse(page.path()), Route::Space))
}

/// Whose rooms are searched: a room that was chosen says that itself.
async fn space(pages: &Pages, asked: &Asked) -> Result<Space> {
    let listed = asked.space.clone().unwrap_or_else(Space::main);
    if let Some(room) = &asked.room {
        return match pages.chat.room(room).await {
            Ok(room) => Ok(room.space),
            Err(Error::Refused(_)) => Ok(listed),
            Err(error) => Err(error),
        };
    }
    Ok(listed)
}

async fn found(
    pages: &Pages,
    guest: &Guest,
    space: &Space,
    rooms: &[domain::Room],
    asked: &Asked,
    utc_offset: i32,
) -> Result<Outcome> {
    if [&asked.query, &asked.from].iter().all(|text| text.trim().is_empty()) {
        return Ok(Outcome::Blank);
    }
    let request = SearchRequest {
        query: &asked.query,
        room: asked.room.as_ref(),
        space,
        from: &asked.from,
        after: midnight(&asked.since, utc_offset, false)?,
        before: midnight(&asked.until, utc_offset, true)?,
        cursor: asked.cursor,
    };
    Ok(Outcome::Found(Found::from(&pages.chat.search_among(guest, rooms, request).await?)))
}

/// When a day begins for the visitor, or ends; none when no day was chosen.
fn midnight(day: &str, utc_offset: i32, is_end: bool) -> Result<Option<Millis>, Refusal> {
    if day.trim().is_empty() {
        return Ok(None);
    }
    let begin = || {
        let date = Date::parse(day.trim(), format_description!("[year]-[month]-[day]")).ok()?;
        let date = if is_end { date.next_day()? } else { date };
        let zone = UtcOffset::from_whole_seconds(utc_offset * 60).ok()?;
        Some(date.midnight().assume_offset(zone).unix_timestamp() * 1_000)
    };
    begin().map(Some).ok_or(Refusal::BadRequest)
}

fn status(outcome: &Outcome) -> StatusCode {
    match outcome {
        Outcome::Blank | Outcome::Found(_) => StatusCode::OK,
        Outcome::Refused(Refusal::RoomNotFound | Refusal::RoomClosed) => StatusCode::NOT_FOUND,
        Outcome::Refused(Refusal::TooManyRequests) => StatusCode::TOO_MANY_REQUESTS,
        Outcome::Refused(_) => StatusCode::BAD_REQUEST,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_begin_and_end_at_the_visitors_midnight() {
        // 2026-11-21T00:00+09:00
        let begin = 1_795_186_800_000;
        assert_eq!(midnight("2026-11-21", 540, false), Ok(Some(begin)));
        assert_eq!(midnight("2026-11-21", 540, true), Ok(Some(begin + 86_400_000)));
        assert_eq!(midnight("2026-11-21", 0, false), Ok(Some(begin + 9 * 3_600_000)));
        assert_eq!(midnight(" ", 540, false), Ok(None));
        for day in ["2026-02-30", "yesterday", "9999-12-31T", "0"] {
            assert_eq!(midnight(day, 540, true), Err(Refusal::BadRequest), "{day}");
        }
    }
}
