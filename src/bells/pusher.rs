//! Pushes: hands what somebody is told to the push service of their browser, encrypted.

mod lanes;

use std::sync::{Arc, Mutex};

use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD};
use hyper::{HeaderMap, header};
use serde_json::json;
use sha2::{Digest, Sha256};
use tokio::{sync::Semaphore, task::JoinSet};
use url::Url;

use self::lanes::Lanes;
pub(super) use self::lanes::News;
use super::{cipher, vapid::Vapid};
use crate::{
    chat::{
        Chat, Result as ChatResult, Told,
        ports::{PushAddress, Ring},
    },
    domain::RoomId,
    outside::{Problem, Sender},
};

/// Pushes under way at once. What finds no place is not told: push services are quick, and whoever waits for slow ones
/// would be told of what they have long read.
const AT_ONCE: usize = 128;

/// Seconds for which a push service keeps what it cannot deliver yet, as to a phone that is off.
const KEPT: u32 = 12 * 60 * 60;

/// Characters of a topic, at most (RFC 8030 §5.4).
const TOPIC: usize = 32;

/// Writes what is pushed in the language of a tag; of a room that is not open it says only that there is something new.
pub type Words = Arc<dyn Fn(&str, &Ring, bool) -> Notification + Send + Sync>;

/// What a notification says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notification {
    pub title: String,
    pub body: String,
}

/// How the house pushes.
pub struct Push {
    pub vapid: Vapid,
    pub sender: Sender,
    pub words: Words,
}

pub(super) struct Pusher {
    push: Arc<Push>,
    chat: Arc<Chat>,
    places: Arc<Semaphore>,
    /// A slow push service holds one place for each browser.
    lanes: Arc<Mutex<Lanes>>,
    under_way: JoinSet<()>,
}

impl Pusher {
    pub(super) fn new(push: Push, chat: Arc<Chat>) -> Self {
        let (places, under_way) = (Arc::new(Semaphore::new(AT_ONCE)), JoinSet::new());
        Self { push: Arc::new(push), chat, places, lanes: Arc::default(), under_way }
    }

    /// Begins to push to a browser; while something is on its way there, what comes next waits for it.
    pub(super) fn begin(&mut self, address: PushAddress, news: News) {
        // Those that ended by themselves.
        while self.under_way.try_join_next().is_some() {}
        let mut lanes = self.lanes.lock().expect("no panic while held");
        let Some(news) = lanes.queue(&address.endpoint, news) else { return };
        let Ok(place) = self.places.clone().try_acquire_owned() else { return };
        lanes.open(&address.endpoint);
        drop(lanes);
        let (push, chat, lanes) = (self.push.clone(), self.chat.clone(), self.lanes.clone());
        self.under_way.spawn(async move {
            let mut next = Some(news);
            while let Some(news) = next {
                if let Err(error) = push.deliver(&chat, &lanes, &address, &news).await {
                    error.refusal();
                }
                next = lanes.lock().expect("no panic while held").next(&address.endpoint);
            }
            drop(place);
        });
    }
}

impl Push {
    /// Pushes what is to be said now, if there still is something, and forgets the browser when that is no use any more.
    async fn deliver(
        &self,
        chat: &Chat,
        lanes: &Mutex<Lanes>,
        address: &PushAddress,
        News { guest, room, seqs }: &News,
    ) -> ChatResult<()> {
        let Some(Told { ring, is_open }) = chat.told(guest, room, seqs).await? else { return Ok(()) };
        let sent = self.send(address, &ring, is_open, chat.now()).await;
        let is_over = {
            let mut lanes = lanes.lock().expect("no panic while held");
            match &sent {
                Ok(()) => {
                    lanes.taken(&address.endpoint);
                    false
                }
                Err(problem) => is_final(problem) || (is_refusal(problem) && lanes.refused(&address.endpoint)),
            }
        };
        if let Err(problem) = sent {
            tracing::debug!(%problem, "a push service did not take a message");
        }
        if is_over { chat.drop_push_address(address).await } else { Ok(()) }
    }

    async fn send(&self, address: &PushAddress, ring: &Ring, is_open: bool, now: i64) -> Result<(), Problem> {
        let endpoint = Url::parse(&address.endpoint).map_err(|_| Problem::Address)?;
        let Notification { title, body } = (self.words)(&address.language, ring, is_open);
        let (room, seq) = (&ring.room_id, ring.seq);
        let text =
            json!({ "title": title, "body": body, "tag": room, "seq": seq, "url": format!("/r/{room}/m/{seq}") });
        let sealed = cipher::seal(text.to_string().as_bytes(), address).map_err(|_| Problem::Address)?;
        let mut headers = HeaderMap::new();
        for (name, value) in [
            (header::AUTHORIZATION, self.vapid.authorization(&endpoint, now)),
            (header::CONTENT_ENCODING, "aes128gcm".to_owned()),
            (header::CONTENT_TYPE, "application/octet-stream".to_owned()),
            (header::HeaderName::from_static("ttl"), KEPT.to_string()),
            (header::HeaderName::from_static("urgency"), "high".to_owned()),
            (header::HeaderName::from_static("topic"), topic(address, room)),
        ] {
            headers.insert(name, value.parse().map_err(|_| Problem::Address)?);
        }
        self.sender.post(&address.endpoint, headers, sealed.into()).await
    }
}

/// What was pushed of a room and is not delivered yet is replaced by what comes later. The push service cannot tell from
/// it which room it is, nor that it is the same for two people.
fn topic(address: &PushAddress, room: &RoomId) -> String {
    let digest = Sha256::new().chain_update(&address.secret).chain_update(room.as_str()).finalize();
    let mut topic = BASE64_URL_SAFE_NO_PAD.encode(digest);
    topic.truncate(TOPIC);
    topic
}

/// The push service does not take it from this house: the browser asked for pushes of another key, say. Or the house's
/// clock is wrong, which is no reason to forget everybody at once.
fn is_refusal(problem: &Problem) -> bool {
    matches!(problem, Problem::Status(status) if matches!(status.as_u16(), 400 | 401 | 403))
}

/// The push service does not know the browser any more, or what was noted of it never was right.
fn is_final(problem: &Problem) -> bool {
    matches!(problem, Problem::Address)
        || matches!(problem, Problem::Status(status) if matches!(status.as_u16(), 404 | 410))
}
