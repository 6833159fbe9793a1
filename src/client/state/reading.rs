//! How far the guest has read, in every room.

use super::{ChatState, Need, RoomStatus, RoomView};
use crate::{
    domain::{Mark, RoomId},
    protocol::Room,
};

/// Ticks until the server is told how far the guest has read: a busy room is not to be twice as busy because everyone
/// in it reads.
const PATIENCE: u8 = 3;

/// How far the guest has read in the open room, if the server does not know it yet.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Unsaid {
    mark: Mark,
    ticks: u8,
}

impl ChatState {
    /// How many messages of a room the guest has not seen; none of a room that they have never been in.
    pub fn unread(&self, room: &Room) -> u64 {
        self.unread_of(&room.id, room.last_seq)
    }

    /// The same for all rooms of the list, and for the open one where it is on none.
    pub fn all_unread(&self) -> u64 {
        let unlisted = self.unlisted().map_or(0, |view| self.unread_of(&view.id, view.last_seq()));
        self.rooms.iter().map(|room| self.unread(room)).sum::<u64>() + unlisted
    }

    fn unread_of(&self, room: &RoomId, last: u64) -> u64 {
        self.mark(room).map_or(0, |mark| last.saturating_sub(mark.seq))
    }

    /// The open room, when the list does not have it.
    fn unlisted(&self) -> Option<&RoomView> {
        self.room.as_ref().filter(|view| self.rooms.iter().all(|room| room.id != view.id))
    }

    /// Whether somebody addressed the guest in what they have not seen of a room.
    pub fn is_called(&self, room: &RoomId) -> bool {
        self.mentions.iter().any(|mention| mention.room_id == *room)
    }

    /// The same for all these rooms.
    pub fn is_called_anywhere(&self) -> bool {
        let open = self.unlisted().map(|view| &view.id);
        self.rooms.iter().map(|room| &room.id).chain(open).any(|room| self.is_called(room))
    }

    pub(super) fn mentioned(&mut self, mention: Mark) {
        if self.mark(&mention.room_id).is_none_or(|read| read.seq < mention.seq) {
            self.mentions.push(mention);
        }
    }

    pub(super) fn mark(&self, room: &RoomId) -> Option<&Mark> {
        self.marks.iter().find(|mark| mark.room_id == *room)
    }

    /// The guest has read further, on this page or another one. It never goes back.
    pub(super) fn read(&mut self, read: Mark) {
        self.mentions.retain(|mention| mention.room_id != read.room_id || mention.seq > read.seq);
        match self.marks.iter_mut().find(|mark| mark.room_id == read.room_id) {
            Some(mark) => mark.seq = mark.seq.max(read.seq),
            None => self.marks.push(read),
        }
    }

    /// What the server knew when the page met it. The page that was loaded anew told it perhaps while this one was already
    /// rendered: then there is nothing new below the line.
    pub(super) fn read_before(&mut self, read: Mark) {
        let covers = |view: &&mut RoomView| {
            view.id == read.room_id && view.status == RoomStatus::Rendered && view.last_seq() <= read.seq
        };
        if let Some(view) = self.room.as_mut().filter(covers) {
            view.read_to = None;
        }
        self.read(read);
    }

    /// Nothing in a room waits for the guest any more.
    pub(super) fn forget_reading(&mut self, room: &RoomId) {
        self.marks.retain(|mark| mark.room_id != *room);
        self.mentions.retain(|mention| mention.room_id != *room);
    }

    /// The reader has the latest message of the open room in sight.
    pub(super) fn seen(&mut self) -> Vec<Need> {
        if let Some(view) = &mut self.room {
            view.feed.let_go();
        }
        // Also before it is joined: the server has rendered what is to be seen.
        let open = self.room.as_ref().filter(|view| matches!(view.status, RoomStatus::Rendered | RoomStatus::Live));
        let Some((view, last)) = open.and_then(|view| Some((view, view.feed.messages.last()?))) else {
            return Vec::new();
        };
        // Whoever reads what comes needs no line above it.
        let is_here = view.read_to == Some(last.seq);
        let mark = Mark { room_id: view.id.clone(), seq: last.seq };
        if let Some(view) = self.room.as_mut().filter(|_| is_here) {
            view.read_to = None;
        }
        if self.mark(&mark.room_id).is_some_and(|known| known.seq >= mark.seq) {
            return Vec::new();
        }
        self.read(mark.clone());
        let ticks = self.unsaid.as_ref().map_or(PATIENCE, |unsaid| unsaid.ticks);
        self.unsaid = Some(Unsaid { mark, ticks });
        vec![Need::Ticks]
    }

    /// Whoever writes has read.
    pub(super) fn spoke(&mut self) {
        if let Some(view) = &mut self.room {
            view.read_to = None;
        }
    }

    /// The page is out of sight: what comes now stands below a line when the reader is back. Until something comes, one who
    /// was further up than the end finds the line where it was.
    pub(super) fn looked_away(&mut self, from_end: bool) -> Vec<Need> {
        let seen = self.room.as_ref().and_then(|view| self.mark(&view.id)).map(|mark| mark.seq);
        if let Some(view) = &mut self.room {
            let end = view.feed.messages.last().map(|message| message.seq);
            view.read_to = if from_end { end } else { view.read_to.or(seen) };
            view.left_at = seen.filter(|_| !from_end);
        }
        // It may never come back.
        self.say_now()
    }

    /// Time passed.
    pub(super) fn say_what_was_read(&mut self) -> Vec<Need> {
        match &mut self.unsaid {
            Some(unsaid) if unsaid.ticks > 1 => {
                unsaid.ticks -= 1;
                Vec::new()
            }
            _ => self.say_now(),
        }
    }

    /// Before the room is left.
    pub(super) fn say_now(&mut self) -> Vec<Need> {
        if !self.is_online() {
            return Vec::new();
        }
        self.unsaid.take().map(|unsaid| Need::Read(unsaid.mark)).into_iter().collect()
    }
}
