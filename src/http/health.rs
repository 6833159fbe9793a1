//! For whoever watches the house: is it alive, is it ready?

use std::{sync::Arc, time::Duration};

use axum::{Router, extract::State, http::StatusCode, routing::get};
use tokio::{
    sync::Mutex,
    time::{Instant, timeout},
};

use crate::chat::{self, Chat};

/// Who probes gives up soon, and a house that takes longer than this is not ready.
const PATIENCE: Duration = Duration::from_secs(1);

/// Asking for it writes; whoever asks all the time is told what was found a moment ago.
const FRESH: Duration = Duration::from_secs(1);

/// `/healthz` says that the process answers; `/readyz` that it can read and write.
pub fn router(chat: Arc<Chat>) -> Router {
    let watch = Arc::new(Watch { chat, last_ready: Mutex::default() });
    Router::new().route("/healthz", get("ok")).route("/readyz", get(ready).with_state(watch))
}

struct Watch {
    chat: Arc<Chat>,
    last_ready: Mutex<Option<Instant>>,
}

impl Watch {
    async fn ready(&self) -> chat::Result<()> {
        let mut last_ready = self.last_ready.lock().await;
        if last_ready.is_none_or(|then| then.elapsed() > FRESH) {
            self.chat.ready().await?;
            *last_ready = Some(Instant::now());
        }
        Ok(())
    }
}

async fn ready(State(watch): State<Arc<Watch>>) -> (StatusCode, &'static str) {
    match timeout(PATIENCE, watch.ready()).await {
        Ok(Ok(())) => return (StatusCode::OK, "ready"),
        Ok(Err(error)) => {
            error.refusal();
        }
        Err(_) => tracing::warn!("the store takes long to say whether it is ready"),
    }
    (StatusCode::SERVICE_UNAVAILABLE, "not ready")
}
