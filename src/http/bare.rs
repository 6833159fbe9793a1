//! Answers of the framework itself, in place of a handler's: no such path, no such method, no text in an address.

use axum::{
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::Response,
};

use crate::domain::Refusal;

/// Gives what the framework refused the shape that `shape` makes of a refusal; what a handler answered stays, which is
/// all JSON.
pub async fn shaped(response: Response, shape: fn(StatusCode, Refusal) -> Response) -> Response {
    match refusal(response.status()) {
        Some(refusal) if !is_json(response.headers()) => {
            let (mut bare, _) = response.into_parts();
            let mut response = shape(bare.status, refusal);
            if let Some(methods) = bare.headers.remove(header::ALLOW) {
                response.headers_mut().insert(header::ALLOW, methods);
            }
            response
        }
        _ => response,
    }
}

fn refusal(status: StatusCode) -> Option<Refusal> {
    match status {
        StatusCode::NOT_FOUND | StatusCode::METHOD_NOT_ALLOWED => Some(Refusal::UnknownEvent),
        StatusCode::PAYLOAD_TOO_LARGE => Some(Refusal::BodyTooLarge),
        status => status.is_client_error().then_some(Refusal::BadRequest),
    }
}

fn is_json(headers: &HeaderMap) -> bool {
    headers.get(header::CONTENT_TYPE) == Some(&HeaderValue::from_static("application/json"))
}
