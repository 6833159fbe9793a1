//! Whose request this is: the one place that knows the client's address.

use std::{
    net::{IpAddr, SocketAddr},
    sync::Arc,
};

use axum::{
    extract::{ConnectInfo, Request, State},
    http::HeaderMap,
    middleware::Next,
    response::Response,
};
use ipnet::IpNet;

use crate::domain::AddressBlock;

/// Who is at the other end of the TCP connection: the client, or a proxy that speaks for it. Not `Debug`: logs carry no
/// addresses.
#[derive(Clone, Copy)]
pub struct Peer(pub IpAddr);

/// The proxies whose word about their clients is believed. Nobody else's is: a header is written in a moment.
#[derive(Clone, Debug, Default)]
pub struct TrustedProxies(Arc<[IpNet]>);

impl TrustedProxies {
    pub fn new(networks: impl IntoIterator<Item = IpNet>) -> Self {
        Self(networks.into_iter().collect())
    }

    pub fn contain(&self, address: IpAddr) -> bool {
        let address = address.to_canonical();
        self.0.iter().any(|network| network.contains(&address))
    }

    /// The client: the peer itself, or what trusted proxies say, each about the one before it. Reading
    /// `X-Forwarded-For` from its end, that is the first address which is no trusted proxy; what stands before it was
    /// written by whoever wanted to.
    fn client(&self, peer: IpAddr, headers: &HeaderMap) -> IpAddr {
        let lines = headers.get_all("x-forwarded-for").iter().rev();
        let mut client = peer;
        for told in lines.flat_map(|line| line.to_str().unwrap_or_default().rsplit(',')) {
            match address(told) {
                Some(told) if self.contain(client) => client = told,
                _ => break,
            }
        }
        client
    }
}

/// Notes the client's [`AddressBlock`] in the request's extensions, for every limiter behind.
pub async fn note(
    State(proxies): State<TrustedProxies>,
    ConnectInfo(Peer(peer)): ConnectInfo<Peer>,
    mut request: Request,
    next: Next,
) -> Response {
    let client = proxies.client(peer, request.headers());
    request.extensions_mut().insert(AddressBlock::from(client));
    next.run(request).await
}

/// Some proxies write the port too.
fn address(text: &str) -> Option<IpAddr> {
    let text = text.trim();
    let with_port = || text.parse().ok().map(|address: SocketAddr| address.ip());
    let in_brackets = || text.strip_prefix('[')?.strip_suffix(']')?.parse().ok();
    text.parse().ok().or_else(with_port).or_else(in_brackets)
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderValue;

    use super::*;

    fn client(trusted: &[&str], peer: &str, forwarded: &[&str]) -> String {
        let proxies = TrustedProxies::new(trusted.iter().map(|network| network.parse().unwrap()));
        let headers = forwarded.iter().map(|value| ("x-forwarded-for".parse().unwrap(), HeaderValue::from_str(value)));
        let headers: HeaderMap = headers.map(|(name, value)| (name, value.unwrap())).collect();
        proxies.client(peer.parse().unwrap(), &headers).to_string()
    }

    #[test]
    fn nobody_is_believed_by_default() {
        assert_eq!(client(&[], "192.0.2.7", &["198.51.100.1"]), "192.0.2.7");
        assert_eq!(client(&[], "127.0.0.1", &["198.51.100.1"]), "127.0.0.1");
        assert_eq!(client(&["10.0.0.0/8"], "192.0.2.7", &["198.51.100.1"]), "192.0.2.7");
    }

    #[test]
    fn a_trusted_proxy_tells_the_client_and_what_the_client_claims_counts_for_nothing() {
        let trusted = ["127.0.0.1/32", "10.0.0.0/8", "2001:db8::/32"];
        for (forwarded, expected) in [
            (&["198.51.100.1"][..], "198.51.100.1"),
            (&["203.0.113.9, 198.51.100.1"], "198.51.100.1"),
            (&["203.0.113.9", "198.51.100.1, 10.1.2.3"], "198.51.100.1"),
            (&["10.9.9.9, 10.1.2.3"], "10.9.9.9"),
            (&["198.51.100.1:4711"], "198.51.100.1"),
            (&["[2a00::1]:4711, 2001:db8::5"], "2a00::1"),
            (&["[2a00::1]"], "2a00::1"),
            (&["203.0.113.9, nonsense, 10.1.2.3"], "10.1.2.3"),
            (&["unknown"], "127.0.0.1"),
            (&[""], "127.0.0.1"),
            (&[], "127.0.0.1"),
        ] {
            assert_eq!(client(&trusted, "127.0.0.1", forwarded), expected, "{forwarded:?}");
        }
        assert_eq!(client(&trusted, "::ffff:127.0.0.1", &["198.51.100.1"]), "198.51.100.1", "a dual-stack listener");
    }
}
