//! Connections, counted, and tuned for a chat.

use std::{
    io::{self, IoSlice},
    net::{IpAddr, SocketAddr},
    pin::Pin,
    sync::Arc,
    task::{Context, Poll},
    time::Duration,
};

use axum::{
    extract::connect_info::Connected,
    serve::{IncomingStream, Listener},
};
use tokio::{
    io::{AsyncRead, AsyncWrite, ReadBuf},
    net::{TcpListener, TcpStream},
};

use crate::http::{Peer, Place, Places, TrustedProxies};

/// What holds for every connection.
pub(super) struct Doorkeeper {
    /// How many connections one address may have open. Proxies that are trusted may have any number.
    pub(super) places: Arc<Places>,
    pub(super) proxies: TrustedProxies,
    /// How long a peer may leave unread what was sent to it.
    pub(super) unread_timeout: Duration,
}

impl Doorkeeper {
    /// Closes at once what exceeds the places, and sets on every other connection what a chat needs:
    ///
    /// - `TCP_NODELAY`: without it small frames wait for each other, and the 99th percentile is 44 ms.
    /// - `TCP_USER_TIMEOUT`: the realtime engine writes to a peer without a time limit, so one that stopped reading
    ///   would hold its task for ever. The kernel ends a connection whose data stays unacknowledged, or whose window
    ///   stays closed, for `unread_timeout`.
    pub(super) fn guard(self, listener: TcpListener) -> Guarded {
        Guarded { listener, keeper: self }
    }

    /// `None` when there is no place for the connection.
    fn admit(&self, stream: TcpStream, address: IpAddr) -> Option<Connection> {
        let place = if self.proxies.contain(address) { None } else { Some(self.places.take(address.into()).ok()?) };
        if let Err(error) = tune(&stream, self.unread_timeout) {
            tracing::debug!(%error, "could not tune a connection");
        }
        Some(Connection { stream, _place: place })
    }
}

/// A listener with a doorkeeper.
pub(super) struct Guarded {
    listener: TcpListener,
    keeper: Doorkeeper,
}

impl Listener for Guarded {
    type Io = Connection;
    type Addr = SocketAddr;

    async fn accept(&mut self) -> (Connection, SocketAddr) {
        loop {
            let (stream, address) = Listener::accept(&mut self.listener).await;
            match self.keeper.admit(stream, address.ip()) {
                Some(connection) => return (connection, address),
                None => tracing::debug!("an address has too many connections; one more was closed"),
            }
        }
    }

    fn local_addr(&self) -> io::Result<SocketAddr> {
        self.listener.local_addr()
    }
}

impl Connected<IncomingStream<'_, Guarded>> for Peer {
    fn connect_info(stream: IncomingStream<'_, Guarded>) -> Self {
        Self(stream.remote_addr().ip())
    }
}

fn tune(stream: &TcpStream, unread_timeout: Duration) -> io::Result<()> {
    stream.set_nodelay(true)?;
    #[cfg(target_os = "linux")]
    socket2::SockRef::from(stream).set_tcp_user_timeout(Some(unread_timeout))?;
    #[cfg(not(target_os = "linux"))]
    let _ = unread_timeout;
    Ok(())
}

/// A connection that holds its place until it ends.
pub(super) struct Connection {
    stream: TcpStream,
    _place: Option<Place>,
}

impl AsyncRead for Connection {
    fn poll_read(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buffer: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_read(cx, buffer)
    }
}

impl AsyncWrite for Connection {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.stream).poll_write(cx, bytes)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        slices: &[IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.stream).poll_write_vectored(cx, slices)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(cx)
    }
}
