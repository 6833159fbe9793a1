//! The first steps of the tutorial, namespace `/`: everyone talks to everyone. Nothing is kept, and nobody has a name.

use std::sync::Arc;

use async_trait::async_trait;
use serde_json::Value;
use socketioxide::extract::SocketRef;

use super::{
    connection::{Answer, Dialect, Gateway},
    hub::{Listener, Words},
    line::Incoming,
    refusals::{Explain, notice},
    telling::{Audience, Telling},
};
use crate::{
    chat::{Chat, Result, ports::Happened},
    domain::{Guest, GuestId, Refusal},
    protocol::payload::Done,
};

pub(super) const NAMESPACE: &str = "/";

/// The dialect.
pub(super) struct Steps {
    pub chat: Arc<Chat>,
    pub explain: Explain,
}

#[async_trait]
impl Dialect for Steps {
    type Admitted = ();
    type Gateway = Speaker;

    async fn admit(&self, _: &SocketRef, _: Option<Value>) -> Result<(), Refusal> {
        Ok(())
    }

    async fn receive(&self, (): (), socket: &SocketRef, listener: &Arc<Listener>) -> Speaker {
        listener.greet(None);
        let id = socket.id.as_str();
        let guest = Guest::person(GuestId::new(id), format!("client-{}", &id[..4]));
        Speaker { chat: self.chat.clone(), explain: self.explain, listener: listener.clone(), guest }
    }
}

/// One connection.
pub(super) struct Speaker {
    chat: Arc<Chat>,
    explain: Explain,
    listener: Arc<Listener>,
    /// Nobody whom the house knows.
    guest: Guest,
}

#[async_trait]
impl Gateway for Speaker {
    async fn answer(&self, event: &mut Incoming) -> Result<Answer> {
        match &*event.name {
            "message" => self.chat.talk(&self.guest, NAMESPACE, &event.read::<String>()?).await?,
            _ => return Err(Refusal::UnknownEvent.into()),
        }
        Ok(Answer::now(&Done {}))
    }

    fn refused(&self, refusal: Refusal) {
        self.listener.hear(&notice((self.explain)(refusal)));
    }

    async fn close(&self) {}
}

/// What is said here, for everyone here.
pub(super) struct StepsWords;

#[async_trait]
impl Words for StepsWords {
    async fn tell(&self, happened: &Happened) -> Vec<Telling> {
        match happened {
            Happened::Talk(talk) if &*talk.lobby == NAMESPACE => {
                let line = format!("{}: {}", talk.from.nickname, talk.content);
                vec![Telling::new(Audience::Everyone, "message", &line)]
            }
            _ => Vec::new(),
        }
    }
}
