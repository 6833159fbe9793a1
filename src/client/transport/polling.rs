//! HTTP long-polling: a GET waits for frames at all times, and POSTs carry them the other way, one after the other.

use std::{cell::RefCell, rc::Rc};

use futures::channel::mpsc::UnboundedSender;
use leptos::prelude::window;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{AbortController, RequestCache, RequestInit, Response};

use crate::{
    client::mailbox::Mailbox,
    protocol::{
        ENDPOINT,
        codec::{CLOSE, Frame, SEPARATOR},
    },
};

/// A session of long-polling that gives its frames to a channel, and closes the channel when a request fails.
pub struct Polling {
    hear: UnboundedSender<String>,
    mailbox: RefCell<Mailbox>,
    /// Where to ask; with the session's id as soon as that is known.
    address: RefCell<String>,
    abort: AbortController,
}

impl Polling {
    pub fn open(hear: UnboundedSender<String>) -> Rc<Self> {
        let polling = Rc::new(Self {
            hear,
            mailbox: RefCell::default(),
            address: RefCell::new(format!("{ENDPOINT}?EIO=4&transport=polling")),
            abort: AbortController::new().expect("every browser that runs this has it"),
        });
        spawn_local(polling.clone().listen());
        polling
    }

    pub fn write(self: &Rc<Self>, frame: String) {
        self.mailbox.borrow_mut().put(frame);
        spawn_local(self.clone().post());
    }

    /// Tells the server that nobody polls any more; otherwise it would wait for a whole ping window. By beacon, which
    /// the browser delivers even when the page is gone.
    pub fn take_leave(&self) {
        let _ = window().navigator().send_beacon_with_opt_str(&self.address.borrow(), Some(CLOSE));
    }

    pub fn abort(&self) {
        self.abort.abort();
    }

    async fn listen(self: Rc<Self>) {
        while let Ok(body) = self.ask(None).await {
            for frame in body.split(SEPARATOR) {
                if let Ok(Frame::Open(handshake)) = Frame::decode(frame) {
                    self.mailbox.borrow_mut().open(&handshake);
                    let address = format!("{}&sid={}", self.address.borrow(), handshake.sid);
                    self.address.replace(address);
                }
                // Nobody listens any more.
                let _ = self.hear.unbounded_send(frame.to_owned());
            }
        }
        self.hear.close_channel();
    }

    async fn post(self: Rc<Self>) {
        loop {
            let Some(body) = self.mailbox.borrow_mut().take() else { return };
            if self.ask(Some(&body)).await.is_err() {
                return self.hear.close_channel();
            }
            self.mailbox.borrow_mut().posted();
        }
    }

    /// One request: a GET, or a POST with a body. Fails also when it is answered with an error.
    async fn ask(&self, body: Option<&str>) -> Result<String, JsValue> {
        let request = RequestInit::new();
        request.set_cache(RequestCache::NoStore);
        request.set_signal(Some(&self.abort.signal()));
        if let Some(body) = body {
            request.set_method("POST");
            request.set_body(&body.into());
        }
        let asked = window().fetch_with_str_and_init(&self.address.borrow(), &request);
        let answer: Response = JsFuture::from(asked).await?.unchecked_into();
        if !answer.ok() {
            return Err(JsValue::NULL);
        }
        let text = JsFuture::from(answer.text()?).await?;
        text.as_string().ok_or(JsValue::NULL)
    }
}
