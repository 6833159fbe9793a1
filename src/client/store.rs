//! The state, whose parts components follow, and the verbs that they call.

use std::sync::Arc;

use leptos::prelude::*;

use super::{
    route::Route,
    selected::{Selected, Watch},
    state::{ChatState, Delivery, Edit, Input, Need, Pending, RoomStatus},
};
use crate::{
    domain::{MessageId, Millis, PictureRef, Refusal, RoomId, limits, message},
    protocol::{Message, Request, Snapshot, json, payload, request},
};

/// The house as the page sees it: the [`ChatState`], of which each component follows its part, and the way to the server.
///
/// On the server the store is only read: no link is ever attached, so the verbs do nothing there.
#[derive(Clone, Copy)]
pub struct ChatStore {
    state: StoredValue<ChatState>,
    /// By which components follow parts of it.
    watches: StoredValue<Vec<Watch<ChatState>>>,
    link: StoredValue<Option<Arc<dyn Link>>>,
}

/// What is done with an ack that grants what was asked: its JSON text; or with the refusal.
pub type Answer = Box<dyn FnOnce(Result<String, Refusal>)>;

/// What the store needs from the browser.
pub trait Link: Send + Sync {
    /// Asks the server. `answer` gets the ack as JSON text, or why it was refused; it is always called, also when the
    /// connection breaks ([`Refusal::Unavailable`]).
    fn ask(&self, request: Request, answer: Answer);
    /// Lets time pass sooner: the state waits for a tick.
    fn wake(&self);
    /// Shows another address in the address bar, as a new step of the browser's history.
    fn show_address(&self, path: &str);
    /// Keeps a message that is on its way for this guest's other tabs and the next load of the page; `None` forgets it.
    fn keep(&self, client_id: &str, pending: Option<&Pending>);
    /// Keeps what was typed in a room and not sent; an empty text is forgotten.
    fn keep_draft(&self, room: &RoomId, text: &str);
    /// What was kept for a room.
    fn draft(&self, room: &RoomId) -> Option<String>;
    /// Keeps which message the draft of a room answers.
    fn keep_answering(&self, room: &RoomId, message: Option<MessageId>);
    /// What was kept of that.
    fn answering(&self, room: &RoomId) -> Option<MessageId>;
    /// Goes to a page of the server's.
    fn load(&self, path: &str);
    /// Loads the page anew.
    fn reload(&self);
    fn now(&self) -> Millis;
    /// A fresh UUID.
    fn new_client_id(&self) -> Arc<str>;
}

impl ChatStore {
    pub fn new(snapshot: Snapshot) -> Self {
        let state = StoredValue::new(snapshot.into());
        Self { state, watches: StoredValue::new(Vec::new()), link: StoredValue::new(None) }
    }

    /// The store that [`provide`](Self::provide) put into the context.
    pub fn expect() -> Self {
        expect_context()
    }

    pub fn provide(self) {
        provide_context(self);
    }

    /// Gives the store its way to the server.
    pub fn attach(&self, link: Arc<dyn Link>) {
        self.link.set_value(Some(link));
    }

    /// Reads the state once.
    pub fn peek<T>(&self, read: impl FnOnce(&ChatState) -> T) -> T {
        self.state.with_value(read)
    }

    /// A part of the state; its readers run again only when that part changes.
    pub fn select<T>(&self, read: impl Fn(&ChatState) -> T + Send + Sync + 'static) -> Selected<T>
    where
        T: PartialEq + Send + Sync + 'static,
    {
        let (part, watch) = self.peek(|state| Selected::of(state, read));
        self.watches.update_value(|watches| watches.push(watch));
        part
    }

    /// Whether the page answers for itself. Until the house welcomed it the browser follows links and posts forms, as it
    /// does for ever where no connection gets through; afterwards the page does, even while the connection is lost: what is
    /// on it must not be thrown away then.
    pub fn is_live(&self) -> bool {
        self.peek(|state| state.is_welcome)
    }

    /// Takes in what happened, and does what has to be done next.
    pub fn apply(&self, input: Input) {
        let link = self.link.get_value();
        let applied = self.state.try_update_value(|state| {
            let before = state.outbox.clone();
            let answering = state.room.as_ref().map(|view| (view.id.clone(), view.answering));
            let needs = state.apply(input);
            if let Some(link) = link {
                state.outbox.changes_since(&before).for_each(|(client_id, pending)| link.keep(client_id, pending));
                if let (Some((room, before)), Some(view)) = (answering, &state.room)
                    && room == view.id
                    && before != view.answering
                {
                    link.keep_answering(&room, view.answering);
                }
            }
            needs
        });
        let Some(needs) = applied else { return };
        self.watches.update_value(|watches| self.peek(|state| watches.retain(|watch| watch.look(state))));
        for need in needs {
            self.meet(need);
        }
    }

    /// Goes to another page without loading it from the server.
    pub fn go(&self, route: Route) {
        // Going where one is makes no step of the browser's history.
        if self.peek(|state| state.route == route) {
            return;
        }
        if let (Some(link), false) = (self.link.get_value(), self.has(&route)) {
            link.load(&route.path());
            return;
        }
        if let Some(link) = self.link.get_value() {
            link.show_address(&route.path());
        }
        self.apply(Input::Went(route));
    }

    /// Whether this page has what a route shows: not the lobby of another space.
    pub fn has(&self, route: &Route) -> bool {
        let is_lobby = matches!(route, Route::Lobby | Route::Space(_));
        !is_lobby || self.peek(|state| *route == Route::lobby(&state.space))
    }

    /// Writes a message in the open room, with pictures that were uploaded. It is shown as pending at once. `false` when
    /// there is nothing to send, or too much: then it is its author's to shorten.
    pub fn send(&self, content: &str, pictures: Vec<PictureRef>) -> bool {
        if message::overflows(content) {
            self.apply(Input::Refused(Some(Refusal::MessageTooLong)));
            return false;
        }
        let pending = self.pending(content, pictures, Delivery::Sending);
        pending.is_some_and(|pending| {
            self.apply(Input::Written(pending));
            true
        })
    }

    /// Keeps what stands in a room's composer, for when the guest is back there.
    pub fn keep_draft(&self, room: &RoomId, text: &str) {
        if let Some(link) = self.link.get_value() {
            link.keep_draft(room, text);
        }
    }

    /// What was kept of a room's composer.
    pub fn draft(&self, room: &RoomId) -> Option<String> {
        self.link.get_value()?.draft(room)
    }

    /// Brings back what that answers.
    pub fn recall(&self, room: &RoomId) {
        let message = self.link.get_value().and_then(|link| link.answering(room));
        message.into_iter().for_each(|message| self.apply(Input::Recalled(message)));
    }

    /// Keeps what was being written in the open room when that was shut: beside what was sent and refused.
    pub fn save_from_shut(&self, content: &str) {
        let shut = self.peek(|state| match state.room.as_ref()?.status {
            RoomStatus::Shut(refusal) => Some(refusal),
            _ => None,
        });
        if let Some(pending) = shut.and_then(|refusal| self.pending(content, Vec::new(), Delivery::Failed(refusal))) {
            self.keep_draft(&pending.room_id, "");
            self.apply(Input::Restored(vec![pending]));
        }
    }

    /// A message for the open room; `None` when it has neither text nor pictures.
    fn pending(&self, content: &str, pictures: Vec<PictureRef>, delivery: Delivery) -> Option<Pending> {
        let link = self.link.get_value().filter(|_| !content.trim().is_empty() || !pictures.is_empty())?;
        self.peek(|state| {
            let view = state.room.as_ref()?;
            Some(Pending {
                room_id: view.id.clone(),
                room_name: view.room.as_ref().map(|room| room.name.clone()).unwrap_or_default(),
                client_id: link.new_client_id(),
                content: content.into(),
                pictures,
                reply_to: state.answering(),
                written_at: state.outbox.moment(link.now()),
                delivery,
            })
        })
    }

    /// Deletes a message of the open room.
    pub fn delete(&self, id: MessageId) {
        self.change(|room_id| Request::DeleteMessage(request::Delete { room_id, id }));
    }

    /// Gives a message of the open room an emoji, or takes it back when it is the guest's already.
    pub fn react(&self, id: MessageId, emoji: &str) {
        let given = !self.peek(|state| state.has_given(id, emoji));
        self.change(|room_id| Request::React(request::React { room_id, id, emoji: emoji.into(), given }));
    }

    /// Keeps a message of the guest's own room in sight of everyone, or lets it go.
    pub fn pin(&self, id: MessageId, pinned: bool) {
        self.change(|room_id| Request::PinMessage(request::Pin { room_id, id, pinned }));
    }

    /// Asks for a change of a message of the open room.
    fn change(&self, request: impl FnOnce(RoomId) -> Request) {
        if let Some(room) = self.peek(|state| state.room.as_ref().map(|view| view.id.clone())) {
            let store = *self;
            self.ask(request(room), move |answer: Result<payload::MessageStored, _>| {
                store.apply(Input::Changed(answer.map(|stored| stored.message)));
            });
        }
    }

    /// Begins to edit the latest own message that is in the page.
    pub fn edit_latest(&self) {
        let latest = self.peek(|state| {
            let (me, view) = (state.me.as_ref()?, state.room.as_ref()?);
            let own = |message: &Message| message.author.id == me.id && message.deleted_at.is_none();
            view.feed.messages.iter().rev().find(|message| own(message)).map(|message| message.id)
        });
        if latest.is_some() {
            self.apply(Input::Editing(latest));
        }
    }

    /// Makes a room and goes into it.
    pub fn create_room(&self, asked: request::CreateRoom) {
        let store = *self;
        self.ask(Request::CreateRoom(asked), move |answer| match answer {
            Ok(payload::RoomCreated { room }) => store.go(Route::Room(room.id)),
            Err(refusal) => store.apply(Input::Refused(Some(refusal))),
        });
    }

    /// Takes another nickname.
    pub fn rename(&self, nickname: &str) {
        let store = *self;
        self.ask(Request::Rename(request::Rename { nickname: nickname.into() }), move |answer| match answer {
            Ok(payload::Renamed { me }) => {
                store.apply(Input::Refused(None));
                store.apply(Input::Named(me));
            }
            Err(refusal) => store.apply(Input::Refused(Some(refusal))),
        });
    }

    /// Gives the open room another topic, if it is the guest's own.
    pub fn change_topic(&self, topic: &str, refused: impl FnOnce(&RoomId) + 'static) {
        let Some(room_id) = self.peek(|state| state.room.as_ref().map(|view| view.id.clone())) else { return };
        let change = request::ChangeRoom::topic(room_id.clone(), topic);
        let store = *self;
        self.ask(Request::ChangeRoom(change), move |answer: Result<payload::Done, _>| {
            if answer.is_err() {
                refused(&room_id);
            }
            store.apply(Input::Refused(answer.err()));
        });
    }

    /// Tells the others in the open room that this guest is typing. The caller keeps the pace.
    pub fn typing(&self) {
        let room = self.peek(|state| state.room.as_ref().map(|view| view.id.clone()));
        if let (Some(room_id), Some(link)) = (room, self.link.get_value()) {
            link.ask(Request::Typing(request::InRoom { room_id }), Box::new(|_| {}));
        }
    }

    fn meet(&self, need: Need) {
        let store = *self;
        match need {
            Need::Load(room) => {
                if let Some(link) = self.link.get_value() {
                    link.load(&Route::Room(room).path());
                }
            }
            Need::Reload => {
                if let Some(link) = self.link.get_value() {
                    link.reload();
                }
            }
            Need::Join { room, rev } => {
                let request = Request::JoinRoom(request::JoinRoom { room_id: room.clone(), rev, password: None });
                self.ask(request, move |answer| store.apply(Input::Joined(room, answer)));
            }
            Need::Leave { room } => {
                self.ask(Request::LeaveRoom(request::InRoom { room_id: room }), |_: Result<payload::Done, _>| {});
            }
            Need::Ticks => {
                if let Some(link) = self.link.get_value() {
                    link.wake();
                }
            }
            Need::Read(mark) => self.ask(Request::MarkRead(mark), |_: Result<payload::Done, _>| {}),
            Need::Sync { room, rev } => {
                let request = Request::Sync(request::Sync { room_id: room.clone(), rev });
                self.ask(request, move |answer| store.apply(Input::Synced(room, answer)));
            }
            Need::Older { room, before } => {
                let request = request::History { room_id: room.clone(), before, limit: Some(limits::PAGE) };
                self.ask(Request::History(request), move |answer: Result<payload::History, _>| {
                    store.apply(Input::Older(room, answer.map(|history| history.messages)));
                });
            }
            Need::Edit(Edit { room_id, message: id, rev, content, .. }) => {
                let request = Request::EditMessage(request::Edit { room_id, id, content, rev: Some(rev) });
                self.ask(request, move |answer: Result<payload::MessageStored, _>| {
                    store.apply(Input::EditAnswered(id, answer.map(|stored| stored.message)));
                });
            }
            Need::Send(pending) => {
                let client_id = pending.client_id.clone();
                let request = Request::SendMessage(request::Send {
                    room_id: pending.room_id,
                    client_id: pending.client_id,
                    content: pending.content,
                    pictures: pending.pictures,
                    reply_to: pending.reply_to,
                });
                self.ask(request, move |answer: Result<payload::MessageStored, _>| {
                    store.apply(Input::Sent(client_id, answer.map(|stored| stored.message)));
                });
            }
        }
    }

    fn ask<T: serde::de::DeserializeOwned>(&self, request: Request, answer: impl FnOnce(Result<T, Refusal>) + 'static) {
        let Some(link) = self.link.get_value() else { return answer(Err(Refusal::Unavailable)) };
        link.ask(
            request,
            Box::new(move |ack| {
                let read = |ack: String| json::from_str::<payload::Ack<T>>(&ack).map_err(|_| Refusal::Unavailable);
                answer(ack.and_then(read).and_then(payload::Ack::into_result));
            }),
        );
    }
}
