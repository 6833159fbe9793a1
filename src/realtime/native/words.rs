//! What happens in the house, in the events of `/v1`.

use std::sync::Arc;

use async_trait::async_trait;

use super::encoded;
use crate::{
    chat::{Chat, ports::Happened},
    domain::{GuestId, RoomId},
    protocol::{
        Event, Me, Member, Message, Notice, Room,
        event::{Messages, Presence, RoomChanges, Typing},
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
    async fn tell(&self, happened: &Happened) -> Vec<Telling> {
        let telling = match happened {
            Happened::Messages { room, from_rev, to_rev, messages } => {
                let messages = messages.iter().map(Message::from).collect();
                let (from_rev, to_rev) = (*from_rev, *to_rev);
                inside(room, Event::Messages(Messages { room_id: room.clone(), from_rev, to_rev, messages }))
            }
            Happened::Notice(notice) => everyone(Event::Notice(Notice::from(&**notice))),
            Happened::RoomCreated(room) => {
                let added = self.rooms_in_list(std::slice::from_ref(room)).await;
                everyone(Event::Rooms(RoomChanges { added, ..RoomChanges::default() }))
            }
            Happened::RoomsChanged(rooms) => {
                let changed = self.rooms_in_list(rooms).await;
                everyone(Event::Rooms(RoomChanges { changed, ..RoomChanges::default() }))
            }
            Happened::Presence { room, joined, left } => inside(room, self.presence(room, joined, left)),
            Happened::Renamed(guest) => {
                told(Audience::Guest(guest.id.clone()), &Event::Renamed(Renamed { me: Me::from(guest) }))
            }
            Happened::Typing { room, guest } => {
                let typing = Event::Typing(Typing { room_id: room.clone(), member: Member::from(guest) });
                inside(room, typing).except(&guest.id)
            }
            Happened::Talk(_) => return Vec::new(),
        };
        vec![telling]
    }
}

impl NativeWords {
    fn presence(&self, room: &RoomId, joined: &[crate::domain::Guest], left: &[GuestId]) -> Event {
        let members = self.0.members(room);
        Event::Presence(Presence {
            room_id: room.clone(),
            count: u32::try_from(members.len()).unwrap_or(u32::MAX),
            members: (members.len() <= WHOLE_LIST).then(|| members.iter().map(Member::from).collect()),
            joined: joined.iter().map(Member::from).collect(),
            left: left.to_vec(),
        })
    }

    async fn rooms_in_list(&self, rooms: &[RoomId]) -> Vec<Room> {
        let mut found = Vec::with_capacity(rooms.len());
        for id in rooms {
            if let Ok(room) = self.0.room_in_list(id).await {
                found.push(Room::new(&room.room, room.members));
            }
        }
        found
    }
}

fn everyone(event: Event) -> Telling {
    told(Audience::Everyone, &event)
}

fn inside(room: &RoomId, event: Event) -> Telling {
    told(Audience::Room(room.clone()), &event)
}

fn told(to: Audience, event: &Event) -> Telling {
    Telling::of(to, encoded(event))
}
