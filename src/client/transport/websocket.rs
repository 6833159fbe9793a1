//! A websocket.

use futures::channel::mpsc::UnboundedSender;
use leptos::prelude::window;
use wasm_bindgen::{JsCast, prelude::Closure};
use web_sys::{Event, MessageEvent, WebSocket};

use crate::protocol::ENDPOINT;

/// A websocket that gives its frames to a channel, and closes the channel when it ends.
pub struct Socket {
    websocket: WebSocket,
    _listener: Closure<dyn FnMut(Event)>,
}

impl Socket {
    /// `None`, and the channel closed, when the browser does not even try.
    pub fn open(hear: UnboundedSender<String>) -> Option<Self> {
        let websocket = WebSocket::new(&address()).ok()?;
        let listener = Closure::new(move |event: Event| {
            let text = event.dyn_ref::<MessageEvent>().and_then(|message| message.data().as_string());
            match text {
                // Nobody listens any more.
                Some(text) => drop(hear.unbounded_send(text)),
                // Its end, or a binary message, which the server never sends.
                None => hear.close_channel(),
            }
        });
        let handler = Some(listener.as_ref().unchecked_ref());
        websocket.set_onmessage(handler);
        websocket.set_onclose(handler);
        Some(Self { websocket, _listener: listener })
    }

    pub fn write(&self, frame: &str) {
        // One that cannot be written to any more says so with its end.
        let _ = self.websocket.send_with_str(frame);
    }
}

impl Drop for Socket {
    fn drop(&mut self) {
        // The browser must not call what is gone.
        self.websocket.set_onmessage(None);
        self.websocket.set_onclose(None);
        let _ = self.websocket.close();
    }
}

/// The endpoint of the house that served this page.
fn address() -> String {
    let location = window().location();
    let scheme = if location.protocol().as_deref() == Ok("https:") { "wss" } else { "ws" };
    format!("{scheme}://{}{ENDPOINT}?EIO=4&transport=websocket", location.host().unwrap_or_default())
}
