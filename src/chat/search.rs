//! Finding what was said.

use std::{
    cmp::Reverse,
    collections::{HashMap, HashSet},
};

use super::{Chat, Result, ports::Search};
use crate::domain::{
    Guest, Message, MessageId, Millis, Refusal, Room, RoomId, Space, Visibility, limits, name,
    search::{Hit, Hits, Wanted},
};

/// Hits that are told at once.
const HITS: u32 = 30;

/// What somebody looks for.
#[derive(Clone, Debug)]
pub struct SearchRequest<'a> {
    /// Words and phrases in quotes; with an author there may be none.
    pub query: &'a str,
    /// The room to look in; `None` for all of the space that the guest may see.
    pub room: Option<&'a RoomId>,
    pub space: &'a Space,
    /// The nickname of the author; an empty one is anybody's.
    pub from: &'a str,
    /// Written at this time or later.
    pub after: Option<Millis>,
    /// Written before this time.
    pub before: Option<Millis>,
    /// Where an earlier search ended.
    pub cursor: Option<MessageId>,
}

impl Chat {
    /// Finds messages in the rooms that a guest may see: those of the space that everybody finds, and where they have
    /// been.
    ///
    /// # Errors
    /// [`Refusal::QueryTooShort`], [`Refusal::QueryTooLong`], that the guest searches too often, and those of
    /// [`room_for`](Self::room_for); [`Refusal::RoomNotFound`] also of a room that is not theirs to see.
    pub async fn search(&self, guest: &Guest, request: SearchRequest<'_>) -> Result<Hits> {
        let search = search(&request)?;
        self.limits.check_search(&guest.id)?;
        let rooms = match request.room {
            Some(id) => vec![self.room_to_search(guest, id).await?],
            None => self.visible_rooms(guest, request.space).await?,
        };
        self.find(search, rooms).await
    }

    /// The rooms of a space in which a guest may search, the most recently active first. To look at them counts as a
    /// search: it takes more than most.
    ///
    /// # Errors
    /// That the guest searches too often.
    pub async fn rooms_to_search(&self, guest: &Guest, space: &Space) -> Result<Vec<Room>> {
        self.limits.check_search(&guest.id)?;
        self.visible_rooms(guest, space).await
    }

    /// A [`search`](Self::search) that was counted, and of which it is known which rooms of the space are the guest's to
    /// see.
    ///
    /// # Errors
    /// The same.
    pub async fn search_among(&self, guest: &Guest, rooms: &[Room], request: SearchRequest<'_>) -> Result<Hits> {
        let search = search(&request)?;
        let rooms = match request.room {
            Some(id) => vec![self.room_to_search(guest, id).await?],
            None => rooms.to_vec(),
        };
        self.find(search, rooms).await
    }

    async fn find(&self, search: Search, rooms: Vec<Room>) -> Result<Hits> {
        let search = Search { rooms: rooms.iter().map(|room| room.id.clone()).collect(), ..search };
        let finding = self.store.search().find(search).await?;
        let rooms: HashMap<_, _> = rooms.into_iter().map(|room| (room.id.clone(), room)).collect();
        let hit = |message: Message| rooms.get(&message.room_id).cloned().map(|room| Hit { message, room });
        Ok(Hits { hits: finding.messages.into_iter().filter_map(hit).collect(), cursor: finding.next })
    }

    async fn visible_rooms(&self, guest: &Guest, space: &Space) -> Result<Vec<Room>> {
        let mut rooms = self.store.rooms(space).await?;
        rooms.extend(self.store.search().rooms_of(guest).await?.into_iter().filter(|room| room.space == *space));
        let mut known = HashSet::new();
        rooms.retain(|room| known.insert(room.id.clone()));
        rooms.sort_by_key(|room| Reverse(room.last_activity_at));
        let mut visible = Vec::with_capacity(rooms.len());
        for room in rooms {
            if !room.has_expired(self.now()) && self.may_enter(guest, &room).await? {
                visible.push(room);
            }
        }
        Ok(visible)
    }

    /// A room in which a guest may search: who was only told its address looks at it first.
    async fn room_to_search(&self, guest: &Guest, id: &RoomId) -> Result<Room> {
        let room = self.room_for(guest, id).await?;
        let is_found = room.visibility == Visibility::Listed
            || room.owner == guest.id
            || self.presence.is_here(&guest.id, id)
            || self.is_member(guest, id).await?;
        let may = is_found && self.may_enter(guest, &room).await?;
        if may { Ok(room) } else { Err(Refusal::RoomNotFound.into()) }
    }
}

/// What is looked for, in no room yet.
fn search(request: &SearchRequest<'_>) -> Result<Search> {
    let words = Wanted::parse(request.query)?;
    if request.from.len() > limits::NICKNAME.bytes {
        return Err(Refusal::NicknameTooLong.into());
    }
    let author = Some(name::key(request.from)).filter(|key| !key.is_empty());
    if words.is_empty() && author.is_none() {
        return Err(Refusal::QueryTooShort.into());
    }
    Ok(Search {
        rooms: Vec::new(),
        words,
        author,
        since: request.after,
        until: request.before,
        before: request.cursor,
        limit: HITS,
    })
}
