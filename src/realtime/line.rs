//! A line: the ordered queue of one socket.
//!
//! The engine spawns every event handler as a task of its own, so two events of one socket may be handled in either
//! order; and it sends the CONNECT reply before the connect handler runs, so what comes right after would find no
//! handler. Hence: handlers are registered inside the connect middleware, before its first await, and only put
//! events into the line. One task per socket takes them out again.

use std::sync::Arc;

use serde_json::Value;
use socketioxide::extract::{AckSender, Event, SocketRef, TryData};
use tokio::sync::{Notify, mpsc};

use crate::{domain::Refusal, protocol::Ack};

/// Requests of one socket that may wait. Who sends more without waiting for answers is told to slow down.
const QUEUE: usize = 256;

/// A request as it came in.
pub(super) struct Incoming {
    pub name: String,
    /// The first argument; `None` when it is no JSON that we take.
    pub payload: Option<Value>,
    pub ack: AckSender,
}

/// The receiving end of a socket's line.
pub(super) struct Line {
    queue: mpsc::Receiver<Incoming>,
    hung_up: Arc<Notify>,
}

impl Line {
    /// Takes over all events of a socket. Called in the connect middleware, before anything is awaited.
    pub(super) fn attach(socket: &SocketRef) -> Self {
        let (sender, queue) = mpsc::channel(QUEUE);
        // `on_fallback` and not one `on` per request: unknown events deserve an answer too. `TryData` and not `Data`:
        // an extractor that fails would drop the event, and with it the ack.
        socket.on_fallback(move |Event(name): Event, TryData(payload): TryData<Value>, ack: AckSender| {
            let refused = sender.try_send(Incoming { name, payload: payload.ok(), ack });
            if let Err(mpsc::error::TrySendError::Full(incoming)) = refused {
                let _ = incoming.ack.send(&Ack::<()>::refused(Refusal::Busy));
            }
            async {}
        });
        let hung_up = Arc::new(Notify::new());
        let signal = hung_up.clone();
        // No extractor, nothing that can fail: a disconnect handler that does not run leaks the socket.
        socket.on_disconnect(move || {
            signal.notify_one();
            async {}
        });
        Self { queue, hung_up }
    }

    /// What ends the line from our side: to be called when the engine may never say that the socket is gone.
    pub(super) fn hang_up_signal(&self) -> Arc<Notify> {
        self.hung_up.clone()
    }

    /// The next request, in the order in which they came. `None` after the socket is gone and all that it had sent
    /// is handed out.
    pub(super) async fn next(&mut self) -> Option<Incoming> {
        if !self.queue.is_closed() {
            tokio::select! {
                biased;
                incoming = self.queue.recv() => return incoming,
                () = self.hung_up.notified() => self.queue.close(),
            }
        }
        self.queue.recv().await
    }
}
