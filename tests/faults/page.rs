//! A page without a browser: the very logic that the page runs ([`ChatState`] and [`Wire`]), over websockets of ours,
//! with somebody in front of it who writes, goes from room to room, looks for older messages and reloads. What the wire
//! takes for long-polling is a websocket, too: how frames are carried is the browser's part, when to change over is not.

mod asked;
mod habits;

use std::{
    collections::{HashMap, VecDeque},
    future::pending,
    net::SocketAddr,
    sync::Arc,
    time::Duration,
};

use http_body_util::Full;
use hyper::{Method, body::Bytes};
use sarangbang::{
    client::{
        route::Route,
        state::{ChatState, Connection, Input, Pending, RoomStatus, RoomView},
        wire::{Effect, Lane, Transport, Wire},
    },
    domain::{Millis, Refusal, RoomId},
    protocol::{Event, Request, Snapshot, event::Welcome},
};
use tokio::time::{Instant, sleep, sleep_until};

use self::asked::Asked;
use super::{
    client::{Order, Post, Shown, Status},
    clock::{Clock, SPEED},
    http,
    ledger::{Kind, Line},
    socket::Socket,
};

/// How often the state hears what time it is, in the page's milliseconds.
const TICK_RESTLESS: Millis = 1_000;
const TICK: Millis = 30_000;

/// A page, open in a room.
pub struct Page {
    post: Post,
    address: SocketAddr,
    cookie: String,
    clock: Clock,
    state: ChatState,
    wire: Wire<Asked>,
    main: Option<Socket>,
    probe: Option<Socket>,
    /// What the browser keeps of the outbox, by clientId.
    shelf: HashMap<Arc<str>, Pending>,
    asks: VecDeque<(Request, Asked)>,
    next_tick: Millis,
    /// When somebody does something in front of it; `None` while they only look.
    next_act: Option<Instant>,
    /// What was ordered for later, in the order of time.
    plans: VecDeque<(Instant, Plan)>,
    status: Status,
    said: usize,
}

enum Plan {
    Enter(RoomId),
    Say,
}

/// Somebody's session, as the cookie of the browser that has it.
pub async fn enter(house: SocketAddr, nickname: &str) -> String {
    let answer = http::post_form(house, "/do/enter", None, &[("nickname", nickname), ("back", "/")]).await;
    answer.session_cookie().expect("the nickname is free")
}

/// Makes a room.
pub async fn make_room(house: SocketAddr, cookie: &str, name: &str) -> RoomId {
    let answer = http::post_form(house, "/do/create-room", Some(cookie), &[("name", name), ("topic", "")]).await;
    let path = answer.header("location").expect("a way into the room").to_owned();
    match Route::parse(&path) {
        Route::Room(room) => room,
        _ => panic!("no room but {path}"),
    }
}

/// What the server renders and embeds into the page; `None` when it does not get here.
async fn load(house: SocketAddr, cookie: &str, route: &Route) -> Option<Snapshot> {
    let headers = [("cookie", cookie)];
    let nothing = Full::<Bytes>::default();
    let answer = http::try_ask(house, Method::GET, &route.path(), &headers, nothing).await;
    let document = answer.filter(|answer| answer.status == 200)?.body;
    let (_, rest) = document.split_once(r#"id="snapshot""#)?;
    let json = rest.split_once('>')?.1.split_once("</script>")?.0;
    Some(serde_json::from_str(json).expect("the server embeds a snapshot"))
}

impl Page {
    /// Opens the page of a room, and lives until the run ends.
    pub async fn live(post: Post, address: SocketAddr, cookie: String) {
        let room = post.rooms[post.number % post.rooms.len()].clone();
        let snapshot = until_loaded(address, &cookie, &Route::Room(room)).await;
        let clock = Clock::start();
        let mut page = Self {
            post,
            address,
            cookie,
            clock,
            state: snapshot.into(),
            wire: Wire::new(clock.now(), Transport::WebSocket),
            main: None,
            probe: None,
            shelf: HashMap::new(),
            asks: VecDeque::new(),
            next_tick: clock.now(),
            next_act: None,
            plans: VecDeque::new(),
            status: Status::default(),
            said: 0,
        };
        while page.step().await.is_some() {}
    }

    /// One turn of the page's loop; `None` when the run is over.
    async fn step(&mut self) -> Option<()> {
        self.tick();
        self.ask_all();
        self.tell();
        let until = self.next_moment();
        tokio::select! {
            order = self.post.orders.recv() => self.carry_out(order?),
            heard = hear(&mut self.main) => self.hear(Lane::Main, heard),
            heard = hear(&mut self.probe) => self.hear(Lane::Probe, heard),
            () = sleep_until(until) => self.wake().await,
        }
        Some(())
    }

    fn tick(&mut self) {
        let now = self.clock.now();
        if self.next_tick <= now {
            self.apply(Input::Tick(now));
            self.next_tick = now + TICK;
        }
        if self.state.is_restless() {
            self.next_tick = self.next_tick.min(now + TICK_RESTLESS);
        }
    }

    fn next_moment(&self) -> Instant {
        let due = self.wire.deadline().map_or(self.next_tick, |deadline| deadline.min(self.next_tick));
        let plans = self.plans.front().map(|(at, _)| *at);
        [self.next_act, plans].into_iter().flatten().fold(self.clock.when(due), Instant::min)
    }

    async fn wake(&mut self) {
        let effects = self.wire.wake(self.clock.now(), self.post.chance());
        self.perform(effects);
        let now = Instant::now();
        while self.plans.front().is_some_and(|(at, _)| *at <= now) {
            let (_, plan) = self.plans.pop_front().expect("just seen");
            match plan {
                Plan::Enter(room) => self.apply(Input::Went(Route::Room(room))),
                Plan::Say => self.speak(),
            }
            self.status.done += 1;
        }
        if self.next_act.is_some_and(|at| at <= now) {
            self.act().await;
            self.next_act = Some(Instant::now() + self.post.pause());
        }
    }

    fn hear(&mut self, lane: Lane, heard: Option<String>) {
        let (now, dice) = (self.clock.now(), self.post.chance());
        if heard.as_deref() == Some("2") {
            self.post.pinged();
        }
        let effects = match (lane, heard.map(in_our_time)) {
            (Lane::Main, Some(text)) => self.wire.heard(&text, now, dice),
            (Lane::Main, None) => self.wire.broke(now, dice),
            (Lane::Probe, Some(text)) => self.wire.probe_heard(&text, now, dice),
            (Lane::Probe, None) => self.wire.probe_broke(now, dice),
        };
        self.perform(effects);
    }

    fn carry_out(&mut self, order: Order) {
        match order {
            Order::Talk => self.next_act = Some(Instant::now() + self.post.pause()),
            Order::Hush => self.next_act = None,
            Order::Go(room) => self.apply(Input::Went(Route::Room(room))),
            Order::Knock(room, pause) => {
                self.apply(Input::Went(Route::Lobby));
                return self.plans.push_back((Instant::now() + pause, Plan::Enter(room)));
            }
            Order::Say(_, pause) => return self.plans.push_back((Instant::now() + pause, Plan::Say)),
            Order::Show(answer) => {
                let _ = answer.send(self.shown());
            }
        }
        self.status.done += 1;
    }

    fn perform(&mut self, effects: Vec<Effect<Asked>>) {
        for effect in effects {
            match effect {
                Effect::Open(lane, _) => *self.link(lane) = Some(Socket::open(self.address, Some(&self.cookie))),
                Effect::Close(lane) => {
                    let was_online = self.state.connection == Connection::Online;
                    self.status.losses += u64::from(lane == Lane::Main && was_online);
                    *self.link(lane) = None;
                }
                Effect::Write(lane, text) => {
                    if let Some(socket) = self.link(lane) {
                        socket.say(text);
                    }
                }
                Effect::Switch => self.main = self.probe.take(),
                Effect::Prefer(_) | Effect::Pass(..) => {}
                Effect::Tell(mut input) => {
                    // The server's time passes more slowly than that of pages here.
                    if let Input::Event(Event::Welcome(Welcome { now, .. })) = &mut *input {
                        *now = self.clock.now();
                    }
                    self.apply(*input);
                }
                Effect::Answer(asked, result) => self.answered(asked, result),
                Effect::Reload => self.complain("the session is not known any more"),
            }
        }
    }

    fn link(&mut self, lane: Lane) -> &mut Option<Socket> {
        match lane {
            Lane::Main => &mut self.main,
            Lane::Probe => &mut self.probe,
        }
    }

    /// Asks what the state needs, before anything else is heard.
    fn ask_all(&mut self) {
        while let Some((request, asked)) = self.asks.pop_front() {
            let effects = self.wire.ask(&request, asked, self.clock.now());
            self.perform(effects);
        }
    }

    fn answered(&mut self, asked: Asked, result: Result<String, Refusal>) {
        if let Err(refusal) = &result
            && !asked.may_be_refused(*refusal)
            && !self.was_not_let_in(&asked, *refusal)
        {
            self.complain(&format!("{asked:?} was refused: {}", refusal.code()));
        }
        // Offline it is not the server that says so.
        if let (Asked::Send(client_id), Err(_), Connection::Online) = (&asked, &result, self.state.connection) {
            self.post.ledger.is_late(client_id);
        }
        let Some(input) = asked.clone().answered(result) else { return };
        if let (Asked::Revise(ticket), Input::Changed(Ok(message))) = (asked, &input) {
            self.post.ledger.revised(ticket, message.into());
        }
        self.apply(input);
    }

    /// A message for a room that is not open follows a `joinRoom`, which may have been refused for now.
    fn was_not_let_in(&self, asked: &Asked, refusal: Refusal) -> bool {
        let Asked::Send(client_id) = asked else { return false };
        let open = self.state.room.as_ref().filter(|view| view.status == RoomStatus::Live).map(|view| &view.id);
        let is_for = |room| self.state.outbox.in_room(room).any(|pending| pending.client_id == *client_id);
        refusal == Refusal::NotInRoom && !open.is_some_and(is_for)
    }

    fn apply(&mut self, input: Input) {
        self.note(&input);
        let outbox = self.state.outbox.clone();
        let needs = self.state.apply(input);
        for (client_id, pending) in self.state.outbox.changes_since(&outbox) {
            match pending {
                Some(pending) => self.shelf.insert(client_id.into(), pending.clone()),
                None => self.shelf.remove(client_id),
            };
        }
        for need in needs {
            match Asked::for_need(need) {
                Some(asked) => self.asks.push_back(asked),
                None => self.complain("the page belongs to somebody else now"),
            }
        }
    }

    /// Whatever the page is shown goes into the ledger.
    fn note(&self, input: &Input) {
        let ledger = &self.post.ledger;
        match input {
            Input::Event(Event::Messages(event)) => event.messages.iter().for_each(|told| ledger.told(told.into())),
            Input::Joined(_, Ok(joined)) => joined.catch_up.messages.iter().for_each(|told| ledger.told(told.into())),
            Input::Synced(_, Ok(catch_up)) => catch_up.messages.iter().for_each(|told| ledger.told(told.into())),
            Input::Older(_, Ok(messages)) => messages.iter().for_each(|told| ledger.told(told.into())),
            Input::Sent(_, Ok(message)) => ledger.acknowledged(message.into()),
            _ => {}
        }
    }

    /// The page is loaded anew: what is left of the old one is the outbox, as the browser keeps it.
    async fn reload(&mut self) {
        (self.main, self.probe) = (None, None);
        self.asks.clear();
        self.state = until_loaded(self.address, &self.cookie, &self.state.route).await.into();
        self.wire = Wire::new(self.clock.now(), Transport::WebSocket);
        self.apply(Input::Restored(self.shelf.values().cloned().collect()));
    }

    fn tell(&mut self) {
        let view = self.state.room.as_ref();
        let online = self.state.connection == Connection::Online;
        self.status.is_live = online && view.is_some_and(|view| view.status == RoomStatus::Live);
        self.status.unsent = self.post.rooms.iter().map(|room| self.state.outbox.in_room(room).count()).sum();
        self.status.revs = view.map(|view| (view.id.clone(), view.feed.rev)).into_iter().collect();
        self.post.tell(&self.status);
    }

    fn shown(&self) -> Vec<Shown> {
        let shown = |view: &RoomView| Shown {
            room: view.id.clone(),
            rev: view.feed.rev,
            lines: view.feed.messages.iter().map(|message| Line::from(&**message)).collect(),
        };
        self.state.room.iter().map(shown).collect()
    }

    fn complain(&self, what: &str) {
        self.post.ledger.breach(Kind::Refused, format!("client {}: {what}", self.post.number));
    }
}

async fn until_loaded(address: SocketAddr, cookie: &str, route: &Route) -> Snapshot {
    loop {
        if let Some(snapshot) = load(address, cookie, route).await {
            return snapshot;
        }
        // As somebody does who sees an error page.
        sleep(Duration::from_millis(50)).await;
    }
}

async fn hear(socket: &mut Option<Socket>) -> Option<String> {
    match socket {
        Some(socket) => socket.hear().await,
        None => pending().await,
    }
}

/// The server announces how often it pings in its own milliseconds, of which the page's are a fraction.
fn in_our_time(text: String) -> String {
    let Some(Ok(mut handshake)) = text.strip_prefix('0').map(serde_json::from_str::<serde_json::Value>) else {
        return text;
    };
    for time in ["pingInterval", "pingTimeout"] {
        handshake[time] = (handshake[time].as_u64().expect("milliseconds") * u64::from(SPEED)).into();
    }
    format!("0{handshake}")
}
