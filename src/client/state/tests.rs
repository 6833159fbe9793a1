//! [`ChatState::apply`], told as what happens in a page.

mod a_pause;
mod a_room;
mod an_own_message;
mod editing;
mod older_messages;
mod people;
mod reading;
mod replies;
mod the_feed;
mod the_house;
mod the_outbox;

use super::*;
use crate::{
    domain::{Author, ClientId, Ending, GuestId, MessageId, MessageKind},
    protocol::{CatchUp, Member, Message, Snapshot, event, payload, snapshot::Page},
};

/// The line `seq` of a room, never edited.
pub(super) fn message(room: &str, seq: u64) -> Message {
    written_by("other", room, seq)
}

fn written_by(author: &str, room: &str, seq: u64) -> Message {
    Message {
        id: seq as i64,
        room_id: RoomId::new(room),
        seq,
        rev: seq,
        kind: MessageKind::Message,
        author: Author::person(GuestId::new(author), author),
        content: format!("line {seq}").into(),
        html: format!("line {seq}").into(),
        pictures: Vec::new(),
        reply_to: None,
        quote: None,
        mentions: Vec::new(),
        reactions: Vec::new(),
        pinned_at: None,
        client_id: ClientId::new(format!("{author}-{seq}")),
        created_at: 0,
        edited_at: None,
        deleted_at: None,
    }
}

/// The message after an edit that raised the room to `rev`.
fn edited(message: Message, rev: u64) -> Message {
    Message { rev, edited_at: Some(1), content: "edited".into(), ..message }
}

fn messages(room: &str, seqs: std::ops::RangeInclusive<u64>) -> Vec<Message> {
    seqs.map(|seq| message(room, seq)).collect()
}

pub(super) fn room(id: &str) -> Room {
    Room {
        id: RoomId::new(id),
        name: id.into(),
        topic: "".into(),
        members: 1,
        owner_id: GuestId::new("other"),
        created_at: 0,
        last_activity_at: 0,
        last_seq: 0,
        locked: false,
        unlisted: false,
        capacity: None,
        expires_at: None,
    }
}

fn member(id: &str) -> Member {
    Member { id: GuestId::new(id), nickname: id.into(), idle: false, ink: None }
}

pub(super) fn me() -> Me {
    Me { id: GuestId::new("me"), nickname: "me".into(), token: None, ink: None }
}

pub(super) fn snapshot(page: Page) -> ChatState {
    snapshot_of(page).into()
}

fn snapshot_of(page: Page) -> Snapshot {
    Snapshot {
        space: Space::main(),
        page,
        language: "ko".into(),
        now: 0,
        utc_offset: 0,
        me: Some(me()),
        rooms: vec![room("r"), room("s")],
        notices: Vec::new(),
        read: Vec::new(),
        mentions: Vec::new(),
        form_id: String::new(),
        refused: None,
        typed: None,
        fields: Fields::default(),
    }
}

/// A page of room r with the lines `seqs`, as the server rendered it.
fn rendered(seqs: std::ops::RangeInclusive<u64>) -> ChatState {
    let rev = *seqs.end();
    let messages = messages("r", seqs);
    snapshot(Page::Room {
        room: room("r"),
        messages,
        rev,
        members: vec![member("other")],
        pins: vec![],
        is_member: true,
    })
}

/// The same, joined.
fn live(seqs: std::ops::RangeInclusive<u64>) -> ChatState {
    let rev = *seqs.end();
    let mut state = rendered(seqs);
    state.apply(welcome());
    state.apply(joined("r", Vec::new(), rev));
    state
}

fn lobby() -> ChatState {
    let mut state = snapshot(Page::Lobby);
    state.apply(welcome());
    state
}

fn welcome() -> Input {
    welcome_at(0)
}

fn welcome_at(now: Millis) -> Input {
    let rooms = vec![room("r"), room("s")];
    Input::Event(Event::Welcome(event::Welcome {
        me: me(),
        rooms,
        notices: vec![],
        read: vec![],
        mentions: vec![],
        now,
    }))
}

fn joined(id: &str, messages: Vec<Message>, rev: u64) -> Input {
    let catch_up = CatchUp { messages, rev, reset: false };
    Input::Joined(
        RoomId::new(id),
        Ok(Joined { room: room(id), catch_up, members: vec![member("other")], pins: vec![] }),
    )
}

fn joined_anew(id: &str, messages: Vec<Message>, rev: u64) -> Input {
    let catch_up = CatchUp { messages, rev, reset: true };
    Input::Joined(RoomId::new(id), Ok(Joined { room: room(id), catch_up, members: vec![], pins: vec![] }))
}

fn told(from_rev: u64, to_rev: u64, messages: Vec<Message>) -> Input {
    Input::Event(Event::Messages(event::Messages { room_id: RoomId::new("r"), from_rev, to_rev, messages }))
}

fn presence(joined: &[&str], left: &[&str]) -> Input {
    Input::Event(Event::Presence(event::Presence {
        room_id: RoomId::new("r"),
        count: 7,
        members: None,
        joined: joined.iter().copied().map(member).collect(),
        left: left.iter().copied().map(GuestId::new).collect(),
    }))
}

fn closed(reason: &str) -> Input {
    Input::Event(Event::RoomClosed(event::RoomClosed { room_id: RoomId::new("r"), reason: reason.into() }))
}

fn typing(id: &str) -> Input {
    Input::Event(Event::Typing(event::Typing { room_id: RoomId::new("r"), member: member(id) }))
}

fn pending(room: &str, client_id: &str) -> Pending {
    Pending {
        room_id: RoomId::new(room),
        room_name: "".into(),
        client_id: client_id.into(),
        content: "안녕하세요".into(),
        pictures: Vec::new(),
        reply_to: None,
        written_at: 0,
        delivery: Delivery::Sending,
    }
}

fn join(room: &str, rev: Option<u64>) -> Need {
    Need::Join { room: RoomId::new(room), rev }
}

fn leave(room: &str) -> Need {
    Need::Leave { room: RoomId::new(room) }
}

fn sync(rev: u64) -> Need {
    Need::Sync { room: RoomId::new("r"), rev }
}

fn synced(messages: Vec<Message>, rev: u64, reset: bool) -> Input {
    Input::Synced(RoomId::new("r"), Ok(CatchUp { messages, rev, reset }))
}

fn older(messages: Vec<Message>) -> Input {
    Input::Older(RoomId::new("r"), Ok(messages))
}

fn feed(state: &ChatState) -> &Feed {
    &state.room.as_ref().expect("a room is open").feed
}

fn seqs(state: &ChatState) -> Vec<u64> {
    feed(state).messages.iter().map(|message| message.seq).collect()
}

fn status(state: &ChatState) -> RoomStatus {
    state.room.as_ref().expect("a room is open").status
}

fn members(state: &ChatState) -> Vec<&str> {
    state.room.iter().flat_map(|view| &view.members).map(|member| member.id.as_str()).collect()
}

/// What the outbox holds for room r.
fn waiting(state: &ChatState) -> Vec<(&str, Delivery)> {
    state.outbox.in_room(&RoomId::new("r")).map(|pending| (&*pending.client_id, pending.delivery)).collect()
}
