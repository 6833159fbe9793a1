//! What happens in the house, in the events of `/v1`.

use std::{collections::HashMap, sync::Arc};

use async_trait::async_trait;

use super::encoded;
use crate::{
    chat::{Chat, RoomWithMembers, ports::Happened},
    domain::{GuestId, Here, Refusal, RoomId, Space, Visibility},
    protocol::{
        Event, Me, Member, Message, Notice, Room,
        event::{Messages, Pins, Presence, RoomChanges, RoomClosed, Typing},
        payload::Renamed,
    },
    realtime::{
        hub::Words,
        telling::{Audience, Telling},
    },
};

/// Rooms up to this size get their whole list of members with every change.
const WHOLE_LIST: usize = 50;

/// The words of `/v1`.
pub(in crate::realtime) struct NativeWords(pub Arc<Chat>);

#[async_trait]
impl Words for NativeWords {
    /// By its revision.
    fn can_resume(&self) -> bool {
        true
    }

    async fn tell(&self, happened: &Happened) -> Vec<Telling> {
        match happened {
            Happened::Messages { room, from_rev, to_rev, messages } => {
                let messages = messages.iter().map(Message::from).collect();
                let (from_rev, to_rev) = (*from_rev, *to_rev);
                vec![inside(room, &Event::Messages(Messages { room_id: room.clone(), from_rev, to_rev, messages }))]
            }
            Happened::Notice(notice) => vec![in_space(&notice.space, &Event::Notice(Notice::from(&**notice)))],
            Happened::RoomCreated(room) => self.added(room).await,
            Happened::RoomsChanged(rooms) => self.changed(rooms).await,
            Happened::RoomHidden(room) => self.hidden(room).await,
            Happened::RoomEnded { room, space, ending, was_listed, .. } => {
                let closed = RoomClosed { room_id: room.clone(), reason: ending.code().to_owned() };
                let gone = was_listed.then(|| gone(space, room));
                std::iter::once(inside(room, &Event::RoomClosed(closed))).chain(gone).collect()
            }
            Happened::Kicked { room, guest } => {
                let closed = RoomClosed { room_id: room.clone(), reason: Refusal::Kicked.code().to_owned() };
                vec![told(Audience::Guests([guest.clone()].into()), &Event::RoomClosed(closed))]
            }
            Happened::Presence { room, joined, left } => vec![inside(room, &self.presence(room, joined, left))],
            Happened::Renamed(guest) => {
                let own = Audience::Guests([guest.id.clone()].into());
                vec![told(own, &Event::Renamed(Renamed { me: Me::from(guest) }))]
            }
            Happened::Read { guest, mark } => {
                vec![told(Audience::Guests([guest.clone()].into()), &Event::Read(mark.clone()))]
            }
            Happened::PinsChanged { room, pins } => {
                vec![inside(room, &Event::Pins(Pins { room_id: room.clone(), pins: pins.to_vec() }))]
            }
            Happened::Mentioned { guest, mark } => {
                vec![told(Audience::Guests([guest.clone()].into()), &Event::Mentioned(mark.clone()))]
            }
            Happened::Rang { guest, ring } => {
                vec![told(Audience::Guests([guest.clone()].into()), &Event::Bell(ring.clone()))]
            }
            Happened::Typing { room, guest } => {
                let typing = Event::Typing(Typing { room_id: room.clone(), member: Member::from(guest) });
                vec![inside(room, &typing).except(&guest.id)]
            }
            Happened::RoomRenamed(_)
            | Happened::BellSet { .. }
            | Happened::Departed(_)
            | Happened::Talk(_)
            | Happened::BotRevoked(_)
            | Happened::SignedOut { .. }
            | Happened::WebhooksChanged => Vec::new(),
        }
    }
}

impl NativeWords {
    fn presence(&self, room: &RoomId, joined: &[Here], left: &[GuestId]) -> Event {
        let members = self.0.members(room);
        Event::Presence(Presence {
            room_id: room.clone(),
            count: u32::try_from(members.len()).unwrap_or(u32::MAX),
            members: (members.len() <= WHOLE_LIST).then(|| members.iter().map(Member::from).collect()),
            joined: joined.iter().map(Member::from).collect(),
            left: left.to_vec(),
        })
    }

    async fn added(&self, room: &RoomId) -> Vec<Telling> {
        let room = self.0.room_in_list(room).await.ok();
        // It may have been hidden since.
        let room = room.filter(|room| room.room.visibility == Visibility::Listed);
        room.map(|room| {
            let changes = RoomChanges { added: vec![shown(&room)], ..RoomChanges::default() };
            in_space(&room.room.space, &Event::Rooms(changes))
        })
        .into_iter()
        .collect()
    }

    /// Everyone in its space hears of a room that is listed, and of others who is in them.
    async fn changed(&self, rooms: &[RoomId]) -> Vec<Telling> {
        let mut listed: HashMap<Space, Vec<Room>> = HashMap::new();
        let mut tellings = Vec::new();
        for id in rooms {
            match self.0.room_in_list(id).await {
                Ok(room) if room.room.visibility == Visibility::Listed => {
                    listed.entry(room.room.space.clone()).or_default().push(shown(&room));
                }
                Ok(room) => tellings.push(inside(id, &changes(vec![shown(&room)]))),
                Err(_) => {}
            }
        }
        tellings.extend(listed.into_iter().map(|(space, rooms)| in_space(&space, &changes(rooms))));
        tellings
    }

    async fn hidden(&self, id: &RoomId) -> Vec<Telling> {
        let Ok(room) = self.0.room_in_list(id).await else { return Vec::new() };
        vec![gone(&room.room.space, id), inside(id, &changes(vec![shown(&room)]))]
    }
}

fn shown(room: &RoomWithMembers) -> Room {
    Room::new(&room.room, room.members)
}

fn changes(changed: Vec<Room>) -> Event {
    Event::Rooms(RoomChanges { changed, ..RoomChanges::default() })
}

/// A room is in the list of its space no more.
fn gone(space: &Space, room: &RoomId) -> Telling {
    in_space(space, &Event::Rooms(RoomChanges { removed: vec![room.clone()], ..RoomChanges::default() }))
}

fn in_space(space: &Space, event: &Event) -> Telling {
    told(Audience::Space(space.clone()), event)
}

fn inside(room: &RoomId, event: &Event) -> Telling {
    told(Audience::Room(room.clone()), event)
}

fn told(to: Audience, event: &Event) -> Telling {
    Telling::of(to, encoded(event))
}
