//! A bound on what may be posted.

use std::{
    pin::Pin,
    sync::{Arc, Mutex},
    task::{Context, Poll},
    time::Duration,
};

use axum::{
    body::{Body, Bytes, HttpBody},
    extract::{Request, State},
    http::{StatusCode, Uri, header, request::Parts},
    middleware::Next,
    response::{IntoResponse, Redirect, Response},
};
use http_body_util::{BodyExt, Limited};
use hyper::body::{Frame, SizeHint};
use tokio::time::timeout;

use crate::{domain::Refusal, protocol::Route};

/// A message of 12,000 bytes, each of them percent-encoded, with room to spare; and 20,000 syllables in parts, which are given
/// back as too many.
const LARGEST: usize = 64 * 1024;

/// What is read of a body that is larger, and thrown away: browsers show an answer only once they have sent all.
const READ_OVER: usize = 1024 * 1024;

/// For how long what nobody wants is read after the answer.
const LINGER: Duration = Duration::from_secs(10);

/// For forms. One that is too large is not kept: its page is shown again with the reason, and who asks from no page of
/// the house is answered with 413.
///
/// A middleware, because server functions read their body without axum's own limit.
pub async fn limit_form(request: Request, next: Next) -> Response {
    match read(request).await {
        Ok(request) => next.run(request).await,
        Err(parts) => match page(&parts) {
            Some(page) => Redirect::to(&format!("{page}?refused={}", Refusal::BodyTooLarge.code())).into_response(),
            None => StatusCode::PAYLOAD_TOO_LARGE.into_response(),
        },
    }
}

/// For what programs and scripts send: too much of it is answered with 413.
pub async fn limit(request: Request, next: Next) -> Response {
    match read(request).await {
        Ok(request) => next.run(request).await,
        Err(_) => StatusCode::PAYLOAD_TOO_LARGE.into_response(),
    }
}

/// The request with its body read, or what is known of one whose body is larger than the limit.
async fn read(request: Request) -> Result<Request, Box<Parts>> {
    let (parts, mut body) = request.into_parts();
    if let Ok(read) = Limited::new(&mut body, LARGEST).collect().await {
        return Ok(Request::from_parts(parts, Body::from(read.to_bytes())));
    }
    let mut rest = Limited::new(body, READ_OVER);
    while let Some(Ok(_)) = rest.frame().await {}
    Err(Box::new(parts))
}

/// The page with the form, as far as the browser tells. The form itself names it in the body, which is too large to be
/// read.
fn page(parts: &Parts) -> Option<String> {
    let referer: Uri = parts.headers.get(header::REFERER)?.to_str().ok()?.parse().ok()?;
    match Route::parse(referer.path()) {
        Route::NotFound => None,
        route => Some(route.path()),
    }
}

/// Reads what is left of a body after its answer, up to so many bytes, and throws it away. A connection that is closed with
/// something unread is reset, and the reset may overtake the answer.
pub async fn linger(State(most): State<usize>, request: Request, next: Next) -> Response {
    let (parts, body) = request.into_parts();
    let body = Shared(Arc::new(Mutex::new(body)));
    let response = next.run(Request::from_parts(parts, Body::new(body.clone()))).await;
    if !body.is_end_stream() {
        let mut rest = Limited::new(body, most);
        tokio::spawn(timeout(LINGER, async move { while let Some(Ok(_)) = rest.frame().await {} }));
    }
    response
}

/// A body that is there still when who was given it has let go of it.
#[derive(Clone)]
struct Shared(Arc<Mutex<Body>>);

impl Shared {
    fn with<T>(&self, act: impl FnOnce(Pin<&mut Body>) -> T) -> T {
        act(Pin::new(&mut *self.0.lock().expect("no panic while held")))
    }
}

impl HttpBody for Shared {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
        self.with(|body| body.poll_frame(cx))
    }

    fn is_end_stream(&self) -> bool {
        self.with(|body| body.is_end_stream())
    }

    fn size_hint(&self) -> SizeHint {
        self.with(|body| body.size_hint())
    }
}
