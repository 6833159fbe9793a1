//! How many realtime sessions one address may have open.

use std::sync::Arc;

use axum::{
    Extension,
    extract::{Request, State},
    http::Uri,
    middleware::Next,
    response::{IntoResponse, Response},
};

use super::places::Places;
use crate::domain::AddressBlock;

/// Takes a place for a request that opens a session of Engine.IO; requests of an open one pass.
///
/// The engine keeps the opening request's parts for as long as the session lasts, over either transport. The place
/// lies in their extensions, so it is given back whenever and however the session ends; where nobody ever connected to a
/// namespace, after the engine's time to connect.
pub async fn count(
    State(places): State<Arc<Places>>,
    Extension(address): Extension<AddressBlock>,
    mut request: Request,
    next: Next,
) -> Response {
    if opens_session(request.uri()) {
        match places.take(address) {
            Ok(place) => request.extensions_mut().insert(Arc::new(place)),
            Err(full) => return full.into_response(),
        };
    }
    next.run(request).await
}

fn opens_session(uri: &Uri) -> bool {
    !uri.query().is_some_and(|query| query.split('&').any(|pair| pair.starts_with("sid=")))
}
