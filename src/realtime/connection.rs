//! The life of a connection, the same in every dialect: let in, greeted, answered in order, seen off.

use std::{
    borrow::Cow,
    sync::{Arc, Mutex},
    time::Duration,
};

use async_trait::async_trait;
use serde::Serialize;
use serde_json::{
    Value,
    value::{RawValue, to_raw_value},
};
use socketioxide::{
    SocketError, SocketIo,
    extract::{AckSender, SocketRef, TryData},
    handler::ConnectHandler,
};
use tokio::{sync::Semaphore, time::sleep};

use super::{
    hub::{Channel, Listener},
    line::{Incoming, Line},
    pace::Pace,
};
use crate::{
    chat::{Error, Receipt, Result},
    domain::{Message, Refusal},
    protocol::Ack,
};

/// Messages of one socket that may wait for their commit together. A batch answers them all at once, and the socket's
/// queue must hold these answers beside what others say.
const UNANSWERED: usize = 64;

/// Who may connect in a dialect, and who serves them.
#[async_trait]
pub(super) trait Dialect: Send + Sync + 'static {
    /// What is known of somebody who was let in.
    type Admitted: Send + 'static;
    type Gateway: Gateway;

    /// Looks at a CONNECT with its payload, `None` when there is none that can be read.
    ///
    /// # Errors
    /// Why it is refused, as the client is told with CONNECT_ERROR.
    async fn admit(&self, socket: &SocketRef, auth: Option<Value>) -> Result<Self::Admitted, Refusal>;

    /// Somebody is here: [greets](Listener::greet) them, and returns who answers them.
    async fn receive(&self, admitted: Self::Admitted, socket: &SocketRef, listener: &Arc<Listener>) -> Self::Gateway;
}

/// Answers the events of one connection: authorizes, delegates to the chat service, replies.
#[async_trait]
pub(super) trait Gateway: Send + Sync + 'static {
    /// Events that do nothing but answer, and need not be carried out for somebody who is gone.
    const QUESTIONS: &[&str] = &[];

    /// Carries out what is asked for.
    ///
    /// # Errors
    /// Why it was not done.
    async fn answer(&self, event: &mut Incoming) -> Result<Answer>;

    /// Tells of a refusal somebody who passed no callback. By default nobody is told.
    fn refused(&self, _refusal: Refusal) {}

    /// The connection has ended, and what it had asked for before is done.
    async fn close(&self);
}

/// What an ack carries when all went well.
pub(super) enum Answer {
    Now(Box<RawValue>),
    /// The message, in the dialect's shape, once it is stored.
    WhenStored(Receipt, Shape),
}

/// Puts a message into a dialect's shape.
type Shape = Box<dyn FnOnce(&Message) -> Box<RawValue> + Send>;

impl Answer {
    pub(super) fn when_stored(
        receipt: Receipt,
        shape: impl FnOnce(&Message) -> Box<RawValue> + Send + 'static,
    ) -> Self {
        Self::WhenStored(receipt, Box::new(shape))
    }

    pub(super) fn now(data: &impl Serialize) -> Self {
        Self::Now(raw(data))
    }
}

/// What an ack carries, as JSON.
pub(super) fn raw(data: &impl Serialize) -> Box<RawValue> {
    to_raw_value(data).expect("an answer is made of strings and numbers")
}

/// A socket between the middleware that let it in and the handler that serves it.
struct Admitted<T> {
    line: Line,
    who: T,
}

/// Serves a dialect in a namespace.
pub(super) fn serve<D: Dialect>(
    io: &SocketIo,
    namespace: impl Into<Cow<'static, str>>,
    dialect: D,
    channel: Arc<Channel>,
) {
    let dialect = Arc::new(dialect);
    let gatekeeper = dialect.clone();
    let admit = move |socket: SocketRef, TryData(auth): TryData<Value>| {
        let line = Line::attach(&socket);
        let gatekeeper = gatekeeper.clone();
        async move {
            let who = gatekeeper.admit(&socket, auth.ok()).await?;
            socket.extensions.insert(Arc::new(Mutex::new(Some(Admitted { line, who }))));
            Ok::<_, Refusal>(())
        }
    };
    let receive = move |socket: SocketRef| {
        let (dialect, channel) = (dialect.clone(), channel.clone());
        async move {
            let admitted = socket.extensions.remove::<Arc<Mutex<Option<Admitted<D::Admitted>>>>>();
            let admitted = admitted.and_then(|admitted| admitted.lock().expect("no panic while held").take());
            if let Some(Admitted { line, who }) = admitted {
                let listener = channel.add(socket.clone(), line.hang_up_signal());
                let gateway = Arc::new(dialect.receive(who, &socket, &listener).await);
                Connection { gateway, listener, unanswered: Arc::new(Semaphore::new(UNANSWERED)) }.last(line).await;
                disconnect_when_possible(socket).await;
            }
        }
    };
    io.ns(namespace, receive.with(admit));
}

/// Ends a connection that we have hung up. The engine refuses that while the socket's queue is full, so it is asked
/// again; a peer that reads nothing at all is ended by `TCP_USER_TIMEOUT` meanwhile.
async fn disconnect_when_possible(socket: SocketRef) {
    while socket.connected() && matches!(socket.clone().disconnect(), Err(SocketError::InternalChannelFull)) {
        sleep(Duration::from_millis(500)).await;
    }
}

/// One connection, asking.
struct Connection<G> {
    gateway: Arc<G>,
    listener: Arc<Listener>,
    /// One permit per message that waits for its commit.
    unanswered: Arc<Semaphore>,
}

impl<G: Gateway> Connection<G> {
    /// From the first event to the last.
    async fn last(self, mut line: Line) {
        let mut pace = Pace::new();
        while let Some(event) = line.next().await {
            if !line.has_ended() {
                pace.keep(self.answer(event).await).await;
            } else if !G::QUESTIONS.contains(&&*event.name) {
                self.listener.remove();
                // What somebody wrote before they went is stored; what they wanted to read nobody needs.
                self.answer(event).await;
            }
        }
        self.listener.remove();
        self.gateway.close().await;
    }

    /// Answers an event. Returns how many bytes that took; the answer to a message comes later and counts for none.
    async fn answer(&self, mut event: Incoming) -> usize {
        let answer = self.gateway.answer(&mut event).await;
        let reply = Reply {
            gateway: self.gateway.clone(),
            listener: self.listener.clone(),
            ack: event.ack,
            wants_ack: event.wants_ack,
        };
        match answer {
            Ok(Answer::Now(data)) => reply.send(Ok(data)).await,
            // The line goes on once the message has its place in the journal, so that a burst shares a commit.
            Ok(Answer::WhenStored(receipt, shape)) => {
                let permit = self.unanswered.clone().acquire_owned().await;
                tokio::spawn(async move {
                    reply.send(receipt.stored().await.map(|message| shape(&message))).await;
                    drop(permit);
                });
                0
            }
            Err(error) => reply.send(Err(error)).await,
        }
    }
}

/// The way back to somebody who asked.
struct Reply<G> {
    gateway: Arc<G>,
    listener: Arc<Listener>,
    ack: AckSender,
    wants_ack: bool,
}

impl<G: Gateway> Reply<G> {
    /// Sends the ack, if one is wanted. Returns its bytes.
    async fn send(self, outcome: Result<Box<RawValue>>) -> usize {
        let body = match outcome {
            Ok(data) => Ack::ok(data),
            Err(error) => {
                let refusal = error.refusal();
                if !self.wants_ack {
                    self.gateway.refused(refusal);
                }
                match error {
                    Error::TooFast { retry_in_ms } => Ack { retry_in_ms: Some(retry_in_ms), ..Ack::refused(refusal) },
                    _ => Ack::refused(refusal),
                }
            }
        };
        let body = raw(&body);
        let size = body.get().len();
        if self.wants_ack {
            self.listener.answer(self.ack, body).await;
        }
        size
    }
}
