//! What somebody does in front of a page.

use rand::{RngExt, seq::IteratorRandom};
use sarangbang::{
    client::{
        route::Route,
        state::{Delivery, Input, Pending, RoomStatus},
    },
    protocol::{
        Message, Request,
        request::{Delete, Edit},
    },
};

use super::{Asked, Page};
use crate::faults::ledger::{Revision, Written};

impl Page {
    pub(super) async fn act(&mut self) {
        match self.post.percent() {
            0..2 => self.reload().await,
            2..8 => {
                let room = self.post.any_room();
                self.apply(Input::Went(Route::Room(room)));
            }
            8..13 => self.apply(Input::OlderAsked),
            // The next one does not wait for the answer to the one before.
            13..21 => self.revise(),
            21..30 => (0..3).for_each(|_| self.write()),
            _ => self.write(),
        }
    }

    /// Says one thing, or changes what was said: either may be all that happens for a long time.
    pub(super) fn speak(&mut self) {
        match self.post.percent() {
            0..40 => self.revise(),
            _ => self.write(),
        }
    }

    fn write(&mut self) {
        let Some(view) = &self.state.room else { return };
        let room = view.id.clone();
        self.said += 1;
        let pending = Pending {
            room_id: room.clone(),
            room_name: "".into(),
            client_id: self.post.new_client_id(),
            content: self.post.words("말", self.said),
            pictures: Vec::new(),
            reply_to: None,
            written_at: self.state.outbox.moment(self.clock.now()),
            delivery: Delivery::Sending,
        };
        self.post.ledger.wrote(Written {
            client: self.post.number,
            room,
            client_id: pending.client_id.clone(),
            content: pending.content.clone(),
            in_turn: true,
            is_late: false,
        });
        self.apply(Input::Written(pending));
    }

    /// Edits an own message that is shown; or deletes one, and as the room's owner anybody's.
    fn revise(&mut self) {
        let Some(view) = self.state.room.as_ref().filter(|view| view.status == RoomStatus::Live) else { return };
        let me = &self.state.me.as_ref().expect("a guest's page").id;
        let deletes = self.post.dice.random_bool(0.3);
        let is_owner = view.room.as_ref().is_some_and(|room| room.owner_id == *me);
        let is_mine = |message: &Message| message.author.id == *me || (deletes && is_owner);
        let mine = view.feed.messages.iter().filter(|message| message.deleted_at.is_none() && is_mine(message));
        let Some(message) = mine.choose(&mut self.post.dice) else { return };
        let (rev, room_id, id) = (Some(message.rev), view.id.clone(), message.id);
        let message = message.client_id.as_str().into();
        self.said += 1;
        let content = (!deletes).then(|| self.post.words("고친 말", self.said));
        let revision = Revision { client: self.post.number, message, content: content.clone(), stored: None };
        let request = match content {
            Some(content) => Request::EditMessage(Edit { room_id, id, content, rev }),
            None => Request::DeleteMessage(Delete { room_id, id }),
        };
        self.asks.push_back((request, Asked::Revise(self.post.ledger.wants(revision))));
    }
}
