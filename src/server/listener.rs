//! Connections, tuned for a chat.

use std::time::Duration;

use axum::serve::{Listener, ListenerExt};
use tokio::net::{TcpListener, TcpStream};

/// Sets on every accepted connection what a chat needs:
///
/// - `TCP_NODELAY`: without it small frames wait for each other, and the 99th percentile is 44 ms.
/// - `TCP_USER_TIMEOUT`: the realtime engine writes to a peer without a time limit, so one that stopped reading would
///   hold its task for ever. The kernel ends a connection whose data stays unacknowledged, or whose window stays
///   closed, for `unread_timeout`.
pub(super) fn tuned(listener: TcpListener, unread_timeout: Duration) -> impl Listener<Addr = std::net::SocketAddr> {
    listener.tap_io(move |stream: &mut TcpStream| {
        if let Err(error) = tune(stream, unread_timeout) {
            tracing::debug!(%error, "could not tune a connection");
        }
    })
}

fn tune(stream: &TcpStream, unread_timeout: Duration) -> std::io::Result<()> {
    stream.set_nodelay(true)?;
    #[cfg(target_os = "linux")]
    socket2::SockRef::from(stream).set_tcp_user_timeout(Some(unread_timeout))?;
    #[cfg(not(target_os = "linux"))]
    let _ = unread_timeout;
    Ok(())
}
