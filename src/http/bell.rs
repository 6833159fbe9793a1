//! The page of a room's bell, and where browsers say that they want to be pushed to.

use std::sync::Arc;

use axum::{
    Json,
    extract::{Path, State},
    http::{HeaderMap, StatusCode, Uri, header},
    response::Response,
};
use serde::Deserialize;

use super::{
    Pages, language,
    visit::{look, parameter, text},
};
use crate::{
    chat::{Error, Result, Token, decoded, ports::PushAddress},
    domain::{Refusal, RoomId},
    protocol::{Room, Route, bell::BellPage, cookies},
};

/// Bytes of what a browser says about itself, with some to spare.
pub const SUBSCRIPTION_BYTES: usize = 4 * 1024;

/// `/r/<room>/bell`, for whoever may enter the room.
pub async fn page(state: State<Pages>, Path(room): Path<String>, uri: Uri, headers: HeaderMap) -> Response {
    let room = RoomId::new(room);
    match bell(&state, &room, &uri, &headers).await {
        Ok(page) => Pages::personal((state.render.bell)(page, look(&headers))),
        // What stands in place of the room says why.
        Err(Error::Refused(_)) => {
            let address: Uri = Route::Room(room).path().parse().unwrap_or_default();
            state.answer(&address, &headers).await
        }
        Err(error) => Pages::out_of_order(&error),
    }
}

async fn bell(pages: &Pages, room: &RoomId, uri: &Uri, headers: &HeaderMap) -> Result<BellPage> {
    let cookie = text(headers, header::COOKIE);
    let guest = pages.guest(cookie).await?.ok_or(Refusal::NicknameRequired)?;
    let room = pages.chat.room_open_to(&guest, room).await?;
    Ok(BellPage {
        language: language::choose(cookie, text(headers, header::ACCEPT_LANGUAGE)).to_owned(),
        level: pages.chat.bell(&guest, &room.id).await?,
        is_saved: pages.chat.take_saved(&guest, &room.id) == Some("bell"),
        refused: parameter(uri, "refused").and_then(|code| Refusal::from_code(&code)),
        push_key: pages.push_key.clone(),
        room: Room::new(&room, 0),
    })
}

/// What a browser's `PushSubscription` says of itself.
#[derive(Deserialize)]
pub struct Subscription {
    endpoint: Arc<str>,
    keys: Keys,
}

/// In base64url.
#[derive(Deserialize)]
struct Keys {
    p256dh: String,
    auth: String,
}

/// `GET /me/push`: the house's key, for a browser without a page that has to have itself pushed to anew.
pub async fn key(pages: State<Pages>) -> std::result::Result<String, StatusCode> {
    pages.push_key.as_deref().map(str::to_owned).ok_or(StatusCode::NOT_FOUND)
}

/// `POST /me/push`: the guest's browser is to be pushed to.
pub async fn subscribe(pages: State<Pages>, headers: HeaderMap, Json(subscription): Json<Subscription>) -> StatusCode {
    let cookie = text(&headers, header::COOKIE);
    let language = language::choose(cookie, text(&headers, header::ACCEPT_LANGUAGE));
    let noted = async {
        let session = session(&pages, &headers)?;
        let Subscription { endpoint, keys } = subscription;
        let bytes = |text: &str| Ok::<_, Error>(decoded(text).ok_or(Refusal::BadRequest)?.into());
        let (public_key, secret) = (bytes(&keys.p256dh)?, bytes(&keys.auth)?);
        let address = PushAddress { endpoint, public_key, secret, language: language.into() };
        pages.chat.add_push_address(&session, address).await
    };
    if pages.push_key.is_some() { answer(noted.await) } else { StatusCode::NOT_FOUND }
}

/// `POST /me/push/end`: it is not to be pushed to any more.
pub async fn unsubscribe(pages: State<Pages>, headers: HeaderMap) -> StatusCode {
    match session(&pages, &headers) {
        Ok(session) => answer(pages.chat.remove_push_address(&session).await),
        Err(error) => answer(Err(error)),
    }
}

fn session(pages: &Pages, headers: &HeaderMap) -> Result<Token> {
    let cookie = text(headers, header::COOKIE).and_then(|header| cookies::session(header, pages.secure));
    Ok(cookie.and_then(Token::parse).ok_or(Refusal::NicknameRequired)?)
}

fn answer(done: Result<()>) -> StatusCode {
    match done {
        Ok(()) => StatusCode::NO_CONTENT,
        Err(Error::TooFast { .. }) => StatusCode::TOO_MANY_REQUESTS,
        Err(Error::Refused(Refusal::NicknameRequired)) => StatusCode::UNAUTHORIZED,
        Err(Error::Refused(_)) => StatusCode::BAD_REQUEST,
        Err(error @ Error::House(_)) => {
            error.refusal();
            StatusCode::SERVICE_UNAVAILABLE
        }
    }
}
