//! A WebSocket to the realtime endpoint, frame by frame, with nothing done behind the test's back.

use std::net::{Ipv4Addr, SocketAddr};

use futures::{SinkExt, StreamExt};
use tokio::net::{TcpSocket, TcpStream};
use tokio_tungstenite::{
    WebSocketStream, client_async,
    tungstenite::{self, Message, client::IntoClientRequest, http::HeaderValue},
};

use super::patience::within;

/// How a connection is made.
#[derive(Clone, Copy, Default)]
pub struct Dial<'a> {
    pub headers: &'a [(&'static str, &'a str)],
    /// The address of this machine to come from; `127.0.0.1` if none is named. All of `127.0.0.0/8` is this machine.
    pub from: Option<Ipv4Addr>,
    /// Bytes that the kernel takes from the server while the test does not read.
    pub receive_buffer: Option<u32>,
}

impl Dial<'_> {
    /// Asks for the WebSocket; the HTTP status when it is refused, and 0 when the server hangs up instead.
    pub async fn connect(self, address: SocketAddr) -> Result<Wire, u16> {
        let socket = TcpSocket::new_v4().expect("a socket");
        if let Some(from) = self.from {
            socket.bind((from, 0).into()).expect("an address of this machine");
        }
        if let Some(bytes) = self.receive_buffer {
            socket.set_recv_buffer_size(bytes).expect("a buffer");
        }
        let stream = within("a connection", socket.connect(address)).await.expect("the house listens");
        stream.set_nodelay(true).expect("a live connection");
        let mut request = format!("ws://{address}/socket.io/?EIO=4&transport=websocket").into_client_request().unwrap();
        for (name, value) in self.headers {
            request.headers_mut().insert(*name, HeaderValue::from_str(value).unwrap());
        }
        match within("an upgrade", client_async(request, stream)).await {
            Ok((socket, _)) => Ok(Wire(socket)),
            Err(tungstenite::Error::Http(response)) => Err(response.status().as_u16()),
            Err(_) => Err(0),
        }
    }
}

impl Dial<'_> {
    /// Connects, and comes into a room as somebody new.
    pub async fn come_in(self, address: SocketAddr, nickname: &str, room: &str) -> Wire {
        let mut wire = self.connect(address).await.expect("the endpoint is open");
        wire.say(connect_as(nickname)).await;
        wire.hear_one_like("42/v1,[\"welcome\"").await;
        wire.say(format!("42/v1,1[\"joinRoom\",{{\"roomId\":\"{room}\"}}]")).await;
        wire.hear_one_like("43/v1,1[").await;
        wire
    }
}

/// An open WebSocket.
pub struct Wire(pub WebSocketStream<TcpStream>);

impl Wire {
    pub async fn open(address: SocketAddr) -> Self {
        Dial::default().connect(address).await.expect("the endpoint is open")
    }

    /// A connection on which `/v1` is open for somebody new; its welcome is read.
    pub async fn enter(address: SocketAddr, nickname: &str) -> Self {
        let mut wire = Self::open(address).await;
        wire.say(connect_as(nickname)).await;
        wire.hear_one_like("42/v1,[\"welcome\"").await;
        wire
    }

    /// Sends a text frame.
    pub async fn say(&mut self, text: impl Into<String>) {
        self.send(Message::text(text.into())).await;
    }

    /// Sends any frame. A server that has hung up is noticed by hearing, not here.
    pub async fn send(&mut self, message: Message) {
        let _ = self.0.send(message).await;
    }

    /// Sends text frames in as few packets as possible.
    pub async fn say_all(&mut self, texts: impl IntoIterator<Item = String>) {
        for text in texts {
            if self.0.feed(Message::text(text)).await.is_err() {
                return;
            }
        }
        let _ = self.0.flush().await;
    }

    /// The next text frame; `None` once the server has closed the connection.
    pub async fn hear(&mut self) -> Option<String> {
        loop {
            match within("a frame", self.0.next()).await {
                Some(Ok(Message::Text(text))) => return Some(text.to_string()),
                Some(Ok(Message::Close(_)) | Err(_)) | None => return None,
                Some(Ok(_)) => {}
            }
        }
    }

    /// Answers pings and skips frames until one begins with `start`.
    ///
    /// # Panics
    /// When the connection ends before.
    pub async fn hear_one_like(&mut self, start: &str) -> String {
        while let Some(text) = self.hear().await {
            if text.starts_with(start) {
                return text;
            }
            assert!(!text.starts_with("44"), "refused: {text}");
            if text == "2" {
                self.say("3").await;
            }
        }
        panic!("the connection ended before a frame {start:?} came");
    }

    /// Reads until the server closes the connection; what it said before.
    pub async fn hear_the_end(&mut self) -> Vec<String> {
        let mut last_words = Vec::new();
        let end = async {
            while let Some(text) = self.hear().await {
                last_words.push(text);
            }
        };
        within("the end of the connection", end).await;
        last_words
    }
}

/// A CONNECT to `/v1` as somebody new.
pub fn connect_as(nickname: &str) -> String {
    format!("40/v1,{}", serde_json::json!({ "nickname": nickname }))
}
