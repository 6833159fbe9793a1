//! A websocket that never makes its owner wait: what is said is queued, what is heard too, as in a browser.

use std::{net::SocketAddr, pin::pin};

use futures::{
    SinkExt, StreamExt,
    future::{Either, select},
};
use sarangbang::protocol::ENDPOINT;
use tokio::{net::TcpStream, sync::mpsc, task::JoinHandle};
use tokio_tungstenite::{
    client_async,
    tungstenite::{Message, client::IntoClientRequest, http::HeaderValue},
};

/// A websocket that is being opened, is open, or has broken.
pub struct Socket {
    say: mpsc::UnboundedSender<String>,
    heard: mpsc::UnboundedReceiver<String>,
    task: JoinHandle<()>,
}

impl Socket {
    /// Opens it as a browser does that has a session cookie, or as a program does that has none.
    pub fn open(address: SocketAddr, cookie: Option<&str>) -> Self {
        let (say, words) = mpsc::unbounded_channel();
        let (hear, heard) = mpsc::unbounded_channel();
        let cookie = cookie.map(str::to_owned);
        // Its end closes `heard`, which is how the owner learns of it.
        let task = tokio::spawn(async move {
            let _ = live(address, cookie, words, hear).await;
        });
        Self { say, heard, task }
    }

    /// What is said to a broken one is lost.
    pub fn say(&self, text: String) {
        let _ = self.say.send(text);
    }

    /// The next text; `None` when it broke.
    pub async fn hear(&mut self) -> Option<String> {
        self.heard.recv().await
    }
}

impl Drop for Socket {
    fn drop(&mut self) {
        self.task.abort();
    }
}

async fn live(
    address: SocketAddr,
    cookie: Option<String>,
    mut words: mpsc::UnboundedReceiver<String>,
    hear: mpsc::UnboundedSender<String>,
) -> Result<(), tokio_tungstenite::tungstenite::Error> {
    let stream = TcpStream::connect(address).await?;
    stream.set_nodelay(true)?;
    let mut request = format!("ws://{address}{ENDPOINT}?EIO=4&transport=websocket").into_client_request()?;
    if let Some(cookie) = cookie {
        let header = |text: String| HeaderValue::from_str(&text).expect("plain ASCII");
        request.headers_mut().insert("cookie", header(cookie));
        request.headers_mut().insert("origin", header(format!("http://{address}")));
    }
    let (websocket, _) = client_async(request, stream).await?;
    let (mut mouth, mut ears) = websocket.split();
    let speaking = pin!(async {
        while let Some(text) = words.recv().await {
            if mouth.send(Message::text(text)).await.is_err() {
                break;
            }
        }
    });
    let listening = pin!(async {
        while let Some(Ok(Message::Text(text))) = ears.next().await {
            let _ = hear.send(text.to_string());
        }
    });
    // One that cannot be written any more says so when it is read.
    if let Either::Left(((), listening)) = select(speaking, listening).await {
        listening.await;
    }
    Ok(())
}
