//! The page around one message.

use std::sync::Arc;

use axum::{
    extract::{Path, State},
    http::{HeaderMap, Uri, header},
    response::{IntoResponse, Redirect, Response},
};

use super::{
    Pages, language,
    visit::{look, parameter, text, utc_offset},
};
use crate::{
    chat::{Error, Passage, Result, Spot},
    domain::{Guest, Refusal, RoomId},
    protocol::{Message, Room, passage::PassagePage},
};

/// `/r/<room>/m/<seq>`: the message with its context. With `?older` or `?newer` what is before or after it. What the
/// room shows anyway is shown there.
pub async fn page(
    state: State<Pages>,
    Path((room, seq)): Path<(String, String)>,
    uri: Uri,
    headers: HeaderMap,
) -> Response {
    let seq: u64 = seq.parse().unwrap_or_default();
    let spot = match (parameter(&uri, "older"), parameter(&uri, "newer")) {
        (Some(_), _) => Spot::Before(seq),
        (_, Some(_)) => Spot::After(seq),
        _ => Spot::Around(seq),
    };
    let room = RoomId::new(room);
    match passage(&state, &room, spot, &headers).await {
        Ok((_, Passage { room, messages, is_latest: true })) => to_room(&room.id, &messages, seq),
        Ok((guest, passage)) => {
            let page = show(&state, &headers, &guest, passage, spot);
            Pages::personal((state.render.passage)(page, look(&headers)))
        }
        Err(Error::Refused(Refusal::MessageNotFound)) => state.answer(&uri, &headers).await,
        // What stands in place of the room says why.
        Err(Error::Refused(_)) => match format!("/r/{room}").parse() {
            Ok(room) => state.answer(&room, &headers).await,
            Err(_) => state.answer(&uri, &headers).await,
        },
        Err(error) => Pages::out_of_order(&error),
    }
}

async fn passage(pages: &Pages, room: &RoomId, spot: Spot, headers: &HeaderMap) -> Result<(Guest, Passage)> {
    let guest = pages.guest(text(headers, header::COOKIE)).await?.ok_or(Refusal::NicknameRequired)?;
    let passage = pages.chat.passage(&guest, room, spot).await?;
    Ok((guest, passage))
}

/// The room, with the message in sight if there is one of this seq.
fn to_room(room: &RoomId, messages: &[crate::domain::Message], seq: u64) -> Response {
    let anchor = messages.iter().find(|message| message.seq == seq).map(|message| format!("#m{}", message.id));
    let address = format!("/r/{room}{}", anchor.unwrap_or_default());
    Pages::personal(Redirect::to(&address).into_response())
}

fn show(pages: &Pages, headers: &HeaderMap, guest: &Guest, passage: Passage, spot: Spot) -> PassagePage {
    let cookie = text(headers, header::COOKIE);
    PassagePage {
        language: language::choose(cookie, text(headers, header::ACCEPT_LANGUAGE)).to_owned(),
        now: pages.chat.now(),
        utc_offset: utc_offset(cookie).unwrap_or(pages.utc_offset),
        me: guest.id.clone(),
        messages: passage.messages.iter().map(|message| Arc::new(Message::from(message))).collect(),
        room: Room::new(&passage.room, pages.chat.members(&passage.room.id).len()),
        target: if let Spot::Around(seq) = spot { Some(seq) } else { None },
    }
}
