//! A house for one test: on a free port, with a database of its own.

use std::net::SocketAddr;

use sarangbang::{server, settings::Settings};
use tempfile::TempDir;
use tokio::{net::TcpListener, sync::oneshot, task::JoinHandle};

use super::{guest::Guest, patience::within};

/// An open house. Ends with the test, or properly with [`close`](Self::close).
pub struct House {
    pub address: SocketAddr,
    pub settings: Settings,
    folder: TempDir,
    stop: oneshot::Sender<()>,
    serving: JoinHandle<Result<(), server::ServerError>>,
}

impl House {
    /// Opens a house that takes as much as it can: without limits on how fast a guest may write.
    pub async fn open() -> Self {
        Self::open_with(|_| {}).await
    }

    /// Opens a house with some settings changed.
    pub async fn open_with(change: impl FnOnce(&mut Settings)) -> Self {
        let mut settings = Settings::default();
        settings.limits.enabled = false;
        settings.sessions.presence_grace_ms = 50;
        change(&mut settings);
        Self::open_in(tempfile::tempdir().expect("a folder"), settings).await
    }

    pub async fn open_in(folder: TempDir, mut settings: Settings) -> Self {
        settings.data = folder.path().to_owned();
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let address = listener.local_addr().expect("bound");
        let house = server::House::open(&settings).expect("the house opens");
        let (stop, stopped) = oneshot::channel();
        // A test that ends without closing its house leaves it like a process that is killed.
        let asked = async {
            if stopped.await.is_err() {
                std::future::pending().await
            }
        };
        let serving = tokio::spawn(house.serve(listener, asked));
        Self { address, settings, folder, stop, serving }
    }

    /// Ends it as SIGTERM would, and gives its data back.
    pub async fn close(self) -> TempDir {
        let _ = self.stop.send(());
        within("the house to close", self.serving).await.expect("no panic").expect("no failure");
        self.folder
    }

    /// Closes the house and opens it again, on another port.
    pub async fn restart(self) -> Self {
        let settings = self.settings.clone();
        Self::open_in(self.close().await, settings).await
    }

    /// Somebody new comes in.
    pub async fn enter(&self, nickname: &str) -> Guest {
        Guest::enter(self.address, nickname).await
    }

    /// Two guests in a new room, whose id comes with them. The first one made it.
    pub async fn two_in_a_room(&self) -> (Guest, Guest, String) {
        let (mut one, mut two) = (self.enter("철수").await, self.enter("영희").await);
        let room = one.create_room("개발").await;
        one.join(&room).await;
        two.join(&room).await;
        (one, two, room)
    }
}
