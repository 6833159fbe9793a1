//! A line: the ordered queue of one socket.
//!
//! The engine spawns every event handler as a task of its own, so two events of one socket may be handled in either
//! order; and it sends the CONNECT reply before the connect handler runs, so what comes right after would find no
//! handler. Hence: handlers are registered inside the connect middleware, before its first await, and only put
//! events into the line. One task per socket takes them out again.

use std::{convert::Infallible, mem, sync::Arc};

use serde::de::DeserializeOwned;
use serde_json::Value;
use socketioxide::{
    adapter::Adapter,
    extract::{AckSender, Event, SocketRef, TryData},
    handler::{self, FromMessageParts},
    socket::Socket,
};
use tokio::sync::{Notify, OwnedSemaphorePermit, Semaphore, mpsc};

use crate::{domain::Refusal, protocol::Ack};

/// Requests of one socket that may wait, in number and in bytes of memory. The engine cannot be asked to read more
/// slowly, so a program that sends thousands of messages before it looks at the first answer needs the room; who
/// needs more is told to slow down.
const QUEUE: usize = 4 * 1024;
const QUEUE_BYTES: u32 = 4 * 1024 * 1024;

/// An event as it came in.
pub(super) struct Incoming {
    pub name: String,
    /// The first argument; `None` when there is none, or it is no JSON that we take.
    pub payload: Option<Value>,
    pub ack: AckSender,
    /// Whether the client passed a callback.
    pub wants_ack: bool,
    /// Its share of [`QUEUE_BYTES`].
    _share: OwnedSemaphorePermit,
}

impl Incoming {
    /// Reads the payload. To be called once.
    ///
    /// # Errors
    /// [`Refusal::BadRequest`] when it has another shape, or is missing.
    pub(super) fn read<T: DeserializeOwned>(&mut self) -> Result<T, Refusal> {
        let payload = self.payload.take().ok_or(Refusal::BadRequest)?;
        serde_json::from_value(payload).map_err(|_| Refusal::BadRequest)
    }
}

/// Whether the client passed a callback; [`AckSender`] keeps that to itself.
struct WantsAck(bool);

impl<A: Adapter> FromMessageParts<A> for WantsAck {
    type Error = Infallible;

    fn from_message_parts(_: &Arc<Socket<A>>, _: &mut handler::Value, ack: &Option<i64>) -> Result<Self, Infallible> {
        Ok(Self(ack.is_some()))
    }
}

/// The receiving end of a socket's line.
pub(super) struct Line {
    queue: mpsc::Receiver<Incoming>,
    hung_up: Arc<Notify>,
}

impl Line {
    /// Takes over all events of a socket. Called in the connect middleware, before anything is awaited.
    pub(super) fn attach(socket: &SocketRef) -> Self {
        let (queue, requests) = mpsc::channel(QUEUE);
        let hung_up = Arc::new(Notify::new());
        let entrance =
            Entrance { queue, bytes: Arc::new(Semaphore::new(QUEUE_BYTES as usize)), hung_up: hung_up.clone() };
        // `on_fallback` and not one `on` per request: unknown events deserve an answer too. `TryData` and not `Data`:
        // an extractor that fails would drop the event, and with it the ack.
        socket.on_fallback(
            move |Event(name): Event,
                  TryData(payload): TryData<Value>,
                  WantsAck(wants_ack): WantsAck,
                  ack: AckSender| {
                entrance.queue_up(name, payload.ok(), ack, wants_ack);
                async {}
            },
        );
        let signal = hung_up.clone();
        // No extractor, nothing that can fail: a disconnect handler that does not run leaks the socket.
        socket.on_disconnect(move || {
            signal.notify_one();
            async {}
        });
        Self { queue: requests, hung_up }
    }

    /// What ends the line from our side: to be called when the engine may never say that the socket is gone.
    pub(super) fn hang_up_signal(&self) -> Arc<Notify> {
        self.hung_up.clone()
    }

    /// The next request, in the order in which they came. `None` after the socket is gone and all that it had sent
    /// is handed out.
    pub(super) async fn next(&mut self) -> Option<Incoming> {
        if !self.has_ended() {
            tokio::select! {
                biased;
                () = self.hung_up.notified() => self.queue.close(),
                incoming = self.queue.recv() => return incoming,
            }
        }
        self.queue.recv().await
    }

    /// Whether nobody is there any more to read an answer; what is still handed out was sent before.
    pub(super) fn has_ended(&self) -> bool {
        self.queue.is_closed()
    }
}

/// The end of the line at which the engine stands.
#[derive(Clone)]
struct Entrance {
    queue: mpsc::Sender<Incoming>,
    bytes: Arc<Semaphore>,
    hung_up: Arc<Notify>,
}

impl Entrance {
    fn queue_up(&self, name: String, payload: Option<Value>, ack: AckSender, wants_ack: bool) {
        let size = mem::size_of::<Incoming>() + name.len() + payload.as_ref().map_or(0, heap_size);
        let share = self.bytes.clone().try_acquire_many_owned(u32::try_from(size).unwrap_or(u32::MAX));
        match (share, self.queue.try_reserve()) {
            (Ok(_share), Ok(place)) => place.send(Incoming { name, payload, ack, wants_ack, _share }),
            // The socket is gone.
            (_, Err(mpsc::error::TrySendError::Closed(()))) => {}
            // Who cannot even be told to slow down would wait for this answer for ever.
            _ if ack.send(&Ack::<()>::refused(Refusal::Busy)).is_err() => self.hung_up.notify_one(),
            _ => {}
        }
    }
}

/// Roughly what a value takes on the heap.
fn heap_size(value: &Value) -> usize {
    match value {
        Value::Null | Value::Bool(_) | Value::Number(_) => 0,
        Value::String(text) => text.len(),
        Value::Array(items) => items.iter().map(|item| mem::size_of::<Value>() + heap_size(item)).sum(),
        Value::Object(fields) => {
            fields.iter().map(|(name, value)| 2 * mem::size_of::<Value>() + name.len() + heap_size(value)).sum()
        }
    }
}
