//! `{success, message, data}` with the status that says the same.

use axum::{
    Json,
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use serde::Serialize;

use crate::{
    chat::{Error, Result},
    domain::Refusal,
    protocol::Ack,
};

/// What was asked for.
pub(super) struct Answer<T> {
    pub status: StatusCode,
    /// A session to keep.
    pub cookie: Option<String>,
    pub data: T,
}

/// What was asked for, when there is nothing special about it.
pub(super) fn answered<T: Serialize>(outcome: Result<T>) -> Response {
    given(outcome.map(|data| Answer { status: StatusCode::OK, cookie: None, data }))
}

pub(super) fn given<T: Serialize>(outcome: Result<Answer<T>>) -> Response {
    let mut response = match outcome {
        Ok(Answer { status, cookie, data }) => {
            let cookie = cookie.and_then(|cookie| HeaderValue::from_str(&cookie).ok());
            let mut response = (status, Json(Ack::ok(data))).into_response();
            if let Some(cookie) = cookie {
                response.headers_mut().insert(header::SET_COOKIE, cookie);
            }
            response
        }
        Err(error) => refused(&error),
    };
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

/// What was refused before a handler was asked.
pub(super) fn refused_bare(status: StatusCode, refusal: Refusal) -> Response {
    (status, Json(Ack::<()>::refused(refusal))).into_response()
}

fn refused(error: &Error) -> Response {
    let refusal = error.refusal();
    let mut body = Ack::<()>::refused(refusal);
    if let Error::TooFast { retry_in_ms } = error {
        body.retry_in_ms = Some(*retry_in_ms);
    }
    let mut response = (status(refusal), Json(&body)).into_response();
    if let Some(wait) = body.retry_in_ms {
        response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(wait.div_ceil(1_000)));
    }
    response
}

fn status(refusal: Refusal) -> StatusCode {
    match refusal {
        Refusal::NicknameRequired | Refusal::InvalidToken => StatusCode::UNAUTHORIZED,
        Refusal::PasswordRequired
        | Refusal::WrongPassword
        | Refusal::NotOwner
        | Refusal::NotAuthor
        | Refusal::Kicked
        | Refusal::NotForBots => StatusCode::FORBIDDEN,
        Refusal::RoomNotFound | Refusal::SpaceNotFound | Refusal::ChatterNotFound | Refusal::MessageNotFound => {
            StatusCode::NOT_FOUND
        }
        Refusal::NicknameTaken
        | Refusal::RoomNameTaken
        | Refusal::RoomFull
        | Refusal::MessageChanged
        | Refusal::TooManyBots => StatusCode::CONFLICT,
        Refusal::RoomClosed => StatusCode::GONE,
        Refusal::TooManyRequests => StatusCode::TOO_MANY_REQUESTS,
        Refusal::Busy | Refusal::Unavailable => StatusCode::SERVICE_UNAVAILABLE,
        _ => StatusCode::BAD_REQUEST,
    }
}
