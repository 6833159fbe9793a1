//! For whoever watches the house: is it alive, is it ready?

use std::{sync::Arc, time::Duration};

use axum::{Router, extract::State, http::StatusCode, routing::get};
use tokio::time::timeout;

use crate::chat::Chat;

/// Who probes gives up soon, and a house that takes longer than this is not ready.
const PATIENCE: Duration = Duration::from_secs(1);

/// `/healthz` says that the process answers; `/readyz` that it can read and write.
pub fn router(chat: Arc<Chat>) -> Router {
    Router::new().route("/healthz", get("ok")).route("/readyz", get(ready).with_state(chat))
}

async fn ready(State(chat): State<Arc<Chat>>) -> (StatusCode, &'static str) {
    match timeout(PATIENCE, chat.ready()).await {
        Ok(Ok(())) => return (StatusCode::OK, "ready"),
        Ok(Err(error)) => {
            error.refusal();
        }
        Err(_) => tracing::warn!("the store takes long to say whether it is ready"),
    }
    (StatusCode::SERVICE_UNAVAILABLE, "not ready")
}
