//! The page of a room's settings, for its owner.

use axum::{
    extract::{Path, State},
    http::{HeaderMap, Uri, header},
    response::Response,
};

use super::{
    Pages, language,
    visit::{fields, look, parameter, text, utc_offset},
};
use crate::{
    chat::{Error, Refused, Result},
    domain::{Guest, GuestId, Here, Refusal, RoomId},
    protocol::{
        Member, Room,
        bot::Bot,
        kick::Kicked,
        room_settings::{Outcome, RoomSettings},
    },
};

/// How many people the page shows: to find one of thousands, one comes from the list in the room.
const PEOPLE: usize = 100;

pub async fn page(state: State<Pages>, Path(room): Path<String>, uri: Uri, headers: HeaderMap) -> Response {
    match settings(&state, &RoomId::new(room), &headers, &uri).await {
        Ok(settings) => Pages::personal((state.render.settings)(settings, look(&headers))),
        // To everybody but its owner the page is none, whether there is such a room or not.
        Err(Error::Refused(_)) => state.answer_refused(&uri, &headers, Refusal::NotOwner).await,
        Err(error) => Pages::out_of_order(&error),
    }
}

async fn settings(pages: &Pages, id: &RoomId, headers: &HeaderMap, uri: &Uri) -> Result<RoomSettings> {
    let cookie = text(headers, header::COOKIE);
    let guest = pages.guest(cookie).await?.ok_or(Refusal::NicknameRequired)?;
    let room = pages.chat.own_room(&guest, id).await?;
    let bots = pages.chat.bots(&guest, id).await?;
    let kicked = pages.chat.kicked(&guest, id).await?;
    let here = pages.chat.members(id);
    let asked_for = parameter(uri, "person").map(GuestId::new);
    // They may have gone meanwhile.
    let asked_member = match &asked_for {
        Some(id) => pages.chat.member(&guest, &room.id, id).await?,
        None => None,
    };
    Ok(RoomSettings {
        language: language::choose(cookie, text(headers, header::ACCEPT_LANGUAGE)).to_owned(),
        now: pages.chat.now(),
        utc_offset: utc_offset(cookie).unwrap_or(pages.utc_offset),
        announces: room.announces,
        people: people(&here, &guest.id, asked_member),
        asked_for,
        kicked: kicked.iter().map(Kicked::from).collect(),
        bots: bots.iter().map(Bot::from).collect(),
        handed: pages.chat.take_handed(&guest, id),
        room: Room::new(&room, here.len()),
        outcome: outcome(pages, &guest, id, uri),
    })
}

/// Those whom the owner can send out, whoever is asked for first.
fn people(here: &[Here], owner: &GuestId, asked_for: Option<Guest>) -> Vec<Member> {
    let asked_for = asked_for.filter(|guest| guest.id != *owner);
    let is_other =
        |here: &&Here| here.guest.id != *owner && asked_for.as_ref().is_none_or(|one| one.id != here.guest.id);
    let others = here.iter().filter(is_other).map(Member::from);
    asked_for.iter().map(Member::from).chain(others).take(PEOPLE).collect()
}

/// What came of the form that led here: that it was granted is told once, why not is in the address.
fn outcome(pages: &Pages, owner: &Guest, room: &RoomId, uri: &Uri) -> Option<Outcome> {
    if let Some(section) = pages.chat.take_saved(owner, room) {
        return Some(Outcome { section: section.to_owned(), ..Outcome::default() });
    }
    let refused = parameter(uri, "refused").and_then(|code| Refusal::from_code(&code))?;
    Some(Outcome {
        section: parameter(uri, "section")?,
        refused: Some(refused),
        retry_in: parameter(uri, "retry_in").and_then(|seconds| seconds.parse().ok()),
        fields: fields(uri, &["name", "topic", "capacity", "listed", "announces", "bot_name"]),
        webhook: match pages.chat.refused(owner) {
            Some(Refused::Webhook { room: of, bot, url })
                if of == *room && parameter(uri, "bot").as_deref() == Some(bot.as_str()) =>
            {
                Some((bot, url))
            }
            _ => None,
        },
    })
}
