//! A guest on `/v1` who always listens: a program with a Socket.IO client, as the protocol's documentation tells to
//! write one.

use std::{
    collections::{HashMap, VecDeque},
    net::SocketAddr,
};

use futures::{SinkExt, StreamExt};
use sarangbang::protocol::{
    Ack, Event, Joined, Me, Message, NAMESPACE, codec,
    codec::Frame,
    event::Welcome,
    payload::{MessageStored, RoomCreated},
};
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use tokio::{sync::mpsc, task::JoinHandle};
use tokio_tungstenite::tungstenite;

use super::{
    patience::within,
    wire::{Dial, Wire},
};

/// What the server said, as far as it concerns the guest.
#[derive(Debug)]
enum Heard {
    Refused(String),
    Event(Event),
    Ack(u64, String),
    /// The namespace was closed, or the whole connection.
    Gone,
}

pub struct Guest {
    pub welcome: Welcome,
    pub me: Me,
    voice: mpsc::UnboundedSender<String>,
    ears: mpsc::UnboundedReceiver<Heard>,
    tasks: [JoinHandle<()>; 2],
    next_ack: u64,
    acks: HashMap<u64, String>,
    events: VecDeque<Event>,
    gone: bool,
}

impl Guest {
    /// Comes in under a new nickname.
    pub async fn enter(address: SocketAddr, nickname: &str) -> Self {
        Self::connect(address, &json!({ "nickname": nickname })).await.expect("the nickname is free")
    }

    /// Comes back, or comes in with one more connection.
    pub async fn come_back(address: SocketAddr, token: &str) -> Self {
        Self::connect(address, &json!({ "token": token })).await.expect("the session lives")
    }

    /// Connects with an `auth` payload; the error code when the CONNECT is refused.
    pub async fn connect(address: SocketAddr, auth: &Value) -> Result<Self, String> {
        Self::connect_on(Wire::open(address).await, auth).await
    }

    /// Connects with the session cookie, as the page does.
    pub async fn connect_by_cookie(address: SocketAddr, cookie: &str) -> Result<Self, String> {
        let origin = format!("http://{address}");
        let dial = Dial { headers: &[("cookie", cookie), ("origin", &origin)], ..Dial::default() };
        Self::connect_on(dial.connect(address).await.expect("our own origin"), &json!({})).await
    }

    async fn connect_on(wire: Wire, auth: &Value) -> Result<Self, String> {
        let (mut mouth, mut stream) = wire.0.split();
        let (voice, mut words) = mpsc::unbounded_channel::<String>();
        let (hear, mut ears) = mpsc::unbounded_channel();
        let speaking = tokio::spawn(async move {
            while let Some(text) = words.recv().await {
                let said = mouth.feed(tungstenite::Message::text(text)).await;
                if said.is_err() || (words.is_empty() && mouth.flush().await.is_err()) {
                    break;
                }
            }
        });
        let pong = voice.clone();
        let listening = tokio::spawn(async move {
            while let Some(Ok(frame)) = stream.next().await {
                let tungstenite::Message::Text(text) = frame else { continue };
                if text.as_str() == "2" {
                    let _ = pong.send(codec::PONG.to_owned());
                } else if let Some(heard) = understand(&text) {
                    let _ = hear.send(heard);
                }
            }
            let _ = hear.send(Heard::Gone);
        });
        let tasks = [speaking, listening];
        let _ = voice.send(codec::connect(NAMESPACE, Some(&auth.to_string())));
        let welcome = match within("a welcome", ears.recv()).await {
            Some(Heard::Event(Event::Welcome(welcome))) => welcome,
            Some(Heard::Refused(code)) => {
                tasks.iter().for_each(JoinHandle::abort);
                return Err(code);
            }
            other => panic!("the welcome is the first event, not {other:?}"),
        };
        Ok(Self {
            me: welcome.me.clone(),
            welcome,
            voice,
            ears,
            tasks,
            next_ack: 0,
            acks: HashMap::new(),
            events: VecDeque::new(),
            gone: false,
        })
    }

    pub fn token(&self) -> &str {
        self.me.token.as_deref().expect("came in under a new nickname")
    }

    /// Sends an event without waiting for its ack, whose number it returns.
    pub fn send(&mut self, name: &str, payload: &Value) -> u64 {
        self.next_ack += 1;
        self.say(codec::event(NAMESPACE, name, &payload.to_string(), Some(self.next_ack)));
        self.next_ack
    }

    /// Sends any text frame.
    pub fn say(&self, frame: String) {
        let _ = self.voice.send(frame);
    }

    /// The ack with this number; what it carries, or the code of the refusal.
    pub async fn answer<T: DeserializeOwned>(&mut self, number: u64) -> Result<T, String> {
        while !self.acks.contains_key(&number) {
            assert!(!self.gone, "the connection ended before ack {number} came");
            self.listen("an ack").await;
        }
        let text = self.acks.remove(&number).expect("just checked");
        let ack: Ack<T> = serde_json::from_str(&text).unwrap_or_else(|error| panic!("{error} in the ack {text}"));
        if ack.success { Ok(ack.data.expect("a success carries data")) } else { Err(ack.message) }
    }

    /// Sends an event and waits for its ack.
    pub async fn ask<T: DeserializeOwned>(&mut self, name: &str, payload: &Value) -> Result<T, String> {
        let number = self.send(name, payload);
        self.answer(number).await
    }

    /// The next event for which `choose` has a use; others are skipped.
    pub async fn event<T>(&mut self, what: &str, mut choose: impl FnMut(Event) -> Option<T>) -> T {
        loop {
            while let Some(event) = self.events.pop_front() {
                if let Some(chosen) = choose(event) {
                    return chosen;
                }
            }
            assert!(!self.gone, "the connection ended before {what} came");
            self.listen(what).await;
        }
    }

    /// All events that have come so far, without waiting.
    pub fn events_so_far(&mut self) -> Vec<Event> {
        while let Ok(heard) = self.ears.try_recv() {
            self.take(heard);
        }
        self.events.drain(..).collect()
    }

    /// Waits until the server has closed the connection, or at least its namespace.
    pub async fn gone(&mut self) {
        while !self.gone {
            self.listen("the end of the connection").await;
        }
    }

    async fn listen(&mut self, what: &str) {
        let heard = within(what, self.ears.recv()).await.unwrap_or(Heard::Gone);
        self.take(heard);
    }

    fn take(&mut self, heard: Heard) {
        match heard {
            Heard::Event(event) => self.events.push_back(event),
            Heard::Ack(number, data) => {
                assert!(self.acks.insert(number, data).is_none(), "ack {number} came twice");
            }
            Heard::Gone => self.gone = true,
            Heard::Refused(code) => panic!("a second CONNECT was refused with {code}"),
        }
    }
}

/// What guests do most.
impl Guest {
    pub async fn create_room(&mut self, name: &str) -> String {
        let made: RoomCreated = self.ask("createRoom", &json!({ "name": name })).await.expect("the name is free");
        made.room.id.to_string()
    }

    pub async fn join(&mut self, room: &str) -> Joined {
        self.ask("joinRoom", &json!({ "roomId": room })).await.expect("the room is open")
    }

    /// Sends a message without waiting for its ack. Its text is also its clientId.
    pub fn send_message(&mut self, room: &str, text: &str) -> u64 {
        self.send("sendMessage", &json!({ "roomId": room, "clientId": text, "content": text }))
    }

    /// Writes a message with a clientId of its own.
    pub async fn write(&mut self, room: &str, content: &str) -> Message {
        let client_id = uuid::Uuid::new_v4().to_string();
        let payload = json!({ "roomId": room, "clientId": client_id, "content": content });
        self.ask::<MessageStored>("sendMessage", &payload).await.expect("the message is stored").message
    }

    /// The next `count` messages of a room, in the order in which they came. Checks what every reader relies on:
    /// events follow each other by revision without a gap.
    pub async fn messages(&mut self, room: &str, count: usize) -> Vec<Message> {
        let mut messages: Vec<Message> = Vec::with_capacity(count);
        let mut at = None;
        while messages.len() < count {
            let event = self
                .event("messages", |event| match event {
                    Event::Messages(event) if event.room_id.as_str() == room => Some(event),
                    _ => None,
                })
                .await;
            assert!(at.is_none_or(|rev| rev == event.from_rev), "from {} after {at:?}", event.from_rev);
            at = Some(event.to_rev);
            messages.extend(event.messages);
        }
        assert_eq!(messages.len(), count);
        messages
    }
}

impl Drop for Guest {
    /// Closes the connection without a word, as a lost network does.
    fn drop(&mut self) {
        self.tasks.iter().for_each(JoinHandle::abort);
    }
}

fn understand(text: &str) -> Option<Heard> {
    match Frame::decode(text).unwrap_or_else(|error| panic!("{error}: {text:?}")) {
        Frame::ConnectError { message, .. } => Some(Heard::Refused(message)),
        Frame::Event { name, payload, .. } => {
            let event = Event::parse(&name, payload).unwrap_or_else(|error| panic!("{error} in {name} {payload}"));
            event.map(Heard::Event)
        }
        Frame::Ack { id, data, .. } => Some(Heard::Ack(id, data.to_owned())),
        Frame::Disconnect { .. } | Frame::Close => Some(Heard::Gone),
        Frame::Open(_) | Frame::Connect { .. } | Frame::Ping | Frame::Pong | Frame::Noop => None,
    }
}
