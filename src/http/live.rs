//! A room's conversation without scripts: a document that stays open, and to which the server appends what is said.
//!
//! A frame knows how far it has written and nothing else. It is woken when something happens in its room and reads what
//! is newer from the store, with the reader's right to see it; so nothing waits in memory for one who does not read, and
//! one who reads slowly gets more at once. What stands in the document already cannot be taken back: when such a message
//! was edited or deleted, the document ends with the request to load it anew.

mod bells;

use std::{convert::Infallible, sync::Arc, time::Duration};

use axum::{
    Extension, Router,
    body::{Body, Bytes},
    extract::{Path, State},
    http::{HeaderMap, HeaderValue, header},
    response::{IntoResponse, Response},
    routing::get,
};
use futures::{Stream, stream};
use tokio::{sync::mpsc, time::Instant};

use self::bells::{Bells, Call, Listener};
use super::{
    Pages, language,
    places::{Place, Places},
    security::FRAME_POLICY,
    visit::{look, text, utc_offset},
};
use crate::{
    chat::{
        Catch, Error, Result, Token,
        ports::{Bus, Happened},
    },
    domain::{AddressBlock, Guest, Refusal, RoomId},
    protocol::{
        Message, Room,
        live::{LivePage, Parting},
    },
};

/// Events that may wait for the frames to be woken.
const QUEUE: usize = 256;

/// Frames that load themselves anew because something changed do so no more often than this.
const CALM: Duration = Duration::from_secs(3);

/// Rows that one document holds before it begins anew.
const ROWS: usize = 500;

/// How the document is written.
pub trait Frame: Send {
    /// Its beginning, with the latest messages.
    fn head(&mut self, messages: Vec<Arc<Message>>, has_older: bool) -> String;
    /// Messages in the order of seq, after those that were written before.
    fn rows(&mut self, messages: Vec<Arc<Message>>) -> String;
    fn end(&mut self, parting: Parting) -> String;
}

/// All frames that are open.
pub struct Frames {
    bells: Bells,
    places: Arc<Places>,
}

impl Frames {
    pub fn open(bus: &dyn Bus, places: Arc<Places>) -> Arc<Self> {
        let frames = Arc::new(Self { bells: Bells::default(), places });
        tokio::spawn(frames.clone().ring_all(bus.listen(QUEUE)));
        frames
    }

    /// Ends every frame, each with a word of when to come back.
    pub fn close(&self) {
        self.bells.take_down();
    }

    async fn ring_all(self: Arc<Self>, mut events: mpsc::Receiver<Happened>) {
        while let Some(event) = events.recv().await {
            match event {
                Happened::Messages { room, .. }
                | Happened::RoomEnded { room, .. }
                | Happened::RoomCreated(room)
                | Happened::RoomHidden(room) => self.bells.ring_in(&room),
                Happened::RoomsChanged(rooms) => rooms.iter().for_each(|room| self.bells.ring_in(room)),
                Happened::SignedOut { guest, .. } | Happened::Departed(guest) | Happened::Kicked { guest, .. } => {
                    self.bells.ring_for(&guest)
                }
                _ => {}
            }
        }
    }
}

pub(super) fn router(pages: Pages, frames: Arc<Frames>) -> Router {
    Router::new().route("/r/{room}/live", get(frame)).layer(Extension(frames)).with_state(pages)
}

async fn frame(
    state: State<Pages>,
    Extension(frames): Extension<Arc<Frames>>,
    Extension(address): Extension<AddressBlock>,
    Path(room): Path<String>,
    headers: HeaderMap,
) -> Response {
    let place = match frames.places.take(address) {
        Ok(place) => place,
        Err(full) => return full.into_response(),
    };
    let room = RoomId::new(room);
    // Before the room is read: what is said between the two is read twice, and written once.
    let listener = frames.bells.listen(&room);
    match Reading::begin(&state, &room, &headers).await {
        Ok((reading, catch)) => {
            let listener = frames.bells.listen_as(listener, &reading.guest.id);
            send(reading, catch, listener, place)
        }
        // What stands in place of the room says why.
        Err(Error::Refused(_)) => match format!("/r/{room}").parse() {
            Ok(room) => state.answer(&room, &headers).await,
            Err(_) => Pages::out_of_order(&Refusal::RoomNotFound.into()),
        },
        Err(error) => Pages::out_of_order(&error),
    }
}

fn send(mut reading: Reading, catch: Catch, listener: Listener, place: Place) -> Response {
    let head = reading.head(catch);
    let mut response = Pages::personal(Response::new(Body::from_stream(written(head, reading, listener, place))));
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8"));
    headers.insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(FRAME_POLICY));
    // What is kept on the way until there is more of it comes late.
    headers.insert("x-accel-buffering", HeaderValue::from_static("no"));
    response
}

/// The document, piece by piece, as it is asked for: a reader who does not read makes nothing happen here, and the
/// kernel ends their connection.
fn written(
    head: String,
    reading: Reading,
    listener: Listener,
    place: Place,
) -> impl Stream<Item = std::result::Result<Bytes, Infallible>> {
    stream::unfold((Some(head), reading, listener, place), |(head, mut reading, mut listener, place)| async move {
        let text = match head {
            Some(head) => head,
            None => reading.next(&mut listener).await?,
        };
        Some((Ok(Bytes::from(text)), (None, reading, listener, place)))
    })
}

/// Who reads what, and how far it is written.
struct Reading {
    pages: Pages,
    token: Token,
    guest: Guest,
    room: RoomId,
    frame: Box<dyn Frame>,
    /// The revision up to which the document is true.
    rev: u64,
    /// The seqs of the first and the last message in it.
    shown: Option<(u64, u64)>,
    rows: usize,
    /// The seq up to which the reader is known to have read.
    noted: u64,
    since: Instant,
    has_ended: bool,
}

impl Reading {
    async fn begin(pages: &Pages, room: &RoomId, headers: &HeaderMap) -> Result<(Self, Catch)> {
        let cookie = text(headers, header::COOKIE);
        let token = pages.session(cookie).ok_or(Refusal::NicknameRequired)?;
        let guest = pages.chat.guest_of(&token).await?.ok_or(Refusal::NicknameRequired)?;
        let open = pages.chat.room_open_to(&guest, room).await?;
        // Whoever reads already goes on reading: it is the page that is not begun.
        if !pages.chat.has_place(&guest, &open) {
            return Err(Refusal::RoomFull.into());
        }
        let catch = pages.chat.catch_up(&guest, room, None).await?;
        let page = LivePage {
            language: language::choose(cookie, text(headers, header::ACCEPT_LANGUAGE)).to_owned(),
            now: pages.chat.now(),
            utc_offset: utc_offset(cookie).unwrap_or(pages.utc_offset),
            me: guest.id.clone(),
            room: Room::new(&open, 0),
        };
        let reading = Self {
            frame: (pages.render.live)(page, look(headers)),
            pages: pages.clone(),
            token,
            guest,
            room: room.clone(),
            rev: catch.rev,
            shown: None,
            rows: 0,
            noted: 0,
            since: Instant::now(),
            has_ended: false,
        };
        Ok((reading, catch))
    }

    /// Notes that the reader has seen what stands in the document. If that fails, it shows as new to them once more.
    async fn note_read(&mut self) {
        let Some((_, last)) = self.shown.filter(|(_, last)| *last > self.noted) else { return };
        self.noted = last;
        if let Err(error) = self.pages.chat.has_read(&self.guest, &self.room, last).await {
            error.refusal();
        }
    }

    fn head(&mut self, catch: Catch) -> String {
        let messages = self.take(catch);
        let has_older = messages.first().is_some_and(|first| first.seq > 1);
        self.frame.head(messages, has_older)
    }

    /// What the document goes on with; `None` when it is over.
    async fn next(&mut self, listener: &mut Listener) -> Option<String> {
        while !self.has_ended {
            let outcome = match listener.next().await {
                Call::Beat => self.beat().await,
                Call::News => self.news().await,
                Call::Closing => {
                    return Some(self.end(Some(Refusal::Unavailable), Some(rand::random_range(2..6))));
                }
            };
            match outcome {
                Ok(Some(text)) => return Some(text),
                Ok(None) => {}
                Err(Error::Refused(why)) => return Some(self.end(Some(why), None)),
                Err(error) => return Some(self.end(Some(error.refusal()), Some(10))),
            }
        }
        None
    }

    /// What was said meanwhile, if anything was.
    async fn news(&mut self) -> Result<Option<String>> {
        let catch = self.pages.chat.catch_up(&self.guest, &self.room, Some(self.rev)).await?;
        let last = self.shown.map_or(0, |(_, last)| last);
        let is_shown = |seq: u64| self.shown.is_some_and(|(first, last)| (first..=last).contains(&seq));
        if catch.reset || catch.messages.iter().any(|message| is_shown(message.seq)) || self.rows >= ROWS {
            return Ok(Some(self.renew()));
        }
        let rev = catch.rev;
        let messages = catch.messages.into_iter().filter(|message| message.seq > last).collect();
        let messages = self.take(Catch { messages, rev, reset: false });
        Ok((!messages.is_empty()).then(|| self.frame.rows(messages)))
    }

    /// Sees whether the reader is who they were, and keeps them in the room.
    async fn beat(&mut self) -> Result<Option<String>> {
        self.guest = self.pages.chat.guest_of(&self.token).await?.ok_or(Refusal::NicknameRequired)?;
        self.pages.chat.room_open_to(&self.guest, &self.room).await?;
        self.pages.chat.saw(&self.guest, &self.room);
        self.note_read().await;
        Ok(Some("\n".to_owned()))
    }

    /// Notes messages as written.
    fn take(&mut self, catch: Catch) -> Vec<Arc<Message>> {
        let mut messages = catch.messages;
        // Together they may have come in the order of their changes.
        messages.sort_unstable_by_key(|message| message.seq);
        self.rev = catch.rev;
        self.rows += messages.len();
        if let (Some(first), Some(last)) = (messages.first(), messages.last()) {
            self.shown = Some((self.shown.map_or(first.seq, |(first, _)| first), last.seq));
        }
        messages.iter().map(|message| Arc::new(Message::from(message))).collect()
    }

    fn renew(&mut self) -> String {
        let again_in = CALM.saturating_sub(self.since.elapsed()).as_secs_f32().ceil() as u64;
        self.end(None, Some(again_in))
    }

    fn end(&mut self, why: Option<Refusal>, again_in: Option<u64>) -> String {
        self.has_ended = true;
        self.frame.end(Parting { why, again_in })
    }
}
