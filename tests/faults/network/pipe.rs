//! One way of a connection.

use std::{
    io,
    net::Shutdown,
    sync::{Arc, Mutex},
    time::Duration,
};

use tokio::{
    net::TcpStream,
    sync::watch,
    time::{Instant, sleep_until},
};

/// Bytes that wait in the proxy; beyond them it stops reading, as any network does.
const BACKLOG: usize = 256 * 1024;

/// How bytes travel.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Weather {
    pub delay: Duration,
    /// Bytes that are written at once.
    pub piece: usize,
}

impl Default for Weather {
    fn default() -> Self {
        Self { delay: Duration::ZERO, piece: BACKLOG }
    }
}

/// What a pipe does now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Valve {
    pub reads: bool,
    pub writes: bool,
}

impl Valve {
    pub const OPEN: Self = Self { reads: true, writes: true };
    pub const SHUT: Self = Self { reads: false, writes: false };
    /// Takes, and keeps what it takes.
    pub const HOLD: Self = Self { reads: true, writes: false };
    /// Gives what it has, and then the end.
    pub const DRAIN: Self = Self { reads: false, writes: true };
}

pub struct Pipe {
    pub from: Arc<TcpStream>,
    pub to: Arc<TcpStream>,
    pub valve: watch::Receiver<Valve>,
    pub weather: Arc<Mutex<Weather>>,
}

impl Pipe {
    /// Carries bytes until the sender's end, which the receiver hears too.
    ///
    /// # Errors
    /// When one of the two sides is gone.
    pub async fn flow(mut self) -> io::Result<()> {
        let mut backlog = Vec::new();
        let mut ended = false;
        let mut not_before = Instant::now();
        loop {
            let valve = *self.valve.borrow_and_update();
            if backlog.is_empty() && (ended || valve == Valve::DRAIN) {
                return socket2::SockRef::from(&*self.to).shutdown(Shutdown::Write);
            }
            let weather = *self.weather.lock().expect("no panic while held");
            tokio::select! {
                changed = self.valve.changed() => if changed.is_err() { return Ok(()) },
                readable = self.from.readable(), if valve.reads && !ended && backlog.len() < BACKLOG => {
                    readable?;
                    if backlog.is_empty() {
                        not_before = Instant::now() + weather.delay;
                    }
                    ended = would_block(self.from.try_read_buf(&mut backlog))? == Some(0);
                }
                writable = async { sleep_until(not_before).await; self.to.writable().await },
                    if valve.writes && !backlog.is_empty() =>
                {
                    writable?;
                    let piece = weather.piece.min(backlog.len());
                    let written = would_block(self.to.try_write(&backlog[..piece]))?.unwrap_or(0);
                    backlog.drain(..written);
                }
            }
        }
    }
}

/// `None` when the socket was not ready after all.
fn would_block(result: io::Result<usize>) -> io::Result<Option<usize>> {
    match result {
        Ok(bytes) => Ok(Some(bytes)),
        Err(error) if error.kind() == io::ErrorKind::WouldBlock => Ok(None),
        Err(error) => Err(error),
    }
}
