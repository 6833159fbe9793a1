//! A bound on what a form may post.

use axum::{
    body::{Body, to_bytes},
    extract::Request,
    http::StatusCode,
    middleware::Next,
    response::{IntoResponse, Response},
};

/// A message of 12,000 bytes, each of them percent-encoded, with room to spare.
const LARGEST: usize = 64 * 1024;

/// Reads the body up to the limit; a larger one is answered with 413 without having been kept.
///
/// A middleware, because server functions read their body without axum's own limit.
pub async fn limit(request: Request, next: Next) -> Response {
    let (parts, body) = request.into_parts();
    match to_bytes(body, LARGEST).await {
        Ok(bytes) => next.run(Request::from_parts(parts, Body::from(bytes))).await,
        Err(_) => StatusCode::PAYLOAD_TOO_LARGE.into_response(),
    }
}
