//! Who is in which room now, counted by people: someone with three tabs is there once, until the last one closes.
//!
//! Kept by our own connections and not by the realtime engine's sockets, which can outlive their peers.

mod attention;

use std::{
    collections::{HashMap, HashSet, hash_map},
    sync::{Mutex, MutexGuard},
};

use self::attention::Act;
use super::{ConnectionId, Sight, ports::TokenHash};
use crate::domain::{Guest, GuestId, Here, Millis, Refusal, RoomId};

/// Everyone who is online, and where.
#[derive(Default)]
pub(super) struct Presence(Mutex<People>);

/// What changed in a room since the last time it was told.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Change {
    pub room: RoomId,
    /// Who came in, took another nickname, became idle or is back.
    pub joined: Vec<Here>,
    pub left: Vec<GuestId>,
}

/// Someone whose last connection in a room broke. They have left when nobody with this stay's number came back.
#[derive(Clone, Debug)]
pub(super) struct Fading {
    pub room: RoomId,
    pub guest: GuestId,
    number: u64,
}

#[derive(Default)]
struct People {
    connections: HashMap<ConnectionId, Connection>,
    rooms: HashMap<RoomId, HashMap<GuestId, Stay>>,
    changes: HashMap<RoomId, HashMap<GuestId, Option<Guest>>>,
    /// When people who are online did something for the last time.
    acts: HashMap<GuestId, Act>,
    /// Numbers the stays, so that a fading of the past does not end a stay of the present.
    stays: u64,
}

struct Connection {
    guest: Guest,
    /// `None` for a visitor, who has none.
    session: Option<TokenHash>,
    /// Whether their coming and going is announced wherever they are.
    is_chatter: bool,
    /// Since when its page is out of sight.
    hidden_since: Option<Millis>,
    rooms: HashSet<RoomId>,
}

struct Stay {
    guest: Guest,
    connections: usize,
    number: u64,
}

impl Presence {
    /// A connection of a guest is there. That is no act of theirs: pages connect anew by themselves.
    pub(super) fn connect(&self, id: ConnectionId, guest: &Guest, session: Option<TokenHash>) {
        let (person, rooms) = (guest.clone(), HashSet::new());
        let connection = Connection { guest: person, session, is_chatter: false, hidden_since: None, rooms };
        let people = &mut *self.people();
        people.connections.insert(id, connection);
        people.acts.entry(guest.id.clone()).or_insert_with(Act::now);
    }

    /// Notes that somebody does something. `true` when they were idle before.
    pub(super) fn wake(&self, guest: &GuestId) -> bool {
        self.people().wake(guest)
    }

    /// Whoever has done nothing for long is idle from now on. `true` when that is news of somebody.
    pub(super) fn doze(&self) -> bool {
        let people = &mut *self.people();
        // A bot waits for a word to it however long; that is its work.
        let persons = people.connections.values().filter(|connection| connection.guest.bot.is_none());
        let online: HashSet<_> = persons.map(|connection| connection.guest.id.clone()).collect();
        people.acts.retain(|guest, act| act.is_kept(online.contains(guest)));
        let late = people.acts.iter_mut().filter(|(_, act)| act.is_late());
        let dozing: Vec<_> = late.map(|(guest, act)| (act.is_idle = true, guest.clone()).1).collect();
        dozing.iter().for_each(|guest| people.touch(guest));
        !dozing.is_empty()
    }

    /// Notes that a connection is a chatter's.
    pub(super) fn mark_chatter(&self, id: ConnectionId) {
        if let Some(connection) = self.people().connections.get_mut(&id) {
            connection.is_chatter = true;
        }
    }

    pub(super) fn is_chatter(&self, id: ConnectionId) -> bool {
        self.people().connections.get(&id).is_some_and(|connection| connection.is_chatter)
    }

    /// Notes since when a connection's page is out of sight, if it is.
    pub(super) fn look(&self, id: ConnectionId, hidden_since: Option<Millis>) {
        if let Some(connection) = self.people().connections.get_mut(&id) {
            connection.hidden_since = hidden_since;
        }
    }

    /// What these guests see.
    pub(super) fn sights(&self, guests: HashSet<&GuestId>, now: Millis) -> HashMap<GuestId, Sight> {
        let mut sights: HashMap<GuestId, Sight> =
            guests.into_iter().map(|guest| (guest.clone(), Sight::Gone)).collect();
        let people = &*self.people();
        for connection in people.connections.values() {
            let Some(sight) = sights.get_mut(&connection.guest.id) else { continue };
            let has_session = connection.session.is_some();
            let unattended = || Act::unattended_since(people.acts.get(&connection.guest.id), has_session, now);
            let unseen_since = connection.hidden_since.or_else(unattended);
            let page = connection.hidden_since.and(connection.session);
            *sight = match (std::mem::replace(sight, Sight::Gone), unseen_since) {
                (Sight::Looking, _) | (_, None) => Sight::Looking,
                (Sight::Elsewhere { since, mut pages }, Some(own)) => {
                    pages.extend(page);
                    Sight::Elsewhere { since: since.max(own), pages }
                }
                (Sight::Gone, Some(since)) => Sight::Elsewhere { since, pages: page.into_iter().collect() },
            };
        }
        sights
    }

    /// The sessions that are in use.
    pub(super) fn sessions(&self) -> HashSet<TokenHash> {
        self.people().connections.values().filter_map(|connection| connection.session).collect()
    }

    pub(super) fn guest(&self, id: ConnectionId) -> Option<Guest> {
        self.people().connections.get(&id).map(|connection| connection.guest.clone())
    }

    /// The guest behind a connection that is in a room.
    pub(super) fn guest_in(&self, id: ConnectionId, room: &RoomId) -> Result<Guest, Refusal> {
        let people = self.people();
        let connection = people.connections.get(&id).ok_or(Refusal::NicknameRequired)?;
        if connection.rooms.contains(room) { Ok(connection.guest.clone()) } else { Err(Refusal::NotInRoom) }
    }

    /// Puts a connection into a room that holds `capacity` people. `true` when the person was not there before, not even
    /// fading.
    pub(super) fn join(&self, id: ConnectionId, room: &RoomId, capacity: Option<u32>) -> Result<bool, Refusal> {
        let people = &mut *self.people();
        let connection = people.connections.get_mut(&id).ok_or(Refusal::NicknameRequired)?;
        if connection.rooms.contains(room) {
            return Ok(false);
        }
        let guest = connection.guest.clone();
        if !has_place(people.rooms.get(room), &guest.id, capacity) {
            return Err(Refusal::RoomFull);
        }
        connection.rooms.insert(room.clone());
        people.stays += 1;
        match people.rooms.entry(room.clone()).or_default().entry(guest.id.clone()) {
            hash_map::Entry::Occupied(mut stay) => {
                let stay = stay.get_mut();
                stay.connections += 1;
                stay.number = people.stays;
                Ok(false)
            }
            hash_map::Entry::Vacant(place) => {
                place.insert(Stay { guest: guest.clone(), connections: 1, number: people.stays });
                people.change(room, &guest.id.clone(), Some(guest));
                Ok(true)
            }
        }
    }

    /// Whether a room that holds `capacity` people has a place for this one, or they are in it already.
    pub(super) fn has_place(&self, guest: &GuestId, room: &RoomId, capacity: Option<u32>) -> bool {
        has_place(self.people().rooms.get(room), guest, capacity)
    }

    /// Takes a connection out of a room. `true` when the person is gone with it.
    pub(super) fn leave(&self, id: ConnectionId, room: &RoomId) -> bool {
        let people = &mut *self.people();
        let Some(connection) = people.connections.get_mut(&id) else { return false };
        if !connection.rooms.remove(room) {
            return false;
        }
        let guest = connection.guest.id.clone();
        let Some(stay) = people.rooms.get_mut(room).and_then(|stays| stays.get_mut(&guest)) else { return false };
        stay.connections -= 1;
        let gone = stay.connections == 0;
        if gone {
            people.remove(room, &guest);
        }
        gone
    }

    /// Forgets a connection. Where it was the person's last one they are fading: still there, for a while.
    pub(super) fn disconnect(&self, id: ConnectionId) -> Vec<Fading> {
        let people = &mut *self.people();
        let Some(Connection { guest, rooms, .. }) = people.connections.remove(&id) else { return Vec::new() };
        let mut fading = Vec::new();
        for room in rooms {
            let Some(stay) = people.rooms.get_mut(&room).and_then(|stays| stays.get_mut(&guest.id)) else { continue };
            stay.connections -= 1;
            if stay.connections == 0 {
                fading.push(Fading { room, guest: guest.id.clone(), number: stay.number });
            }
        }
        fading
    }

    /// Ends a stay that nobody has come back to. The person, when they are gone now.
    pub(super) fn fade(&self, fading: &Fading) -> Option<Guest> {
        let people = &mut *self.people();
        let stay = people.rooms.get(&fading.room).and_then(|stays| stays.get(&fading.guest));
        let gone = stay.filter(|stay| stay.connections == 0 && stay.number == fading.number)?.guest.clone();
        people.remove(&fading.room, &fading.guest);
        Some(gone)
    }

    /// Puts everyone out of a room that is no more, and returns who that is; nobody is told who left.
    pub(super) fn clear(&self, room: &RoomId) -> Vec<GuestId> {
        let people = &mut *self.people();
        let inside = people.rooms.remove(room).unwrap_or_default();
        people.changes.remove(room);
        for connection in people.connections.values_mut() {
            connection.rooms.remove(room);
        }
        inside.into_keys().collect()
    }

    /// Whether a connection is in a room.
    pub(super) fn is_in(&self, id: ConnectionId, room: &RoomId) -> bool {
        self.people().connections.get(&id).is_some_and(|connection| connection.rooms.contains(room))
    }

    /// Whether somebody is in a room.
    pub(super) fn is_here(&self, guest: &GuestId, room: &RoomId) -> bool {
        self.people().rooms.get(room).is_some_and(|inside| inside.contains_key(guest))
    }

    /// The rooms that somebody is in.
    pub(super) fn rooms_of(&self, guest: &GuestId) -> Vec<RoomId> {
        let people = self.people();
        let rooms = people.rooms.iter().filter(|(_, inside)| inside.contains_key(guest));
        rooms.map(|(room, _)| room.clone()).collect()
    }

    /// The connections of a guest, those of one session or all, with the rooms that each is in.
    pub(super) fn connections_of(
        &self,
        guest: &GuestId,
        session: Option<TokenHash>,
    ) -> Vec<(ConnectionId, Vec<RoomId>)> {
        let people = self.people();
        let is_theirs = |connection: &&Connection| {
            connection.guest.id == *guest && (session.is_none() || connection.session == session)
        };
        let connections = people.connections.iter().filter(|(_, connection)| is_theirs(connection));
        connections.map(|(id, connection)| (*id, connection.rooms.iter().cloned().collect())).collect()
    }

    /// The bots that are connected.
    pub(super) fn bots(&self) -> HashSet<GuestId> {
        let is_bots = |connection: &&Connection| connection.guest.bot.is_some();
        self.people().connections.values().filter(is_bots).map(|connection| connection.guest.id.clone()).collect()
    }

    /// Puts a guest out of every room. `true` when they were in one.
    pub(super) fn expel(&self, guest: &GuestId) -> bool {
        let people = &mut *self.people();
        for connection in people.connections.values_mut().filter(|connection| connection.guest.id == *guest) {
            connection.rooms.clear();
        }
        let inside = people.rooms.iter().filter(|(_, stays)| stays.contains_key(guest));
        let rooms: Vec<_> = inside.map(|(room, _)| room.clone()).collect();
        rooms.iter().for_each(|room| people.remove(room, guest));
        !rooms.is_empty()
    }

    /// Puts a guest out of one room. `true` when they were in it.
    pub(super) fn put_out(&self, guest: &GuestId, room: &RoomId) -> bool {
        let people = &mut *self.people();
        for connection in people.connections.values_mut().filter(|connection| connection.guest.id == *guest) {
            connection.rooms.remove(room);
        }
        let was_in = people.rooms.get(room).is_some_and(|stays| stays.contains_key(guest));
        if was_in {
            people.remove(room, guest);
        }
        was_in
    }

    /// Gives a guest another nickname or ink wherever they are.
    pub(super) fn update(&self, guest: &Guest) {
        let people = &mut *self.people();
        for connection in people.connections.values_mut().filter(|connection| connection.guest.id == guest.id) {
            connection.guest = guest.clone();
        }
        for stay in people.rooms.values_mut().filter_map(|stays| stays.get_mut(&guest.id)) {
            stay.guest = guest.clone();
        }
        people.touch(&guest.id);
    }

    /// Who is in a room, sorted by nickname.
    pub(super) fn members(&self, room: &RoomId) -> Vec<Here> {
        let people = self.people();
        let stays = people.rooms.get(room).into_iter().flat_map(HashMap::values);
        let mut members: Vec<_> = stays.map(|stay| people.here(stay.guest.clone())).collect();
        drop(people);
        members.sort_by(|Here { guest: a, .. }, Here { guest: b, .. }| {
            a.nickname.cmp(&b.nickname).then_with(|| a.id.cmp(&b.id))
        });
        members
    }

    /// How many people are in a room.
    pub(super) fn count(&self, room: &RoomId) -> usize {
        self.people().rooms.get(room).map_or(0, HashMap::len)
    }

    /// What has changed since the last call, per room.
    pub(super) fn take_changes(&self) -> Vec<Change> {
        let people = &mut *self.people();
        let changes = std::mem::take(&mut people.changes);
        let told = changes.into_iter().map(|(room, changed)| {
            let mut change = Change { room, joined: Vec::new(), left: Vec::new() };
            for (id, guest) in changed {
                match guest {
                    Some(guest) => change.joined.push(people.here(guest)),
                    None => change.left.push(id),
                }
            }
            change
        });
        told.collect()
    }

    fn people(&self) -> MutexGuard<'_, People> {
        self.0.lock().expect("no panic while held")
    }
}

impl People {
    fn wake(&mut self, guest: &GuestId) -> bool {
        let was_idle = self.acts.insert(guest.clone(), Act::now()).is_some_and(|before| before.is_idle);
        if was_idle {
            self.touch(guest);
        }
        was_idle
    }

    fn here(&self, guest: Guest) -> Here {
        Here { is_idle: self.acts.get(&guest.id).is_some_and(|act| act.is_idle), guest }
    }

    /// Something about a person is to be told wherever they are.
    fn touch(&mut self, guest: &GuestId) {
        let stays = self.rooms.iter().filter_map(|(room, stays)| Some((room.clone(), stays.get(guest)?.guest.clone())));
        let here: Vec<_> = stays.collect();
        for (room, known) in here {
            self.change(&room, guest, Some(known));
        }
    }

    fn remove(&mut self, room: &RoomId, guest: &GuestId) {
        if let hash_map::Entry::Occupied(mut stays) = self.rooms.entry(room.clone()) {
            stays.get_mut().remove(guest);
            if stays.get().is_empty() {
                stays.remove();
            }
        }
        self.change(room, guest, None);
    }

    /// The last word about a person counts; who came and went in between was not there.
    fn change(&mut self, room: &RoomId, guest: &GuestId, now: Option<Guest>) {
        self.changes.entry(room.clone()).or_default().insert(guest.clone(), now);
    }
}

fn has_place(inside: Option<&HashMap<GuestId, Stay>>, guest: &GuestId, capacity: Option<u32>) -> bool {
    let (Some(inside), Some(capacity)) = (inside, capacity) else { return true };
    inside.len() < capacity as usize || inside.contains_key(guest)
}

#[cfg(test)]
mod tests;
