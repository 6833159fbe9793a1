//! `/chat`: lobby talk, which is not kept, and the house's notices.

use std::sync::Arc;

use async_trait::async_trait;
use serde::Deserialize;
use serde_json::Value;
use socketioxide::extract::SocketRef;

use super::CHAT;
use crate::{
    chat::{Chat, Result, ports::Happened},
    domain::{Refusal, Space},
    protocol::payload::Done,
    realtime::{
        connection::{Answer, Dialect, Gateway},
        hub::{Listener, Words},
        line::Incoming,
        refusals::{Explain, ended, kicked, notice},
        telling::{Audience, Telling},
        visitors::{Seat, Visitors},
    },
};

/// The lobby.
pub(in crate::realtime) struct Lobby {
    pub chat: Arc<Chat>,
    pub visitors: Arc<Visitors>,
}

#[async_trait]
impl Dialect for Lobby {
    type Admitted = ();
    type Gateway = Talker;

    async fn admit(&self, _: &SocketRef, _: Option<Value>) -> Result<(), Refusal> {
        Ok(())
    }

    async fn receive(&self, (): (), socket: &SocketRef, listener: &Arc<Listener>) -> Talker {
        listener.greet(None);
        Talker { chat: self.chat.clone(), seat: self.visitors.seat(socket, listener) }
    }
}

/// One connection.
pub(in crate::realtime) struct Talker {
    chat: Arc<Chat>,
    seat: Seat,
}

/// `message`: lobby talk.
#[derive(Deserialize)]
struct Talk {
    message: String,
    nickname: String,
}

#[async_trait]
impl Gateway for Talker {
    async fn answer(&self, event: &mut Incoming) -> Result<Answer> {
        match &*event.name {
            "message" => {
                let asked: Talk = event.read()?;
                let guest = self.seat.guest(Some(&asked.nickname)).await?;
                self.chat.talk(&guest, CHAT, &asked.message).await?;
            }
            _ => return Err(Refusal::UnknownEvent.into()),
        }
        Ok(Answer::now(&Done {}))
    }

    fn refused(&self, refusal: Refusal) {
        self.seat.refuse(refusal);
    }

    async fn close(&self) {
        self.seat.leave().await;
    }
}

/// What is told in the lobby.
pub(in crate::realtime) struct ChatWords(pub Explain);

#[async_trait]
impl Words for ChatWords {
    async fn tell(&self, happened: &Happened) -> Vec<Telling> {
        match happened {
            Happened::Notice(news) if news.space == Space::main() => {
                vec![Telling::of(Audience::Everyone, notice(&news.korean()))]
            }
            Happened::RoomEnded { inside, .. } => {
                vec![Telling::of(Audience::Guests(inside.clone()), ended(self.0))]
            }
            Happened::Kicked { guest, .. } => vec![kicked(self.0, guest)],
            Happened::Talk(talk) if &*talk.lobby == CHAT => {
                let line = format!("{}: {}", talk.from.nickname, talk.content);
                vec![Telling::new(Audience::Everyone, "message", &line).except(&talk.from.id)]
            }
            _ => Vec::new(),
        }
    }
}
