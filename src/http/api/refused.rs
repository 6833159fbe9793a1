//! How the API says no.

use axum::{
    Json,
    extract::rejection::JsonRejection,
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use serde::Serialize;
use utoipa::{IntoResponses, ToSchema};

use crate::{chat, domain::Refusal};

/// Seconds after which the house may be in order again.
const PAUSE: u32 = 5;

/// A request that is not granted.
pub(super) struct Refused {
    status: StatusCode,
    refusal: Refusal,
    retry_after_secs: Option<u32>,
}

/// Why a request was not granted.
#[derive(Serialize, ToSchema)]
pub(super) struct Problem {
    /// Stable, for programs.
    #[schema(example = "room_not_found")]
    code: &'static str,
    /// For their authors.
    #[schema(example = "There is no such room, or it is not for this guest to see.")]
    message: &'static str,
}

/// The answers that any request may get.
#[derive(IntoResponses)]
#[expect(dead_code, reason = "describes `Refused::into_response` to programs")]
pub(super) enum ApiError {
    /// `bad_request`: the body or the query has another shape.
    #[response(status = 400)]
    Shape(Problem),
    /// `invalid_token`: no token came, or one that is worth nothing any more.
    #[response(status = 401)]
    Token(Problem),
    /// `password_required`: the room is locked, and the bot has not come into it with its password yet. `kicked`: the
    /// room's owner sent the bot out.
    #[response(status = 403)]
    Locked(Problem),
    /// `room_not_found`: there is no such room, or it is none of this bot's.
    #[response(status = 404)]
    Missing(Problem),
    /// `room_closed`: the room has ended.
    #[response(status = 410)]
    Ended(Problem),
    /// `message_too_long`: the body is far larger than a message can be.
    #[response(status = 413)]
    Large(Problem),
    /// `message_empty`, `message_too_long`: the text cannot be written.
    #[response(status = 422)]
    Text(Problem),
    /// `too_many_requests`: again after the seconds in `Retry-After`.
    #[response(status = 429)]
    TooFast(Problem),
    /// `unavailable`, `busy`: the house is out of order; again after the seconds in `Retry-After`, with the same
    /// `clientId`.
    #[response(status = 503)]
    OutOfOrder(Problem),
}

impl From<Refusal> for Refused {
    fn from(refusal: Refusal) -> Self {
        let status = match refusal {
            Refusal::InvalidToken => StatusCode::UNAUTHORIZED,
            Refusal::PasswordRequired | Refusal::Kicked => StatusCode::FORBIDDEN,
            Refusal::RoomNotFound => StatusCode::NOT_FOUND,
            Refusal::RoomClosed => StatusCode::GONE,
            Refusal::MessageEmpty | Refusal::MessageTooLong => StatusCode::UNPROCESSABLE_ENTITY,
            Refusal::TooManyRequests => StatusCode::TOO_MANY_REQUESTS,
            Refusal::Busy | Refusal::Unavailable => StatusCode::SERVICE_UNAVAILABLE,
            _ => StatusCode::BAD_REQUEST,
        };
        let retry_after_secs = refusal.is_for_now().then_some(PAUSE);
        Self { status, refusal, retry_after_secs }
    }
}

impl From<chat::Error> for Refused {
    fn from(error: chat::Error) -> Self {
        let refused = Self::from(error.refusal());
        match error {
            chat::Error::TooFast { retry_in_ms } => {
                Self { retry_after_secs: Some(retry_in_ms.div_ceil(1_000)), ..refused }
            }
            chat::Error::Refused(_) | chat::Error::House(_) => refused,
        }
    }
}

impl From<JsonRejection> for Refused {
    fn from(rejection: JsonRejection) -> Self {
        match rejection.status() {
            status @ StatusCode::PAYLOAD_TOO_LARGE => Self { status, ..Refusal::MessageTooLong.into() },
            _ => Refusal::BadRequest.into(),
        }
    }
}

/// What was refused before a handler was asked.
pub(super) fn refused_bare(status: StatusCode, refusal: Refusal) -> Response {
    Refused { status, ..refusal.into() }.into_response()
}

impl IntoResponse for Refused {
    fn into_response(self) -> Response {
        let Self { status, refusal, retry_after_secs } = self;
        let body = Json(Problem { code: refusal.code(), message: refusal.meaning() });
        let mut response = (status, body).into_response();
        if status == StatusCode::UNAUTHORIZED {
            response.headers_mut().insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
        }
        if let Some(seconds) = retry_after_secs {
            response.headers_mut().insert(header::RETRY_AFTER, seconds.into());
        }
        response
    }
}
