//! A connection through the proxy, and what strikes it.

use std::{
    net::{Shutdown, SocketAddr},
    sync::{Arc, Mutex},
    time::Duration,
};

use tokio::{
    net::TcpStream,
    sync::{broadcast, watch},
    time::sleep,
};

use super::{
    Fault, Way,
    pipe::{Pipe, Valve, Weather},
};

/// Carries one connection until it ends, by itself or by a fault.
pub async fn carry(
    client: TcpStream,
    house: SocketAddr,
    mut faults: broadcast::Receiver<Fault>,
    weather: Arc<Mutex<Weather>>,
) {
    let Ok(house) = TcpStream::connect(house).await else {
        // As the kernel answers where nobody listens.
        let _ = client.set_zero_linger();
        return;
    };
    for stream in [&client, &house] {
        let _ = stream.set_nodelay(true);
    }
    let (client, house) = (Arc::new(client), Arc::new(house));
    let (to_house, up) = watch::channel(Valve::OPEN);
    let (to_client, down) = watch::channel(Valve::OPEN);
    let ways = Ways { client: client.clone(), house: house.clone(), to_house, to_client };
    let up = Pipe { from: client.clone(), to: house.clone(), valve: up, weather: weather.clone() };
    let down = Pipe { from: house, to: client, valve: down, weather };
    let flow = async { tokio::try_join!(up.flow(), down.flow()) };
    let fate = async {
        while let Ok(fault) = faults.recv().await {
            if ways.suffer(fault).await == After::Gone {
                return;
            }
        }
    };
    tokio::select! {
        ended = flow => if ended.is_err() { ways.reset() },
        () = fate => ways.reset(),
    }
}

/// How a connection is after a fault.
#[derive(PartialEq, Eq)]
enum After {
    Alive,
    /// What is left of it is to be reset.
    Gone,
}

struct Ways {
    client: Arc<TcpStream>,
    house: Arc<TcpStream>,
    to_house: watch::Sender<Valve>,
    to_client: watch::Sender<Valve>,
}

impl Ways {
    async fn suffer(&self, fault: Fault) -> After {
        match fault {
            Fault::Reset => return After::Gone,
            Fault::Close => self.set(Valve::DRAIN, Valve::DRAIN),
            Fault::HalfClose(Way::ToHouse) => self.set(Valve::DRAIN, Valve::OPEN),
            Fault::HalfClose(Way::ToClient) => self.set(Valve::OPEN, Valve::DRAIN),
            Fault::Freeze(time) => {
                self.set(Valve::SHUT, Valve::SHUT);
                sleep(time).await;
                self.set(Valve::OPEN, Valve::OPEN);
            }
            Fault::Vanish(time) => {
                self.set(Valve::SHUT, Valve::SHUT);
                sleep(time).await;
                return After::Gone;
            }
            Fault::LoseAnswers(time) => {
                self.set(Valve::OPEN, Valve::SHUT);
                sleep(time).await;
                return After::Gone;
            }
            Fault::Strand(time) => {
                self.strand(time).await;
                return After::Gone;
            }
            Fault::Storm(_) => {}
        }
        After::Alive
    }

    async fn strand(&self, time: Duration) {
        self.set(Valve::HOLD, Valve::SHUT);
        // Something is said meanwhile, as a rule.
        sleep(time / 4).await;
        self.to_house.send_replace(Valve::SHUT);
        // The client's side ends; the pipe stays, and what it holds.
        let client = socket2::SockRef::from(&*self.client);
        let _ = client.shutdown(Shutdown::Both);
        sleep(time).await;
        self.to_house.send_replace(Valve::DRAIN);
        sleep(time).await;
    }

    fn set(&self, to_house: Valve, to_client: Valve) {
        self.to_house.send_replace(to_house);
        self.to_client.send_replace(to_client);
    }

    /// Both sides hear a reset when the streams are dropped, instead of a proper end.
    fn reset(&self) {
        for stream in [&self.client, &self.house] {
            let _ = stream.set_zero_linger();
        }
    }
}
