//! What the page knows. [`ChatState::apply`] is the only way to change it, and it does nothing else: no clock, no
//! network, no document. What must be done next comes back as a [`Need`].

mod edits;
mod ends;
mod feed;
mod input;
mod list;
mod outbox;
mod pause;
mod reading;
mod rendered;
mod replies;
mod sending;
mod view;

use std::sync::Arc;

pub use edits::{Edit, Editing, Progress};
pub use feed::{DRAWN, Feed};
pub use input::{Input, Need};
pub use outbox::{Delivery, Outbox, Pending};
pub use view::{RoomStatus, RoomView};

use super::{route::Route, time::Zone};
use crate::{
    domain::{Mark, Millis, Refusal, RoomId, Space, limits},
    protocol::{Event, Joined, Me, Notice, Room, Typed, snapshot::Fields},
};

/// Everything that is shown.
#[derive(Clone, Debug, PartialEq)]
pub struct ChatState {
    pub route: Route,
    /// Whose rooms and notices these are. Another one is another page.
    pub space: Space,
    /// `None` for a stranger, who is asked for a nickname.
    pub me: Option<Me>,
    /// The most recently active room first.
    pub rooms: Vec<Room>,
    /// Oldest first.
    pub notices: Vec<Notice>,
    /// How far the guest has read, in every room that they have been in.
    marks: Vec<Mark>,
    /// Where they were addressed, as far as they have not read it.
    mentions: Vec<Mark>,
    /// The room that is open, or being opened.
    pub room: Option<RoomView>,
    /// Own messages that the server has not confirmed, in every room.
    pub outbox: Outbox,
    /// New texts for own messages that the server has not confirmed, in every room, as they were written.
    pub edits: Vec<Edit>,
    pub connection: Connection,
    /// The house has welcomed this page, some time or other.
    pub is_welcome: bool,
    /// Why the last thing that the user asked for was refused.
    pub refused: Option<Refusal>,
    /// What the refused form asked for, when a page was loaded by it.
    pub typed: Option<Typed>,
    /// What was typed in its other fields.
    pub fields: Fields,
    /// In which the times of the day are told: at first the house's, then the browser's own.
    pub zone: Zone,
    /// The latest moment that the state has heard of since the server said what time it is.
    pub now: Millis,
    /// The rooms of every `joinRoom` that is not answered yet.
    joining: Vec<RoomId>,
    /// While the house cannot take messages.
    pause: Option<pause::Pause>,
    /// What the server is to be told of that.
    unsaid: Option<reading::Unsaid>,
    /// The clientId of the message that was sent and is not answered yet.
    under_way: Option<Arc<str>>,
}

/// The state of the socket.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Connection {
    /// Not tried yet: the page as the server rendered it.
    Fresh,
    Online,
    /// Lost or refused; the socket is trying again by itself.
    Offline,
}

impl ChatState {
    /// Takes in what happened and says what has to be done next, in order.
    pub fn apply(&mut self, input: Input) -> Vec<Need> {
        let needs = self.take_in(input);
        for need in &needs {
            if let Need::Join { room, .. } = need {
                self.joining.push(room.clone());
            }
        }
        needs
    }

    fn take_in(&mut self, input: Input) -> Vec<Need> {
        match input {
            Input::Event(event) => return self.apply_event(event),
            Input::Joined(room, answer) => return self.joined(&room, answer),
            Input::Synced(room, Ok(catch_up)) => {
                self.outbox.confirm_all(self.me.as_ref(), &catch_up.messages);
                if let Some(view) = self.open_room(&room) {
                    return view.synced(catch_up);
                }
            }
            Input::Synced(room, Err(refusal)) => return self.shut_out(&room, refusal),
            Input::OlderAsked if self.can_ask_older() => {
                let asked = self.room.as_mut().and_then(|view| Some((view.id.clone(), view.feed.ask_older()?)));
                return asked.map(|(room, before)| Need::Older { room, before }).into_iter().collect();
            }
            Input::OlderAsked => {}
            Input::Older(room, answer) => {
                if let Some(view) = self.open_room(&room) {
                    view.feed.older(answer);
                }
            }
            Input::Restored(messages) => messages.into_iter().for_each(|pending| self.outbox.put(pending)),
            Input::WrittenElsewhere(pending) => {
                self.outbox.put_elsewhere(pending);
                self.confirm_shown();
            }
            Input::Written(pending) => {
                self.refused = None;
                self.answer(None);
                self.spoke();
                self.outbox.put(pending);
                return self.send_next();
            }
            Input::Sent(client_id, answer) => return self.sent(&client_id, answer),
            Input::RetryAt(moment) => self.retry_at(moment),
            Input::Retry(client_id) => {
                self.outbox.retry(&client_id);
                return self.send_next();
            }
            Input::Discard(client_id) => self.outbox.confirm(&client_id),
            Input::Drawn(top) => self.room.iter_mut().for_each(|view| view.top = top),
            Input::Seen => return self.seen(),
            Input::LookedAway { from_end } => return self.looked_away(from_end),
            Input::Leaving => return self.say_now(),
            // It would have every later message of the room wait with it.
            Input::Answering(Some(_)) if self.is_cut_off() => self.refused = Some(Refusal::Unavailable),
            Input::Answering(message) => self.answer(message),
            Input::Recalled(message) => self.room.iter_mut().for_each(|view| view.answering = Some(message)),
            Input::Editing(message) => self.begin_edit(message),
            Input::Edited(content) => return self.submit_edit(content),
            Input::EditAnswered(message, answer) => return self.edit_answered(message, answer),
            Input::EditDiscarded(message) => self.discard_edit(message),
            Input::Changed(answer) => self.changed(answer),
            Input::Went(route) => return self.go(route),
            Input::Named(me) => self.me = Some(me),
            Input::Refused(refusal) => self.refused = refusal,
            Input::Connection(connection) => self.connection = connection,
            Input::InZone(zone) => self.zone = zone,
            Input::Tick(now) => {
                self.now = self.now.max(now);
                let online = self.is_online();
                self.confirm_shown();
                let mut needs = self.try_again();
                needs.extend(self.take_over());
                needs.extend(self.say_what_was_read());
                if let Some(view) = &mut self.room {
                    view.forget_typing(now);
                    needs.extend(view.retry().filter(|_| online));
                }
                return needs;
            }
        }
        Vec::new()
    }

    /// Whether the open room has older messages that can be asked for: only who is in a room is told them.
    pub fn can_ask_older(&self) -> bool {
        let is_in = |view: &RoomView| view.status == RoomStatus::Live && view.feed.has_older;
        self.is_online() && self.room.as_ref().is_some_and(is_in)
    }

    /// Whether no connection got through so far: what a form cannot say cannot be said then.
    fn is_cut_off(&self) -> bool {
        !self.is_welcome && self.connection == Connection::Offline
    }

    /// Whether time alone changes something soon: then ticks should come every second.
    pub fn is_restless(&self) -> bool {
        let waits = self.is_paused() || self.outbox.is_waiting_for_other() || self.unsaid.is_some();
        waits || self.room.as_ref().is_some_and(RoomView::is_restless)
    }

    /// The connection's first event starts everything again: the server remembers nothing of the last connection.
    fn welcomed(&mut self) -> Vec<Need> {
        self.connection = Connection::Online;
        self.is_welcome = true;
        self.pause = None;
        self.under_way = None;
        let join = self.room.as_mut().and_then(RoomView::join);
        join.into_iter().chain(self.send_next()).collect()
    }

    fn joined(&mut self, room: &RoomId, answer: Result<Joined, Refusal>) -> Vec<Need> {
        if let Some(place) = self.joining.iter().position(|joining| joining == room) {
            self.joining.swap_remove(place);
        }
        if let Ok(joined) = &answer {
            self.outbox.confirm_all(self.me.as_ref(), &joined.catch_up.messages);
            self.put_room(joined.room.clone());
        }
        // The answer to an earlier visit says nothing about this one: the room was left in between.
        if self.joining.contains(room) {
            return Vec::new();
        }
        match (answer, self.open_room(room)) {
            (Ok(joined), Some(view)) => {
                let mut needs = view.joined(joined);
                // The same clientIds again: what was stored already is answered with the first result.
                needs.extend(self.send_next());
                needs.extend(self.send_edits());
                return needs;
            }
            // The user went on before the answer came, and `leaveRoom` followed the question.
            (Ok(_), None) => {}
            (Err(refusal), _) => return self.shut_out(room, refusal),
        }
        Vec::new()
    }

    fn shut_out(&mut self, room: &RoomId, refusal: Refusal) -> Vec<Need> {
        use Refusal::{Kicked, PasswordRequired, RoomClosed, RoomNotFound};
        if matches!(refusal, RoomNotFound | RoomClosed | PasswordRequired | Kicked) {
            self.outbox.fail_all(room, refusal);
        }
        match self.open_room(room) {
            // The server's page has the form for it.
            Some(_) if refusal == Refusal::PasswordRequired => vec![Need::Load(room.clone())],
            Some(view) => {
                view.refused(refusal);
                Vec::new()
            }
            None => Vec::new(),
        }
    }

    fn apply_event(&mut self, event: Event) -> Vec<Need> {
        match event {
            // Someone else came in with this browser. Nothing of this page is theirs, least of all what it has to send.
            Event::Welcome(welcome) if self.me.as_ref().is_some_and(|me| me.id != welcome.me.id) => {
                return vec![Need::Reload];
            }
            Event::Welcome(welcome) => {
                self.me = Some(welcome.me);
                self.rooms.clear();
                welcome.rooms.into_iter().for_each(|room| self.place_room(room));
                self.notices = welcome.notices;
                self.mentions = welcome.mentions;
                welcome.read.into_iter().for_each(|mark| self.read_before(mark));
                self.now = welcome.now;
                return self.welcomed();
            }
            Event::Messages(event) => {
                self.outbox.confirm_all(self.me.as_ref(), &event.messages);
                if let Some(view) = self.open_room(&event.room_id.clone()) {
                    return view.messages(event);
                }
            }
            Event::Rooms(changes) => self.change_rooms(changes),
            Event::Notice(notice) => {
                self.notices.retain(|known| known.id != notice.id);
                self.notices.push(notice);
                let surplus = self.notices.len().saturating_sub(limits::NOTICES as usize);
                self.notices.drain(..surplus);
            }
            Event::Read(mark) => self.read(mark),
            Event::Pins(event) => {
                if let Some(view) = self.open_room(&event.room_id) {
                    view.pins = event.pins;
                }
            }
            Event::Mentioned(mark) => self.mentioned(mark),
            Event::Renamed(renamed) => self.me = Some(renamed.me),
            Event::Presence(presence) => {
                if let Some(view) = self.open_room(&presence.room_id.clone()) {
                    view.presence(presence);
                }
            }
            Event::Typing(typing) => {
                let (now, own) = (self.now, self.me.as_ref().is_some_and(|me| me.id == typing.member.id));
                if let Some(view) = self.open_room(&typing.room_id)
                    && !own
                {
                    view.typing(typing.member, now);
                }
            }
            Event::RoomClosed(closed) => return self.room_closed(&closed),
            #[cfg(feature = "ssr")]
            Event::Bell(_) => {}
            Event::Bye(_) => {}
        }
        Vec::new()
    }

    fn go(&mut self, route: Route) -> Vec<Need> {
        if route == self.route {
            return Vec::new();
        }
        let online = self.is_online();
        let mut needs = self.say_now();
        if let Some(left) = self.room.take()
            && !left.is_shut()
            && online
        {
            if left.status != RoomStatus::Live {
                needs.extend(self.send_next());
            }
            let leave = Need::Leave { room: left.id };
            if !needs.contains(&leave) {
                needs.push(leave);
            }
        }
        if let Route::Room(id) = &route {
            let known = self.rooms.iter().find(|room| room.id == *id).cloned();
            let mut view = RoomView::opening(id.clone(), known);
            view.read_to = self.mark(id).map(|mark| mark.seq);
            needs.extend(view.join().filter(|_| online));
            self.room = Some(view);
        }
        self.refused = None;
        self.typed = None;
        self.fields = Fields::default();
        self.route = route;
        needs
    }

    fn open_room(&mut self, id: &RoomId) -> Option<&mut RoomView> {
        self.room.as_mut().filter(|view| view.id == *id && !view.is_shut())
    }

    fn is_online(&self) -> bool {
        self.connection == Connection::Online
    }
}

#[cfg(test)]
mod convergence;
#[cfg(test)]
mod tests;
