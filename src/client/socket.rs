//! The connection in the browser: performs what the [`Wire`] decides, and is the store's [`Link`] to the server.

use std::{cell::RefCell, future::poll_fn, sync::Arc, task::Poll};

use futures::{
    FutureExt, StreamExt,
    channel::mpsc::{UnboundedReceiver, UnboundedSender, unbounded},
};
use gloo_timers::future::TimeoutFuture;
use leptos::prelude::{document, window};
use send_wrapper::SendWrapper;
use wasm_bindgen::JsValue;
use web_sys::{CustomEvent, CustomEventInit, VisibilityState};

use super::{
    clock::Clock,
    shelf::{Shelf, tabs_storage},
    soon::listen,
    state::{ChatState, Input, Pending},
    store::{Answer, ChatStore, Link},
    transport::Carrier,
    uuid,
    wire::{Effect, Lane, Transport, Wire},
};
use crate::{
    domain::{MessageId, Millis, RoomId, Space},
    protocol::{Event, Request},
};

/// How often the state hears what time it is: while something on the page changes with it, and otherwise.
const TICK_RESTLESS: Millis = 1_000;
const TICK: Millis = 30_000;

/// A page that was loaded anew because the server did not know the guest is not loaded anew again for this long:
/// the cookie does not reach the socket then, and the forms still work.
const RELOAD_PAUSE: Millis = 60_000;
const RELOADED_AT: &str = "sarangbang-reloaded-at";

/// There while websockets are blocked here, as far as this tab knows.
const POLLING: &str = "sarangbang-polling";

/// Makes the store live: connects, and stays connected for as long as the page is open.
///
/// Only a guest's page: the server would refuse a stranger, whose page stays as it is and lets the browser send its
/// forms.
pub fn connect(store: ChatStore) {
    let Some(guest) = store.peek(|state| state.me.as_ref().map(|me| me.id.clone())) else { return };
    CLOCK.set(Some(Clock::new(store.peek(|state| state.now), device_time())));
    let (commands, inbox) = unbounded();
    for event in ["online", "offline", "pageshow", "pagehide", "visibilitychange"] {
        let commands = commands.clone();
        listen(event, move |event| {
            if let Some(command) = Command::of(&event) {
                // Before the link is hung up: what was read is still to be told.
                if matches!(command, Command::Leave) {
                    store.apply(Input::Leaving);
                }
                let _ = commands.unbounded_send(command);
            }
        });
    }
    // The next page is asked for after this, and shows what was read.
    listen("beforeunload", move |_| store.apply(Input::Leaving));
    let shelf = Shelf::of(&guest);
    store.attach(Arc::new(Browser { commands: SendWrapper::new(commands), shelf: shelf.clone() }));
    shelf.restore(store);
    shelf.follow(store);
    wasm_bindgen_futures::spawn_local(Socket::new(store, inbox).run());
}

enum Command {
    Ask(Request, Answer),
    /// The state waits for a tick, or something else changed that is looked at with every turn.
    Wake,
    /// A good moment to look whether the connection is alive.
    Nudge,
    /// The network is gone.
    Break,
    /// The page is being left, or kept for when the user comes back to it.
    Leave,
}

impl Command {
    fn of(event: &web_sys::Event) -> Option<Self> {
        match event.type_().as_str() {
            "offline" => Some(Self::Break),
            "pagehide" => Some(Self::Leave),
            _ if is_in_sight() => Some(Self::Nudge),
            // The server is told.
            _ => Some(Self::Wake),
        }
    }
}

/// What the store needs from the browser. The page has one thread, which made the wrapped sender.
struct Browser {
    commands: SendWrapper<UnboundedSender<Command>>,
    shelf: Shelf,
}

impl Link for Browser {
    fn ask(&self, request: Request, answer: Answer) {
        // The receiver lives as long as the page.
        let _ = self.commands.unbounded_send(Command::Ask(request, answer));
    }

    fn wake(&self) {
        let _ = self.commands.unbounded_send(Command::Wake);
    }

    fn show_address(&self, path: &str) {
        if let Ok(history) = window().history() {
            let _ = history.push_state_with_url(&JsValue::NULL, "", Some(path));
        }
    }

    fn keep(&self, client_id: &str, pending: Option<&Pending>) {
        self.shelf.keep(client_id, pending);
    }

    fn keep_draft(&self, room: &RoomId, text: &str) {
        self.shelf.keep_draft(room, text);
    }

    fn draft(&self, room: &RoomId) -> Option<String> {
        self.shelf.draft(room)
    }

    fn keep_answering(&self, room: &RoomId, message: Option<MessageId>) {
        self.shelf.keep_answering(room, message);
    }

    fn answering(&self, room: &RoomId) -> Option<MessageId> {
        self.shelf.answering(room)
    }

    fn load(&self, path: &str) {
        let _ = window().location().assign(path);
    }

    fn reload(&self) {
        reload();
    }

    fn now(&self) -> Millis {
        server_time(now())
    }

    fn new_client_id(&self) -> Arc<str> {
        let mut random = [0; 16];
        // Not `crypto.randomUUID`, which browsers hide from pages that came over plain HTTP.
        if let Ok(crypto) = window().crypto() {
            let _ = crypto.get_random_values_with_u8_array(&mut random);
        }
        uuid::v4(random).into()
    }
}

struct Socket {
    store: ChatStore,
    inbox: UnboundedReceiver<Command>,
    wire: Wire<Answer>,
    main: Option<Carrier>,
    probe: Option<Carrier>,
    next_tick: Millis,
    alarm: Option<Alarm>,
}

/// A timer, and when it goes off. It is kept while it does so early enough: a new one for every frame would be a good part
/// of what a message costs.
struct Alarm {
    at: Millis,
    timer: TimeoutFuture,
}

impl Alarm {
    fn set(now: Millis, until: Millis) -> Self {
        let time = (until - now).clamp(0, TICK);
        Self { at: now + time, timer: TimeoutFuture::new(time as u32) }
    }

    /// Whether it goes off by then. One that should have while the device slept is not waited for.
    fn serves(&self, now: Millis, until: Millis) -> bool {
        self.at > now && self.at <= until
    }
}

/// Why the socket's task woke up.
enum Woken {
    Command(Command),
    /// A frame, or `None` when the link broke.
    Heard(Lane, Option<String>),
    Time,
}

impl Socket {
    fn new(store: ChatStore, inbox: UnboundedReceiver<Command>) -> Self {
        let mut wire = Wire::new(now(), preferred());
        let space = store.peek(|state| state.space.clone());
        if space != Space::main() {
            wire.introduce(["{\"space\":\"", space.as_str(), "\"}"].concat());
        }
        Self { store, inbox, wire, main: None, probe: None, next_tick: now(), alarm: None }
    }

    async fn run(mut self) {
        loop {
            self.tick();
            let told = self.wire.look(!is_in_sight());
            self.perform(told.into_iter().collect());
            let effects = match self.wait().await {
                Woken::Command(Command::Ask(request, answer)) => self.wire.ask(&request, answer, now()),
                Woken::Command(Command::Nudge) => {
                    // Timers of a device that slept may be late by that time.
                    self.alarm = None;
                    self.wire.nudge(now(), dice())
                }
                Woken::Command(Command::Leave) => self.leave(),
                Woken::Command(Command::Break) | Woken::Heard(Lane::Main, None) => self.wire.broke(now(), dice()),
                Woken::Heard(Lane::Main, Some(text)) => self.wire.heard(&text, now(), dice()),
                Woken::Heard(Lane::Probe, None) => self.wire.probe_broke(now(), dice()),
                Woken::Heard(Lane::Probe, Some(text)) => self.wire.probe_heard(&text, now(), dice()),
                Woken::Command(Command::Wake) | Woken::Time => self.wire.wake(now(), dice()),
            };
            self.perform(effects);
        }
    }

    /// Hangs up, so that the others see at once who went, and a page that the browser keeps does not come back to a
    /// link that is long dead.
    fn leave(&mut self) -> Vec<Effect<Answer>> {
        if let Some(main) = &self.main {
            main.take_leave();
        }
        self.wire.broke(now(), dice())
    }

    fn tick(&mut self) {
        if self.next_tick <= now() {
            self.store.apply(Input::Tick(server_time(now())));
            self.next_tick = now() + TICK;
        }
        if self.store.peek(ChatState::is_restless) {
            self.next_tick = self.next_tick.min(now() + TICK_RESTLESS);
        }
        // Nobody reads the countdown of a page that is not in sight; one that comes into sight is nudged.
        if is_in_sight()
            && let Some(moment) = self.store.peek(ChatState::next_countdown)
        {
            self.next_tick = self.next_tick.min(moment);
        }
    }

    async fn wait(&mut self) -> Woken {
        let until = self.wire.deadline().map_or(self.next_tick, |deadline| deadline.min(self.next_tick));
        let now = now();
        let kept = self.alarm.take().filter(|alarm| alarm.serves(now, until));
        let alarm = self.alarm.insert(kept.unwrap_or_else(|| Alarm::set(now, until)));
        let woken = poll_fn(|cx| {
            if let Poll::Ready(Some(command)) = self.inbox.poll_next_unpin(cx) {
                return Poll::Ready(Woken::Command(command));
            }
            for (lane, link) in [(Lane::Main, &mut self.main), (Lane::Probe, &mut self.probe)] {
                if let Some(link) = link
                    && let Poll::Ready(frame) = link.heard.poll_next_unpin(cx)
                {
                    return Poll::Ready(Woken::Heard(lane, frame));
                }
            }
            alarm.timer.poll_unpin(cx).map(|()| Woken::Time)
        })
        .await;
        if matches!(woken, Woken::Time) {
            self.alarm = None;
        }
        woken
    }

    fn perform(&mut self, effects: Vec<Effect<Answer>>) {
        for effect in effects {
            match effect {
                Effect::Open(lane, transport) => *self.link(lane) = Some(Carrier::open(transport)),
                Effect::Close(lane) => *self.link(lane) = None,
                Effect::Write(lane, frame) => {
                    if let Some(link) = self.link(lane) {
                        link.write(frame);
                    }
                }
                Effect::Switch => {
                    if let Some(left) = std::mem::replace(&mut self.main, self.probe.take()) {
                        left.take_leave();
                    }
                }
                Effect::Prefer(transport) => prefer(transport),
                Effect::Tell(input) => self.store.apply(in_server_time(*input)),
                Effect::Answer(answer, result) => answer(result),
                Effect::Pass(name, payload) => pass(name, &payload),
                Effect::Reload => reload(),
            }
        }
    }

    fn link(&mut self, lane: Lane) -> &mut Option<Carrier> {
        match lane {
            Lane::Main => &mut self.main,
            Lane::Probe => &mut self.probe,
        }
    }
}

/// Where websockets were blocked when the tab was here last, long-polling comes first.
fn preferred() -> Transport {
    let is_blocked = tabs_storage().is_some_and(|storage| matches!(storage.get_item(POLLING), Ok(Some(_))));
    if is_blocked { Transport::Polling } else { Transport::WebSocket }
}

/// Hands an event to the page's other scripts.
fn pass(name: &str, payload: &str) {
    let init = CustomEventInit::new();
    init.set_detail(&payload.into());
    if let Ok(event) = CustomEvent::new_with_event_init_dict(name, &init) {
        let _ = window().dispatch_event(&event);
    }
}

fn prefer(transport: Transport) {
    if let Some(storage) = tabs_storage() {
        let _ = match transport {
            Transport::Polling => storage.set_item(POLLING, "yes"),
            Transport::WebSocket => storage.remove_item(POLLING),
        };
    }
}

fn reload() {
    let Some(storage) = tabs_storage() else { return };
    let last = storage.get_item(RELOADED_AT).ok().flatten().and_then(|at| at.parse().ok()).unwrap_or(0);
    let now = server_time(now());
    if now - last > RELOAD_PAUSE && storage.set_item(RELOADED_AT, &now.to_string()).is_ok() {
        let _ = window().location().reload();
    }
}

thread_local! {
    /// Set when the page becomes live.
    static CLOCK: RefCell<Option<Clock>> = const { RefCell::new(None) };
}

/// The page's own time.
fn now() -> Millis {
    let device = device_time();
    CLOCK.with_borrow_mut(|clock| clock.as_mut().map_or(device, |clock| clock.now(device)))
}

/// The server's time at a moment of the page's.
fn server_time(moment: Millis) -> Millis {
    CLOCK.with_borrow(|clock| clock.as_ref().map_or(moment, |clock| clock.server(moment)))
}

/// What the wire tells, for the state: the wire measures by the page's time, the state knows the server's. A welcome
/// says which that is.
fn in_server_time(input: Input) -> Input {
    match input {
        Input::Tick(moment) => Input::Tick(server_time(moment)),
        Input::RetryAt(moment) => Input::RetryAt(server_time(moment)),
        Input::Event(Event::Welcome(welcome)) => {
            CLOCK.with_borrow_mut(|clock| clock.iter_mut().for_each(|clock| clock.hear(welcome.now, device_time())));
            Input::Event(Event::Welcome(welcome))
        }
        input => input,
    }
}

fn device_time() -> Millis {
    js_sys::Date::now() as Millis
}

fn is_in_sight() -> bool {
    document().visibility_state() == VisibilityState::Visible
}

fn dice() -> f64 {
    js_sys::Math::random()
}
