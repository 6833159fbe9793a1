//! A bot in Rust that answers `!ping`:
//!
//! `TOKEN=sbt_… cargo run --manifest-path examples/Cargo.toml --bin bot -- http://127.0.0.1:3000 <room id>`
//!
//! It keeps no `rev`, so it answers what is said while it is there; those in JavaScript and Python catch up.

use std::{env, error::Error, time::Duration};

use futures_util::FutureExt;
use rust_socketio::{
    Payload,
    asynchronous::{Client, ClientBuilder},
};
use serde_json::{Value, json};
use uuid::Uuid;

const PATIENCE: Duration = Duration::from_secs(10);

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let [house, room] = [1, 2].map(|place| env::args().nth(place).expect("the house's address and a room's id"));
    let auth = json!({ "token": env::var("TOKEN")? });
    ClientBuilder::new(house)
        .namespace("/v1")
        .auth(auth)
        // Every connection begins with it, also after a break.
        .on("welcome", move |_, socket| come_in(socket, room.clone()).boxed())
        .on("messages", |event, socket| answer(event, socket).boxed())
        .on("error", |problem, _| async move { eprintln!("{problem:?}") }.boxed())
        .reconnect_on_disconnect(true)
        .connect()
        .await?;
    Ok(tokio::signal::ctrl_c().await?)
}

async fn come_in(socket: Client, room: String) {
    let told = |ack: Payload, _: Client| async move { println!("joinRoom: {}", outcome(&ack)) }.boxed();
    let asked = socket.emit_with_ack("joinRoom", json!({ "roomId": room }), PATIENCE, told).await;
    asked.unwrap_or_else(|error| eprintln!("{error}"));
}

async fn answer(event: Payload, socket: Client) {
    let Payload::Text(values) = event else { return };
    let messages = values[0]["messages"].as_array().cloned().unwrap_or_default();
    // An edit comes as a message too, and other bots answer as readily as this one.
    let asks = |message: &Value| message["content"] == "!ping" && message["editedAt"].is_null();
    for message in messages.iter().filter(|message| asks(message) && message["author"]["bot"] != true) {
        let reply = json!({ "roomId": message["roomId"], "clientId": Uuid::new_v4().to_string(), "content": "pong" });
        let stored = |ack: Payload, _: Client| async move { println!("sendMessage: {}", outcome(&ack)) }.boxed();
        let sent = socket.emit_with_ack("sendMessage", reply, PATIENCE, stored).await;
        sent.unwrap_or_else(|error| eprintln!("{error}"));
    }
}

/// `ok`, or the code of a refusal.
fn outcome(ack: &Payload) -> String {
    let Payload::Text(values) = ack else { return "no JSON".to_owned() };
    values[0][0]["message"].to_string()
}
