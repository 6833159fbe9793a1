//! The house as `rust_socketio` sees it: `interop <house>` makes a room and talks in it, over each transport and over a
//! broken connection, and ends with `ok`, or with what went wrong.

use std::{error::Error, time::Duration};

use futures_util::FutureExt;
use rust_socketio::{
    Payload, TransportType,
    asynchronous::{Client, ClientBuilder},
};
use serde_json::{Value, json};
use tokio::{sync::mpsc, time::timeout};

const PATIENCE: Duration = Duration::from_secs(15);

type Outcome<T = ()> = Result<T, Box<dyn Error>>;

/// A connected client, and the events that it hears, by name.
struct Guest {
    client: Client,
    events: mpsc::UnboundedReceiver<(&'static str, Value)>,
}

impl Guest {
    async fn enter(house: &str, auth: Value, transport: TransportType) -> Outcome<Self> {
        let (hear, events) = mpsc::unbounded_channel();
        let mut builder = ClientBuilder::new(house).namespace("/v1").auth(auth).transport_type(transport);
        for name in ["welcome", "messages"] {
            let hear = hear.clone();
            builder = builder.on(name, move |payload, _| {
                if let Payload::Text(values) = payload {
                    let _ = hear.send((name, values.into_iter().next().unwrap_or_default()));
                }
                async {}.boxed()
            });
        }
        Ok(Self { client: builder.connect().await?, events })
    }

    /// The next event of this name.
    async fn hears(&mut self, wanted: &str) -> Outcome<Value> {
        loop {
            let (name, payload) = timeout(PATIENCE, self.events.recv()).await?.ok_or("the connection ended")?;
            if name == wanted {
                return Ok(payload);
            }
        }
    }

    /// Sends a request and waits for the data of its ack.
    async fn asks(&self, request: &str, payload: Value) -> Outcome<Value> {
        let (answer, mut answers) = mpsc::unbounded_channel();
        let callback = move |ack: Payload, _: Client| {
            if let Payload::Text(mut values) = ack {
                let _ = answer.send(values.swap_remove(0)[0].take());
            }
            async {}.boxed()
        };
        self.client.emit_with_ack(request, payload, PATIENCE, callback).await?;
        let ack = timeout(PATIENCE, answers.recv()).await?.ok_or("no ack")?;
        if ack["success"] == true { Ok(ack["data"].clone()) } else { Err(format!("{request}: {ack}").into()) }
    }
}

#[tokio::main]
async fn main() -> Outcome {
    let house = std::env::args().nth(1).ok_or("the house's address")?;
    let transports = [
        ("러스트 웹소켓", TransportType::Websocket),
        ("러스트 폴링", TransportType::Polling),
        ("러스트 업그레이드", TransportType::WebsocketUpgrade),
    ];
    for (name, transport) in transports {
        talk(&house, name, transport).await.map_err(|error| format!("{name}: {error}"))?;
    }
    println!("ok");
    Ok(())
}

async fn talk(house: &str, name: &str, transport: TransportType) -> Outcome {
    let mut guest = Guest::enter(house, json!({ "nickname": name }), transport.clone()).await?;
    let welcome = guest.hears("welcome").await?;
    let room = guest.asks("createRoom", json!({ "name": name })).await?["room"]["id"].clone();
    let joined = guest.asks("joinRoom", json!({ "roomId": room })).await?;
    guest.asks("sendMessage", json!({ "roomId": room, "clientId": "1", "content": "안녕 👋" })).await?;
    let told = guest.hears("messages").await?;
    expect(&told["messages"][0]["content"], &json!("안녕 👋"))?;
    guest.client.disconnect().await?;

    // Back as the same guest, with what was seen so far.
    let token = json!({ "token": welcome["me"]["token"] });
    let mut again = Guest::enter(house, token, transport).await?;
    expect(&again.hears("welcome").await?["me"]["id"], &welcome["me"]["id"])?;
    let missed = again.asks("joinRoom", json!({ "roomId": room, "rev": joined["rev"] })).await?;
    expect(&missed["messages"][0]["content"], &json!("안녕 👋"))?;
    Ok(again.client.disconnect().await?)
}

fn expect(found: &Value, wanted: &Value) -> Outcome {
    if found == wanted { Ok(()) } else { Err(format!("{found} instead of {wanted}").into()) }
}
