//! The realtime endpoint: the public Socket.IO protocol, one gateway per dialect, and the [`Hub`] that delivers what
//! happens in the house to the sockets of this node.
//!
//! What the engine does not do by itself is done here: events of one socket are handled in order ([`line`]), a reader
//! who is slow is waited for, and cut off when it has stopped reading ([`outbox`]), limits are set, and a farewell ends
//! without hanging.
//!
//! A dialect is a namespace or two with three things: who may connect ([`connection::Dialect`]), what its events ask for
//! ([`connection::Gateway`]), and its words for what happens in the house ([`hub::Words`]). They are [`native`]
//! (`/v1`), [`steps`] (`/`), [`nest`] (`/chat` and `/room`), [`notes`] (`/chats`) and [`anonymous`], which has a namespace
//! for each of the [`spaces`].

mod anonymous;
mod connection;
mod exit;
mod hub;
mod line;
mod native;
mod nest;
mod notes;
mod outbox;
mod pace;
mod refusals;
mod spaces;
mod steps;
mod strangers;
mod telling;
mod visitors;

use std::{sync::Arc, time::Duration};

use axum::Router;
use socketioxide::{ParserConfig, SocketIo};

use self::{
    connection::serve,
    hub::Hub,
    native::{Native, NativeWords},
    nest::{ChatWords, Lobby, RoomWords, Rooms},
    notes::{Notes, NotesWords},
    refusals::Explain,
    spaces::Spaces,
    steps::{Steps, StepsWords},
    visitors::Visitors,
};
use crate::{
    chat::{Chat, ports::Bus},
    domain::Space,
    protocol::{ENDPOINT, NAMESPACE, event::Bye},
};

/// Packets that may wait in the engine to be written to one socket; what happens beyond is the [`outbox`]'s business. Room for a burst of answers
/// and events while the writer's thread is busy elsewhere, and still only megabytes for a peer that reads nothing.
const PACKETS: usize = 512;

/// Limits and times of the endpoint.
#[derive(Clone, Debug)]
pub struct Config {
    /// The largest message that a client may send, in bytes; a larger one closes the connection.
    pub max_payload: usize,
    pub ping_interval: Duration,
    /// How long a client may take to answer a ping, and to connect to a namespace.
    pub ping_timeout: Duration,
    /// Whether guests come over HTTPS, where the session cookie has another name.
    pub secure: bool,
    /// What the people of the tutorials' dialects read when something is refused.
    pub explain: Explain,
}

/// The open endpoint.
pub struct Realtime {
    io: SocketIo,
    hub: Arc<Hub>,
    spaces: Spaces,
}

impl Realtime {
    /// Opens the endpoint: its routes, and the handle to it.
    pub fn open(chat: Arc<Chat>, bus: &dyn Bus, config: &Config) -> (Router, Self) {
        let (service, io) = SocketIo::builder()
            .req_path("/socket.io")
            .ping_interval(config.ping_interval)
            .ping_timeout(config.ping_timeout)
            // The engine keeps a session that nobody connects over for as long, even when it has ended.
            .connect_timeout(config.ping_timeout)
            .max_payload(config.max_payload as u64)
            .ws_max_message_size(config.max_payload)
            .ws_max_frame_size(config.max_payload)
            .ws_read_buffer_size(4 * 1024)
            .max_buffer_size(PACKETS)
            // No dialect takes binary data: an announced attachment is refused at once instead of being waited for.
            .with_parser(ParserConfig::common().max_incoming_binaries(0).max_incoming_binary_buf_size(0))
            .build_svc();
        let hub = Hub::start(bus);
        serve_dialects(&io, &hub, &chat, config);
        let spaces = Spaces::new(io.clone(), chat.clone(), &hub, config.secure);
        // As routes and not as a layer, under which long-polling answers 400 to every second request.
        let routes = Router::new().route_service(ENDPOINT, service);
        (routes, Self { io, hub, spaces })
    }

    /// Serves the namespaces of these spaces from now on, and of no others. Whoever is in one that goes is sent away.
    pub async fn keep_spaces(&self, spaces: Vec<Space>) {
        self.spaces.keep(spaces).await;
    }

    /// Tells every client that the connection is about to end, and when to come back: each after another while, so
    /// that they do not all knock at once.
    pub fn say_goodbye(&self, reason: &str) {
        self.hub.each(|socket| {
            let bye = Bye { reason: reason.to_owned(), retry_in_ms: rand::random_range(500..3_000) };
            let _ = socket.emit("bye", &bye);
        });
    }

    /// Closes the connections: the transports and not only the namespace, from which the official clients would not
    /// come back by themselves.
    pub async fn close(&self) {
        // The engine waits for each transport to end, which a dead peer never lets it.
        let _ = tokio::time::timeout(Duration::from_secs(1), self.io.close()).await;
    }
}

fn serve_dialects(io: &SocketIo, hub: &Hub, chat: &Arc<Chat>, config: &Config) {
    let (chat, visitors) = (chat.clone(), Visitors::new(chat.clone(), config.explain));
    let channel = hub.open_channel(NativeWords(chat.clone()));
    serve(io, NAMESPACE, Native { chat: chat.clone(), secure: config.secure }, channel);
    serve(io, steps::NAMESPACE, Steps { chat: chat.clone(), explain: config.explain }, hub.open_channel(StepsWords));
    let lobby = Lobby { chat: chat.clone(), visitors: visitors.clone() };
    serve(io, nest::CHAT, lobby, hub.open_channel(ChatWords(config.explain)));
    let rooms = Rooms { chat: chat.clone(), visitors: visitors.clone() };
    let words = RoomWords { chat: chat.clone(), explain: config.explain };
    serve(io, nest::ROOM, rooms, hub.open_channel(words));
    serve(io, notes::NAMESPACE, Notes { chat, visitors }, hub.open_channel(NotesWords(config.explain)));
}
