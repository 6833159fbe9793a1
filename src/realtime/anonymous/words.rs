//! What happens in rooms, in the events of the anonymous dialect.

use std::{collections::HashMap, sync::Arc};

use async_trait::async_trait;
use tokio::sync::mpsc;

use crate::{
    chat::{self, Chat, ports::Happened},
    domain::{self, Guest, GuestId, MessageKind, Refusal, RoomId},
    protocol::{
        anonymous::{Chatter, Message},
        event::RoomClosed,
    },
    realtime::{
        hub::Words,
        telling::{Audience, Telling},
    },
};

/// The words of all spaces: nothing is told but in rooms.
pub(in crate::realtime) struct AnonymousWords {
    pub chat: Arc<Chat>,
    /// Rooms where somebody came or went; [`Lists`](super::Lists) tells who is there.
    pub changed: mpsc::Sender<RoomId>,
}

#[async_trait]
impl Words for AnonymousWords {
    async fn tell(&self, happened: &Happened) -> Vec<Telling> {
        match happened {
            Happened::Messages { room, messages, .. } => self.messages(room, messages).await,
            Happened::Presence { room, .. } => {
                // It fails only when the house closes.
                let _ = self.changed.send(room.clone()).await;
                Vec::new()
            }
            Happened::RoomEnded { room, ending, .. } => {
                let closed = RoomClosed { room_id: room.clone(), reason: ending.code().to_owned() };
                vec![Telling::new(Audience::Room(room.clone()), "roomClosed", &closed)]
            }
            Happened::Kicked { room, guest } => {
                let closed = RoomClosed { room_id: room.clone(), reason: Refusal::Kicked.code().to_owned() };
                vec![Telling::new(Audience::Guests([guest.clone()].into()), "roomClosed", &closed)]
            }
            _ => Vec::new(),
        }
    }
}

impl AnonymousWords {
    /// New messages; this dialect knows no others.
    async fn messages(&self, room: &RoomId, messages: &[domain::Message]) -> Vec<Telling> {
        let new = || messages.iter().filter(|message| message.is_as_written());
        let authors: HashMap<_, _> = new().map(|message| (message.author.id.clone(), author(message))).collect();
        let known = self.chat.as_chatters(room, authors.into_values().collect()).await;
        // Who cannot be looked up just now is told of all the same.
        let known = known.inspect_err(|error| _ = error.refusal()).unwrap_or_default();
        let known: HashMap<GuestId, _> =
            known.into_iter().map(|chatter| (chatter.guest.id, (chatter.since, chatter.is_here))).collect();
        let told = new().map(|message| {
            let (since, is_here) = known.get(&message.author.id).copied().unwrap_or((message.created_at, true));
            let event = match message.kind {
                MessageKind::Message => "sendMessage",
                MessageKind::Alert => "sendAlert",
            };
            Telling::new(Audience::Room(room.clone()), event, &Message::new(message, since, is_here))
        });
        told.collect()
    }
}

pub(super) fn shown(chatter: &chat::Chatter) -> Chatter {
    Chatter::new(&chatter.guest, chatter.since, chatter.is_here)
}

fn author(message: &domain::Message) -> Guest {
    Guest::person(message.author.id.clone(), message.author.nickname.clone())
}
