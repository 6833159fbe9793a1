//! The HTTP API of bots, `/api/v1`. No cookie is read here, only the token of a bot, so no page can make a browser ask
//! for anything in its visitor's name.

mod openapi;
mod refused;

use std::sync::Arc;

use axum::{
    Json, Router,
    extract::{DefaultBodyLimit, FromRequestParts, Path, Query, State, rejection::JsonRejection},
    http::{StatusCode, header, request::Parts},
    middleware,
    routing::get,
};
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

pub use self::openapi::document;
use self::refused::{ApiError, Refused};
use super::bare;
use crate::{
    chat::{BotToken, Chat, SendRequest},
    domain::{Guest, MessageKind, Refusal, RoomId},
    protocol::{CatchUp, Message, Room},
};

/// A message of 12,000 bytes, each of them escaped, fits.
const LARGEST: usize = 96 * 1024;

/// The routes of the API, and its description for programs.
pub fn router(chat: Arc<Chat>) -> Router {
    let routes = Router::new()
        .route("/rooms/{id}", get(room))
        .route("/rooms/{id}/messages", get(messages).post(send_message))
        .fallback(async || StatusCode::NOT_FOUND)
        .layer(DefaultBodyLimit::max(LARGEST))
        .with_state(chat);
    Router::new()
        .nest("/api/v1", routes)
        .route("/api/openapi.json", get(async || Json(document())))
        .layer(middleware::map_response(|response| bare::shaped(response, refused::refused_bare)))
}

/// The bot whose token came with the request.
struct Caller(Guest);

impl FromRequestParts<Arc<Chat>> for Caller {
    type Rejection = Refused;

    async fn from_request_parts(parts: &mut Parts, chat: &Arc<Chat>) -> Result<Self, Refused> {
        let told = parts.headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok());
        let token = told.and_then(|told| told.split_once(' ')).filter(|(way, _)| way.eq_ignore_ascii_case("bearer"));
        let token = token.and_then(|(_, token)| BotToken::parse(token.trim())).ok_or(Refusal::InvalidToken)?;
        Ok(Self(chat.bot_of(&token).await?))
    }
}

/// What a room is like.
#[utoipa::path(
    get,
    path = "/api/v1/rooms/{id}",
    tag = "rooms",
    params(("id" = String, Path, description = "The room's id, as in its address `/r/<id>`.")),
    responses((status = 200, description = "The room.", body = Room), ApiError),
    security(("bot" = [])),
)]
async fn room(
    State(chat): State<Arc<Chat>>,
    Caller(bot): Caller,
    Path(id): Path<String>,
) -> Result<Json<Room>, Refused> {
    let room = chat.room_open_to(&bot, &RoomId::new(id)).await?;
    Ok(Json(Room::new(&room, chat.members(&room.id).len())))
}

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct Since {
    /// The room's revision that you know; without it you get the latest page.
    rev: Option<u64>,
}

/// What is new in a room.
///
/// Everything that was written, edited or deleted after the revision `rev`, in the order of `rev`; or, with `reset`,
/// the latest page, when you are more than 500 messages behind or told no `rev`. Ask again with the `rev` of the answer.
#[utoipa::path(
    get,
    path = "/api/v1/rooms/{id}/messages",
    tag = "rooms",
    params(("id" = String, Path, description = "The room's id."), Since),
    responses((status = 200, description = "The messages, and the revision up to which they lead.", body = CatchUp), ApiError),
    security(("bot" = [])),
)]
async fn messages(
    State(chat): State<Arc<Chat>>,
    Caller(bot): Caller,
    Path(id): Path<String>,
    since: Result<Query<Since>, axum::extract::rejection::QueryRejection>,
) -> Result<Json<CatchUp>, Refused> {
    let Query(since) = since.map_err(|_| Refusal::BadRequest)?;
    let catch = chat.catch_up(&bot, &RoomId::new(id), since.rev).await?;
    Ok(Json(CatchUp {
        messages: catch.messages.iter().map(Message::from).collect(),
        rev: catch.rev,
        reset: catch.reset,
    }))
}

/// A message to be written.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct NewMessage {
    /// Plain text, at most 4,000 characters.
    content: String,
    /// Yours for this message, the same in every retry, which then writes it only once: a UUID, or 1 to 64 other
    /// printable ASCII characters.
    client_id: Option<String>,
}

/// Write a message.
#[utoipa::path(
    post,
    path = "/api/v1/rooms/{id}/messages",
    tag = "rooms",
    params(("id" = String, Path, description = "The room's id.")),
    request_body = NewMessage,
    responses(
        (status = 201, description = "The message, now stored.", body = Message),
        (status = 200, description = "The message, stored when it was sent for the first time.", body = Message),
        ApiError,
    ),
    security(("bot" = [])),
)]
async fn send_message(
    State(chat): State<Arc<Chat>>,
    Caller(bot): Caller,
    Path(id): Path<String>,
    message: Result<Json<NewMessage>, JsonRejection>,
) -> Result<(StatusCode, Json<Message>), Refused> {
    let Json(message) = message?;
    let client_id = message.client_id.unwrap_or_else(|| Uuid::new_v4().to_string());
    let request = SendRequest {
        room: &RoomId::new(id),
        kind: MessageKind::Message,
        client_id: &client_id,
        content: &message.content,
        reply_to: None,
        pictures: &[],
    };
    let stored = chat.post_as_bot(&bot, request).await?;
    let status = if stored.is_new { StatusCode::CREATED } else { StatusCode::OK };
    Ok((status, Json(Message::from(&stored.message))))
}
