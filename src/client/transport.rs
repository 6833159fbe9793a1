//! What carries frames between the page and the server: a websocket, or HTTP long-polling where those are blocked.

mod polling;
mod websocket;

use std::rc::Rc;

use futures::channel::mpsc::{UnboundedReceiver, unbounded};
use polling::Polling;
use websocket::Socket;

use super::wire::Transport;

/// A link to the server, open or being opened. Dropping it closes it.
pub struct Carrier {
    /// The frames that come; the end when the link broke, or could not be opened.
    pub heard: UnboundedReceiver<String>,
    kind: Kind,
}

enum Kind {
    WebSocket(Option<Socket>),
    Polling(Rc<Polling>),
}

impl Carrier {
    pub fn open(transport: Transport) -> Self {
        let (hear, heard) = unbounded();
        let kind = match transport {
            Transport::WebSocket => Kind::WebSocket(Socket::open(hear)),
            Transport::Polling => Kind::Polling(Polling::open(hear)),
        };
        Self { heard, kind }
    }

    /// Sends a frame, after those before it. One that cannot be sent is no news: the link ends, or stays silent.
    pub fn write(&self, frame: String) {
        match &self.kind {
            Kind::WebSocket(Some(socket)) => socket.write(&frame),
            Kind::WebSocket(None) => {}
            Kind::Polling(polling) => polling.write(frame),
        }
    }

    /// Tells the server that the link is given up although it works. Of a websocket it hears that anyway.
    pub fn take_leave(&self) {
        if let Kind::Polling(polling) = &self.kind {
            polling.take_leave();
        }
    }
}

impl Drop for Carrier {
    fn drop(&mut self) {
        // What is under way holds it, too.
        if let Kind::Polling(polling) = &self.kind {
            polling.abort();
        }
    }
}
