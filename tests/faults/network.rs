//! The network between a client and the house: a TCP proxy that can be told to misbehave.

mod connection;
mod pipe;

use std::{
    net::SocketAddr,
    sync::{Arc, Mutex},
    time::Duration,
};

use tokio::{net::TcpListener, sync::broadcast, task::AbortHandle};

pub use pipe::Weather;

/// Which way bytes go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    ToHouse,
    ToClient,
}

/// What can happen to a connection.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Fault {
    /// Both sides get a reset; what was under way is lost.
    Reset,
    /// Both sides get an end; what was under way arrives.
    Close,
    /// The receiver of one way gets an end, the other way goes on.
    HalfClose(Way),
    /// Nothing is read or written for a while, then everything goes on.
    Freeze(Duration),
    /// Nothing is read or written for a while, then both sides get a reset.
    Vanish(Duration),
    /// What the client says arrives, what the house answers does not; then both sides get a reset.
    LoseAnswers(Duration),
    /// The client gets a reset; what it has said so far reaches the house this much later.
    Strand(Duration),
    /// From now on every byte takes its time, and comes in pieces of at most so many bytes.
    Storm(Weather),
}

impl Fault {
    /// Whether the connection is over after it.
    pub fn disconnects(self) -> bool {
        !matches!(self, Self::Freeze(_) | Self::Storm(_))
    }
}

/// One client's way to the house.
pub struct Network {
    /// Where the client finds the house.
    pub address: SocketAddr,
    faults: broadcast::Sender<Fault>,
    weather: Arc<Mutex<Weather>>,
    accepting: AbortHandle,
}

impl Network {
    pub async fn to(house: SocketAddr) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let address = listener.local_addr().expect("bound");
        let (faults, _) = broadcast::channel(16);
        let weather = Arc::new(Mutex::new(Weather::default()));
        let accepting = tokio::spawn({
            let (faults, weather) = (faults.clone(), weather.clone());
            async move {
                while let Ok((client, _)) = listener.accept().await {
                    tokio::spawn(connection::carry(client, house, faults.subscribe(), weather.clone()));
                }
            }
        });
        Self { address, faults, weather, accepting: accepting.abort_handle() }
    }

    /// Strikes every connection that is open now.
    pub fn strike(&self, fault: Fault) {
        if let Fault::Storm(weather) = fault {
            *self.weather.lock().expect("no panic while held") = weather;
        } else {
            // Without a connection there is nothing to strike.
            let _ = self.faults.send(fault);
        }
    }
}

impl Drop for Network {
    fn drop(&mut self) {
        self.accepting.abort();
    }
}
