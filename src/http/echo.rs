//! `/ws/echo`: a plain WebSocket that answers every text and binary message with itself, for whoever wants to know
//! whether WebSockets work from where they are. It knows no session and no cookie, so any page may use it.
//!
//! It upgrades by itself instead of by axum's extractor. That hides why reading failed, which is what the close code
//! must tell; and it drops the TCP connection with unread bytes in it, which takes the close frame away from the peer.

use std::{sync::Arc, time::Duration};

use axum::{
    Extension, Router,
    body::Body,
    extract::{Request, State},
    http::{StatusCode, header},
    response::{IntoResponse, Response},
    routing::get,
};
use futures::{SinkExt, StreamExt};
use hyper::upgrade::{OnUpgrade, Upgraded};
use hyper_util::rt::TokioIo;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    sync::watch,
    time::timeout,
};
use tokio_tungstenite::{
    WebSocketStream,
    tungstenite::{
        self, Message,
        handshake::server::create_response_with_body,
        protocol::{CloseFrame, Role, WebSocketConfig, frame::coding::CloseCode},
    },
};

use super::places::{Place, Places};
use crate::domain::AddressBlock;

/// Bytes of the largest message that is answered, in one frame or in many.
const LARGEST: usize = 64 * 1024;

/// How long, and for how many bytes, a peer that was told to close may go on talking.
const LAST_WORDS: Duration = Duration::from_secs(2);
const LAST_BYTES: u64 = 1024 * 1024;

type Socket = WebSocketStream<TokioIo<Upgraded>>;

/// The open echo.
pub struct Echo {
    places: Arc<Places>,
    /// How long a peer may say nothing.
    idle_timeout: Duration,
    /// Each connection listens to it, so it also tells when the last one has ended.
    closing: watch::Sender<bool>,
}

impl Echo {
    pub fn open(places: Arc<Places>, idle_timeout: Duration) -> Arc<Self> {
        Arc::new(Self { places, idle_timeout, closing: watch::Sender::new(false) })
    }

    pub(super) fn router(self: Arc<Self>) -> Router {
        Router::new().route("/ws/echo", get(upgrade).with_state(self))
    }

    /// Closes the connections with 1001 and waits for their end.
    pub async fn close(&self) {
        self.closing.send_replace(true);
        let _ = timeout(LAST_WORDS / 2, self.closing.closed()).await;
    }
}

async fn upgrade(
    State(echo): State<Arc<Echo>>,
    Extension(address): Extension<AddressBlock>,
    mut request: Request,
) -> Response {
    let upgrade = request.extensions_mut().remove::<OnUpgrade>();
    let (Some(upgrade), Ok(answer)) = (upgrade, create_response_with_body(&request, Body::empty)) else {
        let headers = [(header::UPGRADE, "websocket"), (header::CONNECTION, "upgrade")];
        return (StatusCode::UPGRADE_REQUIRED, headers, "426: this address speaks WebSocket\n").into_response();
    };
    match echo.places.take(address) {
        Ok(place) => {
            tokio::spawn(serve(echo, upgrade, place));
            answer
        }
        Err(full) => full.into_response(),
    }
}

async fn serve(echo: Arc<Echo>, upgrade: OnUpgrade, _place: Place) {
    let mut closing = echo.closing.subscribe();
    let Ok(Ok(stream)) = timeout(echo.idle_timeout, upgrade).await else { return };
    let limits = WebSocketConfig::default()
        .read_buffer_size(4 * 1024)
        .write_buffer_size(0)
        .max_message_size(Some(LARGEST))
        .max_frame_size(Some(LARGEST));
    let mut socket = Socket::from_raw_socket(TokioIo::new(stream), Role::Server, Some(limits)).await;
    let farewell = tokio::select! {
        farewell = answer(&mut socket, echo.idle_timeout) => farewell,
        _ = closing.wait_for(|closing| *closing) => Some((CloseCode::Away, "the server is going away")),
    };
    if let Some((code, reason)) = farewell {
        let frame = CloseFrame { code, reason: reason.into() };
        let _ = timeout(LAST_WORDS, socket.send(Message::Close(Some(frame)))).await;
        hang_up(socket.get_mut()).await;
    }
}

/// Answers until one side ends it. The code and reason to close with, if the peer has not closed by itself: that was
/// answered with its own code.
async fn answer(socket: &mut Socket, idle_timeout: Duration) -> Option<(CloseCode, &'static str)> {
    loop {
        match timeout(idle_timeout, socket.next()).await {
            Ok(Some(Ok(message @ (Message::Text(_) | Message::Binary(_))))) => {
                // Somebody who asks and does not read the answers is as idle as somebody who says nothing.
                timeout(idle_timeout, socket.send(message)).await.ok()?.ok()?;
            }
            // Pings are answered, and closing is, by the socket itself.
            Ok(Some(Ok(_))) => {}
            Ok(Some(Err(error))) => return fault(&error),
            Ok(None) => return None,
            Err(_) => return Some((CloseCode::Away, "idle")),
        }
    }
}

/// What to tell a peer that made a mistake, by RFC 6455 §7.4.1; nothing to one that is gone.
fn fault(error: &tungstenite::Error) -> Option<(CloseCode, &'static str)> {
    match error {
        tungstenite::Error::Capacity(_) => Some((CloseCode::Size, "larger than 65536 bytes")),
        tungstenite::Error::Utf8(_) => Some((CloseCode::Invalid, "not UTF-8")),
        tungstenite::Error::Protocol(_) => Some((CloseCode::Protocol, "protocol error")),
        _ => None,
    }
}

/// Ends the TCP connection so that the peer gets to read the close frame: bytes that nobody has read would turn the
/// end into a reset, which throws away what is on its way.
async fn hang_up(stream: &mut TokioIo<Upgraded>) {
    let _ = timeout(LAST_WORDS, async {
        stream.shutdown().await?;
        tokio::io::copy(&mut stream.take(LAST_BYTES), &mut tokio::io::sink()).await
    })
    .await;
}
