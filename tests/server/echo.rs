//! `/ws/echo`: every message comes back, every connection ends with the right code, and no address takes them all.

use std::net::SocketAddr;

use futures::{SinkExt, StreamExt};
use tokio::{io::AsyncWriteExt, net::TcpStream};
use tokio_tungstenite::{
    WebSocketStream, client_async,
    tungstenite::{
        self, Message,
        client::IntoClientRequest,
        protocol::{
            CloseFrame,
            frame::{
                Frame,
                coding::{CloseCode, Data, OpCode},
            },
        },
    },
};

use super::{house::House, http, patience};

const LIMIT: usize = 65_536;

/// A connection to the echo.
struct Caller(WebSocketStream<TcpStream>);

impl Caller {
    async fn open(address: SocketAddr) -> Self {
        Self::dial(address, &[]).await.expect("the echo is open to all").0
    }

    /// With the answer's headers; the HTTP status when there is no place.
    async fn dial(address: SocketAddr, headers: &[(&'static str, &str)]) -> Result<(Self, hyper::HeaderMap), u16> {
        let stream = TcpStream::connect(address).await.expect("the house listens");
        let mut request = format!("ws://{address}/ws/echo").into_client_request().unwrap();
        for (name, value) in headers {
            request.headers_mut().insert(*name, value.parse().unwrap());
        }
        match patience::within("an upgrade", client_async(request, stream)).await {
            Ok((socket, answer)) => Ok((Self(socket), answer.headers().clone())),
            Err(tungstenite::Error::Http(answer)) => Err(answer.status().as_u16()),
            Err(error) => panic!("no answer to the upgrade: {error}"),
        }
    }

    async fn send(&mut self, message: Message) {
        self.0.send(message).await.expect("an open connection");
    }

    /// Sends bytes as they are, as a broken client does. The server may have hung up before the last of them.
    async fn send_raw(&mut self, bytes: &[u8]) {
        let _ = self.0.get_mut().write_all(bytes).await;
    }

    async fn hear(&mut self) -> Message {
        patience::within("a frame", self.0.next()).await.expect("an open connection").expect("a sound frame")
    }

    async fn echoes(&mut self, message: Message) -> bool {
        self.send(message.clone()).await;
        self.hear().await == message
    }

    /// The code with which the server closes; `None` for a close frame without one. The TCP connection ends too.
    async fn closed_with(&mut self) -> Option<u16> {
        let Message::Close(frame) = self.hear().await else { panic!("the next frame is the last") };
        assert!(patience::within("the end", self.0.next()).await.is_none_or(|end| end.is_err()));
        frame.map(|frame| frame.code.into())
    }
}

/// A frame of a client: masked with zeros, which leave the payload as it is.
fn masked(first: u8, payload: &[u8]) -> Vec<u8> {
    let length = u8::try_from(payload.len()).expect("a short frame");
    [&[first, 0x80 | length, 0, 0, 0, 0], payload].concat()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn text_and_binary_come_back_up_to_the_limit_whole_or_in_fragments() {
    let house = House::open().await;
    let mut caller = Caller::open(house.address).await;
    for message in [
        Message::text("안녕"),
        Message::text(""),
        Message::binary(vec![0, 255, 0]),
        Message::text("x".repeat(LIMIT)),
        Message::binary(vec![7; LIMIT]),
    ] {
        assert!(caller.echoes(message.clone()).await, "{} bytes", message.len());
    }
    let part = |text: &str, kind, last| Message::Frame(Frame::message(text.to_owned(), OpCode::Data(kind), last));
    caller.send(part("안", Data::Text, false)).await;
    caller.send(part("녕", Data::Continue, true)).await;
    assert_eq!(caller.hear().await, Message::text("안녕"));
    caller.send(Message::Ping("소리".into())).await;
    assert_eq!(caller.hear().await, Message::Pong("소리".into()));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn one_byte_over_the_limit_is_closed_with_1009() {
    let house = House::open().await;
    for message in [Message::text("x".repeat(LIMIT + 1)), Message::binary(vec![0; 4 * LIMIT])] {
        let mut caller = Caller::open(house.address).await;
        let _ = caller.0.send(message).await;
        assert_eq!(caller.closed_with().await, Some(1009));
    }
    let mut caller = Caller::open(house.address).await;
    let part = |kind, length| Message::Frame(Frame::message(vec![b'x'; length], OpCode::Data(kind), false));
    caller.send(part(Data::Text, LIMIT / 2)).await;
    caller.send(part(Data::Continue, LIMIT / 2)).await;
    let _ = caller.0.send(part(Data::Continue, 1)).await;
    assert_eq!(caller.closed_with().await, Some(1009), "fragments count together");
    let mut caller = Caller::open(house.address).await;
    caller.send_raw(&[0x82, 0xFF, 0x7F, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0, 0, 0, 0]).await;
    assert_eq!(caller.closed_with().await, Some(1009), "an announced size is enough");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_close_is_answered_with_its_own_code() {
    let house = House::open().await;
    for code in [1000, 1001, 3000, 4000, 4999] {
        let mut caller = Caller::open(house.address).await;
        let frame = CloseFrame { code: CloseCode::from(code), reason: "그만".into() };
        caller.send(Message::Close(Some(frame.clone()))).await;
        assert_eq!(caller.closed_with().await, Some(code));
    }
    let mut caller = Caller::open(house.address).await;
    caller.send(Message::Close(None)).await;
    assert_eq!(caller.closed_with().await, None);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_mistake_is_closed_with_the_code_that_names_it() {
    let house = House::open().await;
    for (mistake, bytes, code) in [
        ("an unmasked frame", vec![0x81, 0x01, b'x'], 1002),
        ("a reserved bit", masked(0xC1, b"x"), 1002),
        ("a reserved kind of frame", masked(0x83, b"x"), 1002),
        ("a continuation of nothing", masked(0x80, b"x"), 1002),
        ("a fragmented ping", masked(0x09, b"x"), 1002),
        ("a close of one byte", masked(0x88, &[3]), 1002),
        ("a code that is never sent", masked(0x88, &1005_u16.to_be_bytes()), 1002),
        ("a code that means nothing", masked(0x88, &999_u16.to_be_bytes()), 1002),
        ("broken UTF-8", masked(0x81, &[0xED, 0xA0, 0x80]), 1007),
        ("broken UTF-8 in a reason", masked(0x88, &[0x03, 0xE8, 0xFF]), 1007),
    ] {
        let mut caller = Caller::open(house.address).await;
        assert!(caller.echoes(Message::text("hello")).await);
        caller.send_raw(&bytes).await;
        assert_eq!(caller.closed_with().await, Some(code), "{mistake}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn any_page_may_use_it_and_nobody_is_known_there() {
    let house = House::open().await;
    for origin in ["https://evil.example", "null"] {
        let headers = [("origin", origin), ("cookie", "sarangbang=forged")];
        let (mut caller, answer) = Caller::dial(house.address, &headers).await.expect("the echo is open to all");
        assert!(answer.get("set-cookie").is_none());
        assert!(caller.echoes(Message::text(origin)).await);
    }
    assert_eq!(http::get(house.address, "/ws/echo", &[]).await.status, 426, "a browser's address bar");
    assert_eq!(Caller::dial(house.address, &[("sec-websocket-version", "8")]).await.err(), Some(426));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn one_address_has_few_connections_and_gets_them_back() {
    let house = House::open_with(|settings| {
        settings.limits.enabled = true;
        settings.limits.echoes_per_address = 2;
    })
    .await;
    let (mut one, _two) = (Caller::open(house.address).await, Caller::open(house.address).await);
    assert_eq!(Caller::dial(house.address, &[]).await.err(), Some(429));
    assert!(one.echoes(Message::text("still here")).await);
    one.send(Message::Close(None)).await;
    one.closed_with().await;
    patience::until("a free place", async || Caller::dial(house.address, &[]).await.is_ok()).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn all_together_have_a_bound_too_whatever_the_limits() {
    let house = House::open_with(|settings| settings.echo.connections = 1).await;
    let _one = Caller::open(house.address).await;
    assert_eq!(Caller::dial(house.address, &[]).await.err(), Some(503));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_says_nothing_is_sent_away_and_who_talks_is_not() {
    let house = House::open_with(|settings| settings.echo.idle_timeout_ms = 300).await;
    let (mut silent, mut talker) = (Caller::open(house.address).await, Caller::open(house.address).await);
    let talking = async {
        loop {
            assert!(talker.echoes(Message::text("…")).await);
        }
    };
    tokio::select! {
        code = silent.closed_with() => assert_eq!(code, Some(1001)),
        () = talking => {}
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_house_that_closes_says_1001() {
    let house = House::open().await;
    let mut caller = Caller::open(house.address).await;
    assert!(caller.echoes(Message::text("hello")).await);
    let (code, _) = tokio::join!(caller.closed_with(), house.close());
    assert_eq!(code, Some(1001));
}
