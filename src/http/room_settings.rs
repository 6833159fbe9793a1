//! The page of a room's settings, for its owner.

use axum::{
    extract::{Path, State},
    http::{HeaderMap, Uri, header},
    response::Response,
};

use super::{
    Pages, language,
    visit::{fields, parameter, text, utc_offset},
};
use crate::{
    chat::{Error, Result},
    domain::{Refusal, RoomId},
    protocol::{
        Room,
        bot::Bot,
        room_settings::{Outcome, RoomSettings},
    },
};

pub async fn page(state: State<Pages>, Path(room): Path<String>, uri: Uri, headers: HeaderMap) -> Response {
    match settings(&state, &RoomId::new(room), &headers, &uri).await {
        Ok(settings) => Pages::personal((state.render.settings)(settings)),
        // To everybody but its owner the page is none.
        Err(Error::Refused(_)) => state.answer(&uri, &headers).await,
        Err(error) => Pages::out_of_order(&error),
    }
}

async fn settings(pages: &Pages, id: &RoomId, headers: &HeaderMap, uri: &Uri) -> Result<RoomSettings> {
    let cookie = text(headers, header::COOKIE);
    let guest = pages.guest(cookie).await?.ok_or(Refusal::NicknameRequired)?;
    let room = pages.chat.own_room(&guest, id).await?;
    let bots = pages.chat.bots(&guest, id).await?;
    Ok(RoomSettings {
        language: language::choose(cookie, text(headers, header::ACCEPT_LANGUAGE)).to_owned(),
        now: pages.chat.now(),
        utc_offset: utc_offset(cookie).unwrap_or(pages.utc_offset),
        announces: room.announces,
        bots: bots.iter().map(Bot::from).collect(),
        handed: pages.chat.take_handed(&guest, id),
        room: Room::new(&room, pages.chat.members(id).len()),
        outcome: parameter(uri, "section").map(|section| Outcome {
            section,
            refused: parameter(uri, "refused").and_then(|code| Refusal::from_code(&code)),
            retry_in: parameter(uri, "retry_in").and_then(|seconds| seconds.parse().ok()),
            fields: fields(uri, &["name", "topic", "capacity", "bot_name"]),
        }),
    })
}
