//! For whoever watches the house: is it alive, is it ready?

use std::sync::Arc;

use axum::{Router, extract::State, http::StatusCode, routing::get};

use crate::chat::Chat;

/// `/healthz` says that the process answers; `/readyz` that it can read and write.
pub fn router(chat: Arc<Chat>) -> Router {
    Router::new().route("/healthz", get("ok")).route("/readyz", get(ready).with_state(chat))
}

async fn ready(State(chat): State<Arc<Chat>>) -> (StatusCode, &'static str) {
    match chat.ready().await {
        Ok(()) => (StatusCode::OK, "ready"),
        Err(error) => {
            error.refusal();
            (StatusCode::SERVICE_UNAVAILABLE, "not ready")
        }
    }
}
