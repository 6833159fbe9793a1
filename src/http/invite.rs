//! The page that invites to a room.

use axum::{
    extract::{Path, State},
    http::{HeaderMap, Uri, header},
    response::Response,
};

use super::{
    Pages, language,
    visit::{look, text},
};
use crate::{
    chat::{Error, Result},
    domain::{Refusal, RoomId},
    protocol::{Room, Route, invite::InvitePage},
};

/// `/r/<room>/invite`, for whoever may enter the room.
pub async fn page(state: State<Pages>, Path(room): Path<String>, headers: HeaderMap) -> Response {
    let room = RoomId::new(room);
    match invite(&state, &room, &headers).await {
        Ok(page) => Pages::personal((state.render.invite)(page, look(&headers))),
        // What stands in place of the room says why.
        Err(Error::Refused(_)) => {
            let address: Uri = Route::Room(room).path().parse().unwrap_or_default();
            state.answer(&address, &headers).await
        }
        Err(error) => Pages::out_of_order(&error),
    }
}

async fn invite(pages: &Pages, room: &RoomId, headers: &HeaderMap) -> Result<InvitePage> {
    let cookie = text(headers, header::COOKIE);
    let guest = pages.guest(cookie).await?.ok_or(Refusal::NicknameRequired)?;
    let room = pages.chat.room_open_to(&guest, room).await?;
    Ok(InvitePage {
        language: language::choose(cookie, text(headers, header::ACCEPT_LANGUAGE)).to_owned(),
        address: pages.origin(headers) + &Route::Room(room.id.clone()).path(),
        room: Room::new(&room, 0),
    })
}

impl Pages {
    /// Where guests find the house: as the operator says, or as this one has found it.
    fn origin(&self, headers: &HeaderMap) -> String {
        let found = || {
            let scheme = if self.secure { "https" } else { "http" };
            format!("{scheme}://{}", text(headers, header::HOST).unwrap_or("localhost"))
        };
        self.public_origin.clone().unwrap_or_else(found)
    }
}
