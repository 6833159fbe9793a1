//! A program with a Socket.IO client, written from `docs/PROTOCOL.md` and nothing else. It is in every room.

mod habits;
mod room;

use std::{
    collections::{BTreeMap, HashMap},
    net::SocketAddr,
    sync::Arc,
    time::Duration,
};

use sarangbang::{
    domain::{GuestId, RoomId},
    protocol::{NAMESPACE, codec, codec::Frame},
};
use serde_json::{Value, json};
use tokio::time::{Instant, sleep, sleep_until};

use self::room::Room;
use super::{
    client::{Order, Post, Shown, Status},
    ledger::{Kind, Line, Ticket},
    socket::Socket,
};

/// A request without an answer for so long means that the connection is dead.
const PATIENCE: Duration = Duration::from_secs(2);

pub struct Bot {
    post: Post,
    nickname: String,
    token: Option<String>,
    me: Option<GuestId>,
    rooms: BTreeMap<RoomId, Room>,
    /// In the order in which they were written.
    unsent: Vec<(RoomId, Arc<str>, Arc<str>)>,
    next_act: Option<Instant>,
    plans: Vec<(Instant, Plan)>,
    status: Status,
    said: usize,
    // The connection.
    socket: Option<Socket>,
    last_ack: u64,
    asked: HashMap<u64, (Asked, Instant)>,
}

#[derive(Clone, Debug)]
enum Asked {
    Join(RoomId),
    Leave,
    Sync(RoomId),
    Send(Arc<str>),
    Revise(Ticket),
}

enum Plan {
    Enter(RoomId),
    Say(RoomId),
}

impl Bot {
    /// Comes in, and lives until the run ends.
    pub async fn live(post: Post, address: SocketAddr, nickname: String) {
        let rooms = post.rooms.iter().map(|room| (room.clone(), Room::default())).collect();
        let mut bot = Self {
            post,
            nickname,
            token: None,
            me: None,
            rooms,
            unsent: Vec::new(),
            next_act: None,
            plans: Vec::new(),
            status: Status::default(),
            said: 0,
            socket: None,
            last_ack: 0,
            asked: HashMap::new(),
        };
        loop {
            bot.socket = Some(Socket::open(address, None));
            if bot.talk().await == End::Run {
                return;
            }
            bot.hang_up();
            // A growing pause is for people's servers; this one is only ever gone for a moment.
            let pause = 20 + u64::from(bot.post.percent());
            sleep(Duration::from_millis(pause)).await;
        }
    }

    /// Until the connection breaks, or the run is over.
    async fn talk(&mut self) -> End {
        loop {
            self.tell();
            let due = self.asked.values().map(|(_, at)| *at + PATIENCE);
            let dead = due.min().unwrap_or_else(|| Instant::now() + PATIENCE);
            let next = self.plans.iter().map(|(at, _)| *at).chain(self.next_act).fold(dead, Instant::min);
            let socket = self.socket.as_mut().expect("just opened");
            tokio::select! {
                order = self.post.orders.recv() => match order {
                    Some(order) => self.carry_out(order),
                    None => return End::Run,
                },
                heard = socket.hear() => match heard {
                    Some(frame) if self.hear(&frame) => {}
                    _ => return End::Connection,
                },
                () = sleep_until(next) => {
                    if Instant::now() >= dead {
                        return End::Connection;
                    }
                    self.act();
                }
            }
        }
    }

    fn hang_up(&mut self) {
        self.status.losses += u64::from(self.status.is_live);
        self.socket = None;
        self.asked.clear();
        self.rooms.values_mut().for_each(Room::lost);
        self.tell();
    }

    /// `false` when the server is done with this connection.
    fn hear(&mut self, frame: &str) -> bool {
        match Frame::decode(frame).expect("the server speaks Socket.IO") {
            Frame::Open(_) => {
                let auth = match &self.token {
                    Some(token) => json!({ "token": token }),
                    None => json!({ "nickname": self.nickname }),
                };
                self.say(codec::connect(NAMESPACE, Some(&auth.to_string())));
            }
            Frame::Ping => {
                self.say(codec::PONG.to_owned());
                self.post.pinged();
            }
            Frame::Event { name, payload, .. } => self.told(&name, serde_json::from_str(payload).expect("JSON")),
            Frame::Ack { id, data, .. } => {
                if let Some((asked, _)) = self.asked.remove(&id) {
                    self.answered(asked, serde_json::from_str(data).expect("JSON"));
                }
            }
            Frame::ConnectError { message, .. } => {
                // The second one is the engine's, for who connects to a house that is closing.
                if !matches!(&*message, "unavailable" | "Invalid namespace") {
                    self.complain(&format!("may not connect: {message}"));
                }
                return false;
            }
            Frame::Close | Frame::Disconnect { .. } => return false,
            _ => {}
        }
        true
    }

    fn told(&mut self, event: &str, payload: Value) {
        match event {
            "welcome" => {
                self.me = payload["me"]["id"].as_str().map(GuestId::new);
                if let Some(token) = payload["me"]["token"].as_str() {
                    self.token = Some(token.to_owned());
                }
                let rooms: Vec<_> = self.rooms.keys().cloned().collect();
                rooms.into_iter().for_each(|room| self.join(room));
            }
            "messages" => {
                let event: room::Messages = serde_json::from_value(payload).expect("an event as documented");
                event.messages.iter().for_each(|line| self.post.ledger.told(line.clone()));
                let id = event.room_id.clone();
                let Some(room) = self.rooms.get_mut(&id) else { return };
                if let Some(rev) = room.told(event) {
                    self.ask("sync", json!({ "roomId": id, "rev": rev }), Asked::Sync(id.clone()));
                }
            }
            _ => {}
        }
    }

    fn answered(&mut self, asked: Asked, mut ack: Value) {
        if ack["success"] != json!(true) {
            return self.refused(asked, ack["message"].as_str().unwrap_or_default());
        }
        let data = ack["data"].take();
        match asked {
            Asked::Join(id) | Asked::Sync(id) => {
                let answer: room::Answer = serde_json::from_value(data).expect("an ack as documented");
                answer.messages.iter().for_each(|line| self.post.ledger.told(line.clone()));
                let Some(room) = self.rooms.get_mut(&id) else { return };
                let was_in = room.is_in;
                if let Some(rev) = room.answered(answer) {
                    self.ask("sync", json!({ "roomId": id, "rev": rev }), Asked::Sync(id.clone()));
                }
                if !was_in {
                    self.send_unsent(&id);
                }
            }
            Asked::Send(client_id) => {
                let line: Line = serde_json::from_value(data["message"].clone()).expect("an ack as documented");
                self.unsent.retain(|(_, unsent, _)| *unsent != client_id);
                self.post.ledger.acknowledged(line.clone());
                if let Some(room) = self.rooms.get_mut(&line.room_id) {
                    room.merge(line);
                }
            }
            Asked::Revise(ticket) => {
                let line: Line = serde_json::from_value(data["message"].clone()).expect("an ack as documented");
                self.post.ledger.revised(ticket, line.clone());
                if let Some(room) = self.rooms.get_mut(&line.room_id) {
                    room.merge(line);
                }
            }
            Asked::Leave => {}
        }
    }

    fn refused(&mut self, asked: Asked, code: &str) {
        // Somebody else has deleted it.
        let is_gone = code == "message_not_found" && matches!(asked, Asked::Revise(_));
        if !matches!(code, "unavailable" | "busy") && !is_gone {
            self.complain(&format!("{asked:?} was refused: {code}"));
        }
        match asked {
            Asked::Join(room) => self.join(room),
            Asked::Sync(room) => {
                let rev = self.rooms[&room].rev;
                self.ask("sync", json!({ "roomId": room, "rev": rev }), Asked::Sync(room.clone()));
            }
            Asked::Send(client_id) => {
                self.post.ledger.is_late(&client_id);
                if let Some(unsent) = self.unsent.iter().find(|(_, unsent, _)| *unsent == client_id) {
                    self.send(&unsent.clone());
                }
            }
            Asked::Revise(_) | Asked::Leave => {}
        }
    }

    fn join(&mut self, room: RoomId) {
        let rev = self.rooms[&room].rev;
        let payload = if rev == 0 { json!({ "roomId": room }) } else { json!({ "roomId": room, "rev": rev }) };
        self.ask("joinRoom", payload, Asked::Join(room));
    }

    fn send_unsent(&mut self, room: &RoomId) {
        let unsent: Vec<_> = self.unsent.iter().filter(|(in_room, ..)| in_room == room).cloned().collect();
        unsent.iter().for_each(|unsent| self.send(unsent));
    }

    fn send(&mut self, (room, client_id, content): &(RoomId, Arc<str>, Arc<str>)) {
        let payload = json!({ "roomId": room, "clientId": client_id, "content": content });
        self.ask("sendMessage", payload, Asked::Send(client_id.clone()));
    }

    fn ask(&mut self, request: &str, payload: Value, asked: Asked) {
        self.last_ack += 1;
        self.asked.insert(self.last_ack, (asked, Instant::now()));
        self.say(codec::event(NAMESPACE, request, &payload.to_string(), Some(self.last_ack)));
    }

    fn say(&self, text: String) {
        if let Some(socket) = &self.socket {
            socket.say(text);
        }
    }

    fn carry_out(&mut self, order: Order) {
        match order {
            Order::Talk => self.next_act = Some(Instant::now() + self.post.pause()),
            Order::Hush => self.next_act = None,
            // It is in every room already.
            Order::Go(_) => {}
            Order::Knock(room, pause) => {
                self.ask("leaveRoom", json!({ "roomId": room }), Asked::Leave);
                self.rooms.entry(room.clone()).or_default().lost();
                return self.plans.push((Instant::now() + pause, Plan::Enter(room)));
            }
            Order::Say(room, pause) => return self.plans.push((Instant::now() + pause, Plan::Say(room))),
            Order::Show(answer) => {
                let shown = |(id, room): (&RoomId, &Room)| Shown {
                    room: id.clone(),
                    rev: room.rev,
                    lines: room.lines.values().cloned().collect(),
                };
                let _ = answer.send(self.rooms.iter().map(shown).collect());
            }
        }
        self.status.done += 1;
    }

    fn tell(&mut self) {
        self.status.is_live = self.rooms.values().all(|room| room.is_in);
        self.status.unsent = self.unsent.len();
        self.status.revs = self.rooms.iter().map(|(id, room)| (id.clone(), room.rev)).collect();
        self.post.tell(&self.status);
    }

    fn complain(&self, what: &str) {
        self.post.ledger.breach(Kind::Refused, format!("client {}: {what}", self.post.number));
    }
}

#[derive(PartialEq, Eq)]
enum End {
    Connection,
    Run,
}
