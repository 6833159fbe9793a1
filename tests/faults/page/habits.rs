//! What somebody does in front of a page.

use sarangbang::{
    client::{
        route::Route,
        state::{Connection, Delivery, Input, Pending},
    },
    domain::limits,
    protocol::{Request, request::History},
};

use super::{Asked, Page};
use crate::faults::ledger::Written;

impl Page {
    pub(super) async fn act(&mut self) {
        match self.post.percent() {
            0..2 => self.reload().await,
            2..8 => {
                let room = self.post.any_room();
                self.apply(Input::Went(Route::Room(room)));
            }
            8..13 => self.look_for_older(),
            // The next one does not wait for the answer to the one before.
            13..25 => (0..3).for_each(|_| self.write()),
            _ => self.write(),
        }
    }

    pub(super) fn write(&mut self) {
        let Some(view) = &self.state.room else { return };
        let room = view.id.clone();
        self.said += 1;
        let pending = Pending {
            room_id: room.clone(),
            client_id: self.post.new_client_id(),
            content: format!("{}번 손님의 {}번째 말", self.post.number, self.said).into(),
            written_at: self.clock.now(),
            delivery: Delivery::Sending,
        };
        self.post.ledger.wrote(Written {
            client: self.post.number,
            room,
            client_id: pending.client_id.clone(),
            content: pending.content.clone(),
            is_late: false,
        });
        self.apply(Input::Written(pending));
    }

    fn look_for_older(&mut self) {
        let Some(view) = &self.state.room else { return };
        let Some(first) = view.feed.messages.first() else { return };
        if self.state.connection == Connection::Online && view.feed.has_older && !view.feed.loading_older {
            let (room, before) = (view.id.clone(), first.seq);
            self.apply(Input::OlderAsked);
            let request = History { room_id: room.clone(), before, limit: Some(limits::PAGE) };
            self.asks.push_back((Request::History(request), Asked::Older(room)));
        }
    }
}
