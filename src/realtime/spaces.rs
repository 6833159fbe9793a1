//! A namespace per space, there as long as the space is. A namespace that nobody asked us to make does not exist: the
//! engine keeps no trace of whoever knocks at one.

use std::{collections::HashSet, sync::Arc};

use socketioxide::SocketIo;
use tokio::sync::Mutex;

use super::{
    anonymous::{Anonymous, AnonymousWords},
    connection::serve,
    hub::{Channel, Hub},
};
use crate::{chat::Chat, domain::Space};

/// The spaces that are served.
pub(super) struct Spaces {
    io: SocketIo,
    chat: Arc<Chat>,
    secure: bool,
    channel: Arc<Channel>,
    served: Mutex<HashSet<Space>>,
}

impl Spaces {
    pub(super) fn new(io: SocketIo, chat: Arc<Chat>, hub: &Hub, secure: bool) -> Self {
        let channel = hub.open_channel(AnonymousWords(chat.clone()));
        Self { io, chat, secure, channel, served: Mutex::default() }
    }

    pub(super) async fn keep(&self, spaces: Vec<Space>) {
        let spaces: HashSet<_> = spaces.into_iter().collect();
        let mut served = self.served.lock().await;
        for space in served.difference(&spaces) {
            self.close(space).await;
        }
        for space in spaces.difference(&served) {
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
        self.io.delete_ns(namespace);
    }
}

fn namespace(space: &Space) -> String {
    format!("/{space}")
}
