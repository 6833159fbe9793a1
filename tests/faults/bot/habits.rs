//! What a program does.

use std::sync::Arc;

use rand::{RngExt, seq::IteratorRandom};
use sarangbang::domain::RoomId;
use serde_json::json;
use tokio::time::Instant;

use super::{Asked, Bot, Plan};
use crate::faults::ledger::{Revision, Written};

impl Bot {
    pub(super) fn act(&mut self) {
        let now = Instant::now();
        let (due, later) = std::mem::take(&mut self.plans).into_iter().partition(|(at, _)| *at <= now);
        self.plans = later;
        let due: Vec<(Instant, Plan)> = due;
        for (_, plan) in due {
            match plan {
                Plan::Enter(room) => self.join(room),
                Plan::Say(room) => self.write(room),
            }
            self.status.done += 1;
        }
        if self.next_act.is_some_and(|at| at <= now) {
            let room = self.post.any_room();
            match self.post.percent() {
                0..10 => self.revise(room),
                _ => self.write(room),
            }
            self.next_act = Some(now + self.post.pause());
        }
    }

    fn write(&mut self, room: RoomId) {
        self.said += 1;
        let content: Arc<str> = self.post.words("말", self.said);
        let message = (room.clone(), self.post.new_client_id(), content.clone());
        self.post.ledger.wrote(Written {
            client: self.post.number,
            room: room.clone(),
            client_id: message.1.clone(),
            content,
            in_turn: false,
            is_late: false,
        });
        self.unsent.push(message.clone());
        if self.rooms[&room].is_in {
            self.send(&message);
        }
    }

    /// Edits or deletes a message of its own. One that gets no answer is not asked for again: nobody promised it.
    fn revise(&mut self, room: RoomId) {
        let known = &self.rooms[&room];
        let Some(me) = self.me.as_ref().filter(|_| known.is_in) else { return };
        let mine = known.lines.values().filter(|line| line.author.id == *me && line.deleted_at.is_none());
        let Some(line) = mine.choose(&mut self.post.dice) else { return };
        let (id, message) = (line.id, line.client_id.clone());
        self.said += 1;
        let deletes = self.post.dice.random_bool(0.3);
        let content = (!deletes).then(|| self.post.words("고친 말", self.said));
        let revision = Revision { client: self.post.number, message, content: content.clone(), stored: None };
        let asked = Asked::Revise(self.post.ledger.wants(revision));
        match content {
            Some(content) => self.ask("editMessage", json!({ "roomId": room, "id": id, "content": content }), asked),
            None => self.ask("deleteMessage", json!({ "roomId": room, "id": id }), asked),
        }
    }
}
