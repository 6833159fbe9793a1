//! A namespace per space, there as long as the space is.

use std::{collections::HashSet, sync::Arc};

use socketioxide::SocketIo;
use tokio::sync::Mutex;

use super::{
    anonymous::{Anonymous, AnonymousWords, Lists},
    connection::serve,
    hub::{Channel, Hub},
    strangers::Strangers,
};
use crate::{chat::Chat, domain::Space};

/// The spaces that are served.
pub(super) struct Spaces {
    io: SocketIo,
    chat: Arc<Chat>,
    secure: bool,
    channel: Arc<Channel>,
    strangers: Arc<Strangers>,
    served: Mutex<HashSet<Space>>,
}

impl Spaces {
    pub(super) fn new(io: SocketIo, chat: Arc<Chat>, hub: &Hub, secure: bool) -> Self {
        let (changed, changes) = Lists::queue();
        let channel = hub.open_channel(AnonymousWords { chat: chat.clone(), changed });
        Lists::start(chat.clone(), &channel, changes);
        let strangers = Strangers::refuse_all(&io);
        Self { io, chat, secure, channel, strangers, served: Mutex::default() }
    }

    pub(super) async fn keep(&self, spaces: Vec<Space>) {
        let spaces: HashSet<_> = spaces.into_iter().collect();
        let mut served = self.served.lock().await;
        for space in served.difference(&spaces) {
            self.close(space).await;
        }
        let new: Vec<_> = spaces.difference(&served).collect();
        let namespaces = new.iter().map(|space| namespace(space));
        // The house opens after its first spaces, and nobody can be in the way of those.
        self.strangers.make_way(&self.io, namespaces, !served.is_empty()).await;
        for space in new {
            let dialect = Anonymous { chat: self.chat.clone(), space: space.clone(), secure: self.secure };
            serve(&self.io, namespace(space), dialect, self.channel.clone());
        }
        *served = spaces;
    }

    async fn close(&self, space: &Space) {
        let namespace = namespace(space);
        if let Some(everyone) = self.io.of(&namespace) {
            // Before the namespace is gone, or the clients would not hear of it.
            let _ = everyone.disconnect().await;
        }
        self.strangers.close(&self.io, &namespace);
    }
}

fn namespace(space: &Space) -> String {
    format!("/{space}")
}
